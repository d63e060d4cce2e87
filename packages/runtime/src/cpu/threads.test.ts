import { Piscina } from 'piscina';
import { afterEach, describe, expect, it } from 'vitest';
import { cpuThreads } from './index.ts';
import type { CpuOptions, CpuThreads } from './index.ts';

let threads: CpuThreads | null = null;
afterEach(async () => {
  await threads?.close({ drainMs: 0 });
  threads = null;
});

function threadsOf(options: Partial<CpuOptions> = {}): CpuThreads {
  threads = cpuThreads({ name: 'reports', driver: Piscina, filename: new URL('../testing/cpu-tasks.ts', import.meta.url), threadsMax: 1, ...options });
  return threads;
}
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

describe('threads for work on the processor', () => {
  it('give what the task returns, and throw what it throws', async () => {
    const reports = threadsOf();
    expect(await reports.run(7, { task: 'square' })).toBe(49);
    await expect(reports.run(null, { task: 'fail' })).rejects.toThrow('no such page');
    expect(reports.stats()).toEqual({ threadsMax: 1, running: 0, waiting: 0, ended: 0 });
  });

  it('leave the event loop alone', async () => {
    const reports = threadsOf();
    await reports.run(1, { task: 'square' });
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    await reports.run(150, { task: 'spin' });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });

  it('refuse at once what would only wait, first come, first served', async () => {
    const reports = threadsOf({ waitersMax: 2 });
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    const tasks = [reports.run(60, { task: 'spin' }).then(note('first')), reports.run(1, { task: 'square' }).then(note('second')), reports.run(1, { task: 'square' }).then(note('third'))];
    expect(await codeOf(reports.run(1, { task: 'square' }))).toBe('ERR_PLIMSOLL_CPU_FULL');
    await Promise.all(tasks);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('end a task that takes too long, and have a spare thread for the next one', async () => {
    const reports = threadsOf();
    await reports.run(1, { task: 'square' });
    expect(await codeOf(reports.run(60_000, { task: 'spin', timeoutMs: 100 }))).toBe('ERR_PLIMSOLL_CPU_TIMEOUT');
    expect(await reports.run(3, { task: 'square' })).toBe(9);
    expect(reports.stats()).toMatchObject({ running: 0, ended: 1 });
  });

  it.each([Infinity, 2 ** 31])('end nothing early when a task may take %d ms, which no timer of Node can wait', async (timeoutMs) => {
    expect(await threadsOf({ timeoutMs }).run(100, { task: 'spin' })).toBe('done');
  });

  it('count waiting in the deadline that travels with the request', async () => {
    let remainingMs: number | null = null;
    const reports = threadsOf({ deadline: { remainingMs: () => remainingMs } });
    const first = reports.run(300, { task: 'spin' });
    remainingMs = 60;
    expect(await codeOf(reports.run(1, { task: 'square' }))).toBe('ERR_PLIMSOLL_DEADLINE');
    remainingMs = 0;
    expect(await codeOf(reports.run(1, { task: 'square' }))).toBe('ERR_PLIMSOLL_DEADLINE');
    expect(await first).toBe('done');
  });

  it('let a caller go who hangs up, waiting or not', async () => {
    const reports = threadsOf();
    const controller = new AbortController();
    const running = codeOf(reports.run(60_000, { task: 'spin', signal: controller.signal }));
    const waiting = codeOf(reports.run(1, { task: 'square', signal: controller.signal }));
    controller.abort('the client hung up');
    expect(await Promise.all([running, waiting])).toEqual(['the client hung up', 'the client hung up']);
    expect(await codeOf(reports.run(1, { task: 'square', signal: controller.signal }))).toBe('the client hung up');
  });

  it('close: tasks that wait are refused, those that run end', async () => {
    const reports = threadsOf();
    const running = codeOf(reports.run(50, { task: 'spin' }));
    const waiting = codeOf(reports.run(1, { task: 'square' }));
    const closed = reports.close();
    expect(await waiting).toBe('ERR_PLIMSOLL_CPU_CLOSED');
    expect(await running).toBe('done');
    await closed;
    expect(await codeOf(reports.run(1, { task: 'square' }))).toBe('ERR_PLIMSOLL_CPU_CLOSED');
  });

  it('end what runs beyond the drain, say so, and have ended when any caller is told', async () => {
    const reports = threadsOf();
    const order: string[] = [];
    const running = codeOf(reports.run(60_000, { task: 'spin' })).finally(() => order.push('task'));
    await Promise.all([reports.close({ drainMs: 20 }), reports.close()].map((closed) => closed.then(() => order.push('closed'))));
    expect(await running).toBe('ERR_PLIMSOLL_CPU_CLOSED');
    expect(order).toEqual(['task', 'closed', 'closed']);
    expect(reports.stats()).toMatchObject({ running: 0, ended: 1 });
  });

  it('measure themselves', async () => {
    const reports = threadsOf();
    await reports.run(1, { task: 'square' });
    expect(reports.collect().map(({ name }) => name)).toContain('plimsoll.cpu.wait_time');
  });

  it('refuse an option that cannot work', () => {
    expect(() => threadsOf({ threadsMax: 0 })).toThrow('reports: threadsMax is 0; give a whole number from 1');
  });
});
