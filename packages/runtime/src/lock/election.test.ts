import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { memoryLeases } from '../testing/memory-leases.ts';
import { memoryObjects } from '../testing/memory-objects.ts';
import type { Election } from './index.ts';
import { createLock, elect, objectFence, singletonSchedule } from './index.ts';

function setUp() {
  const clock = manualClock();
  const leases = memoryLeases(clock);
  const lock = createLock({ leases, leaseMs: 1000, clock, random: () => 0.5 });
  return { clock, leases, lock };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

describe('an election', () => {
  it('has one leader, and another one when it stops', async () => {
    const { clock, lock } = setUp();
    const led: string[] = [];
    const stand = (name: string): Election => elect({ lock, key: 'leader', class: 'efficiency', clock, lead: (lease) => (led.push(name), untilAborted(lease.signal)) });
    const a = stand('a');
    const b = stand('b');
    await clock.settle(5000);
    expect([led, a.leading(), b.leading()]).toEqual([['a'], true, false]);
    const stopping = a.stop();
    await clock.settle(200);
    await stopping;
    expect([led, a.leading(), b.leading()]).toEqual([['a', 'b'], false, true]);
    const end = b.stop();
    await clock.settle(10);
    await end;
    expect(clock.pending()).toBe(0);
  });

  it('is lost with the lease and stood for again', async () => {
    const { clock, lock, leases } = setUp();
    let led = 0;
    const reasons: unknown[] = [];
    const errors: unknown[] = [];
    const election = elect({
      lock,
      key: 'leader',
      class: 'efficiency',
      clock,
      onError: (error) => errors.push(error),
      async lead({ signal }) {
        led += 1;
        await untilAborted(signal);
        reasons.push(signal.reason);
        if (led === 2) throw new Error('lead failed');
        signal.throwIfAborted();
      },
    });
    await clock.settle(100);
    leases.forget();
    await clock.settle(2000);
    leases.forget();
    await clock.settle(2000);
    expect([led, reasons.length, election.leading()]).toEqual([3, 2, true]);
    expect(reasons[0]).toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_LOST' });
    expect(errors).toEqual([new Error('lead failed')]);
    const end = election.stop();
    await clock.settle(10);
    await end;
  });

  it('of class correctness hands the writer of the fence to its leader', async () => {
    const { clock, lock } = setUp();
    const objects = memoryObjects();
    const election = elect({ lock, key: 'leader', class: 'correctness', fence: objectFence({ objects }), clock, lead: (writer) => writer.put({ body: 'led' }) });
    await clock.settle(50);
    expect(objects.keys()).toEqual(['leader']);
    const end = election.stop();
    await clock.settle(10);
    await end;
  });
});

describe('a singleton schedule', () => {
  it('runs on one instance, once in each interval, and one interval after a take-over', async () => {
    const { clock, lock } = setUp();
    const runs: [string, number][] = [];
    const began = clock.nowMs();
    const start = (name: string): Election =>
      singletonSchedule({ lock, key: 'nightly', class: 'efficiency', everyMs: 1000, clock, run: () => void runs.push([name, Math.round((clock.nowMs() - began) / 10) * 10]) });
    const a = start('a');
    const b = start('b');
    await clock.settle(3500);
    expect(runs).toEqual([
      ['a', 1000],
      ['a', 2000],
      ['a', 3000],
    ]);
    const stopping = a.stop();
    await clock.settle(2000);
    await stopping;
    expect(runs.slice(3).map(([name]) => name)).toEqual(['b']);
    expect(runs[3]?.[1]).toBeGreaterThanOrEqual(4500);
    const end = b.stop();
    await clock.settle(10);
    await end;
  });

  it('does not overlap, and goes on after an error', async () => {
    const { clock, lock } = setUp();
    let running = 0;
    let runs = 0;
    let most = 0;
    const errors: unknown[] = [];
    const schedule = singletonSchedule({
      lock,
      key: 'nightly',
      class: 'correctness',
      fence: objectFence({ objects: memoryObjects() }),
      everyMs: 100,
      clock,
      onError: (error) => errors.push(error),
      async run() {
        running += 1;
        runs += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => {
          clock.after(250, resolve);
        });
        running -= 1;
        if (runs === 1) throw new Error('first');
      },
    });
    await clock.settle(1200);
    const end = schedule.stop();
    await clock.settle(300);
    await end;
    expect([most, runs, errors]).toEqual([1, 5, [new Error('first')]]);
  });
});
