import { execFile } from 'node:child_process';
import { Agent, createServer, get } from 'node:http';
import type { Server } from 'node:http';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../clock/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { fakeProcess } from '../testing/host-process.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { memoryQueue } from '../testing/memory-queue.ts';
import { prometheusText } from '../telemetry/index.ts';
import { batchRole, claimRole, consumerRole, drainMs, everyMs, schedulerRole, serverRole, startRole, startWorkload, workloadChannel } from './index.ts';
import type { Closing, RoleDefinition, Workload, WorkloadEvent, WorkloadOptions } from './index.ts';

const execFileAsync = promisify(execFile);

/** A handler that listens to its signal and does nothing else. */
const aborted = (signal: AbortSignal): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
};
const later = (clock: Clock, ms: number): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.after(ms, resolve);
  return promise;
};

const running: Workload[] = [];
afterEach(async () => {
  for (const workload of running.splice(0)) await workload.drain();
});

async function start(definition: RoleDefinition, options: Partial<WorkloadOptions> = {}) {
  const host = fakeProcess();
  const workload = await startWorkload(definition, { name: 'settlement', host, graceMs: 60_000, ...options });
  running.push(workload);
  return { host, workload };
}

const idle: RoleDefinition = {
  role: 'consumer',
  loadBalancerMs: 0,
  deadlineMs: 100,
  open: () => ({ start: async () => {}, stop() {}, idle: async () => {}, interrupt() {}, giveBack: async () => ({ finished: 0, givenBack: 0, overran: 0 }), running: () => 0, families: () => [] }),
};

describe('one role per process', () => {
  it('refuses a second one of another profile, naming both', async () => {
    await start(idle);
    const error = await start({ ...idle, role: 'server' }, { name: 'api' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_PLIMSOLL_ROLE_TAKEN', details: { role: 'server', name: 'api', taken: 'consumer', takenBy: 'settlement' } });
    expect(String(error)).toContain('a process of its own');
  });

  it('refuses a second one of the same profile, too', async () => {
    await start(idle);
    expect(await codeOf(start({ ...idle, role: 'scheduler' }, { name: 'nightly' }))).toBe('ERR_PLIMSOLL_ROLE_TAKEN');
  });

  it('is free again when the role has ended, and after a start that failed', async () => {
    const { workload } = await start(idle);
    await workload.drain();
    const failing: RoleDefinition = { ...idle, open: (context) => ({ ...idle.open(context), start: async () => Promise.reject(new Error('port in use')) }) };
    expect(await codeOf(start(failing))).toContain('port in use');
    expect(await codeOf(start(consumerRole({ queue: memoryQueue(manualClock()), handle: () => {}, concurrencyMax: 0 })))).toBe('ERR_PLIMSOLL_OPTION');
    expect(await codeOf(start(idle))).toBe('done');
  });

  it('is claimed across copies of the package', () => {
    const release = claimRole('server', 'api');
    expect(() => claimRole('consumer', 'settlement')).toThrow('api (server) already');
    release();
    claimRole('consumer', 'settlement')();
  });

  it('is chosen by name, and only its module is loaded', async () => {
    const loaded: string[] = [];
    const roles = { api: async () => loaded.push('api'), worker: async () => loaded.push('worker') };
    await startRole(roles, 'worker');
    expect(loaded).toEqual(['worker']);
    for (const name of [undefined, '', 'wroker', 'toString', '__proto__']) expect(await codeOf(startRole(roles, name))).toBe('ERR_PLIMSOLL_ROLE_UNKNOWN');
    await expect(startRole(roles, 'wroker')).rejects.toThrow('this program has api, worker');
  });
});

describe('a drain', () => {
  const order: string[] = [];
  const traced = (loadBalancerMs: number, deadlineMs: number, workMs: number | null): RoleDefinition => ({
    role: 'server',
    loadBalancerMs,
    deadlineMs,
    open: ({ clock }) => {
      const { promise: work, resolve: end } = Promise.withResolvers<void>();
      let count = 1;
      return {
        start: async () => {},
        stop() {
          order.push('stop');
          if (workMs !== null) clock.after(workMs, () => ((count = 0), end()));
        },
        idle: () => work,
        interrupt: () => void order.push('interrupt'),
        giveBack: async () => (order.push('give back'), { finished: 1 - count, givenBack: count, overran: count }),
        running: () => count,
        families: () => [],
      };
    },
  });
  const closing = (name: string, close: () => unknown = () => {}): Closing => ({ name, close: () => (order.push(`close ${name}`), close()) });
  afterEach(() => void order.splice(0));

  it('goes through its steps in order, each when the one before has ended', async () => {
    const clock = manualClock();
    const { host, workload } = await start(traced(5000, 10_000, 300), { clock, closings: [closing('pool'), closing('telemetry')] });
    expect(workload.ready()).toBe(true);
    host.send('SIGTERM');
    expect(workload.ready()).toBe(false);
    expect(workload.phase).toBe('not-ready');
    await clock.settle(4990);
    expect(order).toEqual([]); // the load balancer still sends
    await clock.settle(20);
    expect(order).toEqual(['stop']);
    expect(workload.phase).toBe('finishing');
    await clock.settle(320);
    expect(order).toEqual(['stop', 'give back', 'close pool', 'close telemetry']);
    expect(await workload.ended).toMatchObject({ reason: 'SIGTERM', finished: 1, givenBack: 0, overran: 0, notClosed: [] });
    expect(host.exits).toEqual([0]);
    expect(host.listeners()).toBe(0);
  });

  it('interrupts what does not end within the deadline, then gives it back', async () => {
    const clock = manualClock();
    const { host, workload } = await start(traced(0, 2000, null), { clock, interruptMs: 500 });
    host.send('SIGTERM');
    await clock.settle(1900);
    expect(order).toEqual(['stop']);
    await clock.settle(200);
    expect(order).toEqual(['stop', 'interrupt']);
    await clock.settle(600);
    expect(order).toEqual(['stop', 'interrupt', 'give back']);
    expect(await workload.ended).toMatchObject({ finished: 0, givenBack: 1, overran: 1 });
  });

  it('is one drain, however often it is asked for', async () => {
    const clock = manualClock();
    const { host, workload } = await start(traced(0, 1000, 50), { clock });
    host.send('SIGTERM');
    host.send('SIGTERM');
    host.send('SIGINT');
    const other = workload.drain('again');
    await clock.settle(200);
    expect((await other).reason).toBe('SIGTERM');
    expect(order.filter((step) => step === 'stop')).toHaveLength(1);
  });

  it('is not held up by a pool that does not close, nor by one that fails, and names them', async () => {
    const clock = manualClock();
    const hung = closing('hung', () => new Promise(() => {}));
    const failing = closing('failing', () => Promise.reject(new Error('gone')));
    const { host, workload } = await start(traced(0, 100, 0), { clock, closeMs: 1000, closings: [failing, hung, closing('last')] });
    const events: WorkloadEvent[] = [];
    const hear = (event: unknown): void => void events.push(event as WorkloadEvent);
    workloadChannel.subscribe(hear);
    host.send('SIGTERM');
    await clock.settle(1200);
    workloadChannel.unsubscribe(hear);
    expect(await workload.ended).toMatchObject({ notClosed: ['failing', 'hung'] });
    expect(order).toContain('close last');
    expect(host.exits).toEqual([0]);
    expect(events.filter(({ kind }) => kind === 'phase').map((event) => event.kind === 'phase' && event.phase)).toEqual(['not-ready', 'stopping', 'finishing', 'giving-back', 'closing', 'stopped']);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'close-failed', what: 'failing' }));
  });

  it('that could outlast the grace period of the platform is refused at the start, with the numbers', async () => {
    const timing = { loadBalancerMs: 5000, deadlineMs: 25_000, interruptMs: 1000, closeMs: 2000 };
    expect(drainMs(timing)).toBe(35_000);
    const error = await start(traced(5000, 25_000, 0), { graceMs: 30_000 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_PLIMSOLL_OPTION', details: { neededMs: 35_000, graceMs: 30_000 } });
    expect(String(error)).toContain('35 s');
    expect(await codeOf(start(traced(5000, Number.NaN, 0)))).toBe('ERR_PLIMSOLL_OPTION');
    const { workload } = await start(traced(0, 25_000, 0), { graceMs: 30_000 });
    expect(workload.phase).toBe('running');
  });

  it('fits the grace of Kubernetes and ECS with the defaults of every role', async () => {
    const queue = memoryQueue(manualClock());
    const server = createServer();
    for (const definition of [serverRole({ server }), consumerRole({ queue, handle: () => {} }), batchRole({ work: () => new Promise(() => {}) }), schedulerRole({ jobs: [] })]) {
      const { loadBalancerMs, deadlineMs } = definition;
      expect(drainMs({ loadBalancerMs, deadlineMs, interruptMs: 1000, closeMs: 2000 })).toBeLessThanOrEqual(30_000);
    }
  });
});

describe('a consumer', () => {
  it('gives back at the deadline what another instance then does', async () => {
    const clock = manualClock();
    const queue = memoryQueue(clock, { leaseMs: 60_000 });
    for (let count = 0; count < 3; count++) queue.send(`job ${count}`);
    let slow = true;
    const definition = consumerRole({
      queue,
      concurrencyMax: 2,
      waitMs: 100,
      deadlineMs: 500,
      handle: (body, { signal }) => (body === 'job 1' && slow ? aborted(signal) : undefined),
    });
    const { host, workload } = await start(definition, { clock });
    await clock.settle(20);
    host.send('SIGTERM');
    await clock.settle(700);
    expect(await workload.ended).toMatchObject({ givenBack: 1, overran: 0 });
    slow = false;
    const next = await start(definition, { clock });
    await clock.settle(200);
    expect(queue.finished.toSorted()).toEqual(['m1', 'm2', 'm3']);
    const text = prometheusText(next.workload);
    expect(text).toMatch(/plimsoll_workload_deliveries_total\{[^}]*outcome="done"[^}]*\} 1/);
    next.host.send('SIGTERM');
    await clock.settle(700);
  });
});

describe('a batch', () => {
  it('ends the process when it is done', async () => {
    const { host, workload } = await start(batchRole({ work: async () => sleep(5) }));
    expect(await workload.ended).toMatchObject({ reason: 'the work has ended', givenBack: 0 });
    await sleep(1);
    expect(host.exits).toEqual([0]);
  });

  it('ends it with 1 when it fails', async () => {
    const { host, workload } = await start(batchRole({ work: () => Promise.reject(new Error('bad file')) }));
    await workload.ended;
    await sleep(1);
    expect(host.exits).toEqual([1]);
    expect(host.warnings).toEqual([expect.objectContaining({ message: 'bad file' })]);
  });

  it('says why it failed to who listens, and then warns of nothing', async () => {
    const events: WorkloadEvent[] = [];
    const hear = (event: unknown): void => void events.push(event as WorkloadEvent);
    workloadChannel.subscribe(hear);
    const { host, workload } = await start(batchRole({ work: () => Promise.reject(new Error('bad file')) }));
    await workload.ended;
    workloadChannel.unsubscribe(hear);
    expect(events).toContainEqual({ kind: 'work-failed', workload: 'settlement', error: new Error('bad file') });
    expect(host.warnings).toEqual([]);
  });

  it('leaves its reason on the terminal of a real process, too', async () => {
    const program = "import { batchRole, startWorkload } from './index.ts'; await startWorkload(batchRole({ work: () => Promise.reject(new Error('bad file')) }), { name: 'nightly' })";
    const ended = execFileAsync(execPath, ['-C', 'source', '--input-type=module', '-e', program], { cwd: import.meta.dirname });
    await expect(ended).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Error: bad file') as string });
  });

  it('stops at the next step when the capacity is taken away, and asks for another start', async () => {
    const steps: number[] = [];
    const work = async (signal: AbortSignal): Promise<void> => {
      for (let step = 0; step < 100; step++) {
        signal.throwIfAborted();
        steps.push(step);
        await sleep(2);
      }
    };
    const { host, workload } = await start(batchRole({ work }));
    await sleep(10);
    host.send('SIGTERM');
    expect(await workload.ended).toMatchObject({ givenBack: 1, overran: 0 });
    await sleep(1);
    expect(host.exits).toEqual([75]);
    expect(steps.length).toBeLessThan(100);
  });
});

describe('a scheduler', () => {
  const at = (clock: { nowMs(): number }) => () => new Date(Date.UTC(2026, 0, 1) + clock.nowMs());

  it('runs a job at its times, and skips one that comes too early for the run before', async () => {
    const clock = manualClock(0);
    const runs: number[] = [];
    let busy = false;
    const run = (): Promise<void> | void => {
      runs.push(clock.nowMs());
      return busy ? later(clock, 15_000) : undefined;
    };
    const { host, workload } = await start(schedulerRole({ now: at(clock), jobs: [{ name: 'tick', next: everyMs(10_000), run }] }), { clock });
    await clock.settle(25_000);
    expect(runs).toEqual([10_000, 20_000]);
    busy = true;
    await clock.settle(20_000);
    expect(runs).toEqual([10_000, 20_000, 30_000]);
    expect(prometheusText(workload)).toMatch(/plimsoll_workload_schedule_skipped_total\{[^}]*\} 1/);
    busy = false;
    host.send('SIGTERM');
    await clock.settle(20_000);
    expect(await workload.ended).toMatchObject({ givenBack: 0 });
  });

  it('waits through a wall clock that was set back', async () => {
    const clock = manualClock(0);
    let stepMs = 0;
    const runs: string[] = [];
    const now = (): Date => new Date(Date.UTC(2026, 0, 1) + clock.nowMs() + stepMs);
    const { workload } = await start(schedulerRole({ now, jobs: [{ name: 'nightly', next: everyMs(60_000), run: () => void runs.push(now().toISOString()) }] }), { clock });
    await clock.settle(10_000);
    stepMs = -30_000;
    await clock.settle(60_000);
    expect(runs).toEqual([]);
    await clock.settle(30_000);
    expect(runs).toEqual(['2026-01-01T00:01:00.000Z']);
    const ending = workload.drain();
    await clock.settle(100);
    await ending;
  });
});

describe('a server', () => {
  const listen = async (handle: (end: (status: number) => void) => void, options: { deadlineMs?: number } = {}) => {
    const server = createServer((_request, response) => handle((status) => response.writeHead(status).end('ok')));
    const host = fakeProcess();
    const workload = await startWorkload(serverRole({ server, port: 0, host: '127.0.0.1', loadBalancerMs: 40, deadlineMs: options.deadlineMs ?? 2000 }), {
      name: 'api',
      host,
      interruptMs: 20,
      closeMs: 200,
    });
    running.push(workload);
    return { server, host, workload };
  };
  const portOf = (server: Server): number => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return address.port;
  };
  const ask = (server: Server, port: number = portOf(server)): Promise<{ status: number | undefined; connection: string | undefined }> =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode, connection: response.headers.connection }));
      }).on('error', reject);
    });

  it('answers what was sent before and while it drains, and none later', async () => {
    const { server, host, workload } = await listen((end) => setTimeout(() => end(200), 80));
    const port = portOf(server);
    const before = ask(server);
    await sleep(10);
    host.send('SIGTERM');
    expect(workload.ready()).toBe(false);
    const during = ask(server); // the load balancer has not looked away yet
    expect(await before).toMatchObject({ status: 200, connection: 'close' });
    expect(await during).toMatchObject({ status: 200, connection: 'close' });
    expect(await workload.ended).toMatchObject({ givenBack: 0, overran: 0 });
    await expect(ask(server, port)).rejects.toThrow('ECONNREFUSED');
  });

  it('does not wait for a connection that an answer from before the drain keeps open', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200).write('begun');
      setTimeout(() => response.end(), 100);
    });
    const host = fakeProcess();
    const workload = await startWorkload(serverRole({ server, port: 0, host: '127.0.0.1', loadBalancerMs: 0, deadlineMs: 5000 }), { name: 'api', host });
    running.push(workload);
    const agent = new Agent({ keepAlive: true });
    const { promise, resolve } = Promise.withResolvers<void>();
    get({ host: '127.0.0.1', port: portOf(server), agent }, (response) => {
      host.send('SIGTERM'); // the head has been sent
      response.resume().on('end', resolve);
    });
    await promise;
    expect(await workload.ended).toMatchObject({ finished: 1, givenBack: 0 });
    expect((await workload.ended).tookMs).toBeLessThan(2000);
    agent.destroy();
  });

  it('cuts what is not answered by its deadline, and says so', async () => {
    const { server, host, workload } = await listen(() => {}, { deadlineMs: 50 });
    const lost = ask(server).catch(String);
    await sleep(10);
    host.send('SIGTERM');
    expect(await workload.ended).toMatchObject({ givenBack: 1, overran: 1 });
    expect(await lost).toContain('socket hang up');
  });

  it('keeps idle connections for longer than the load balancer, and exports its request rate', async () => {
    const { server, workload } = await listen((end) => end(200));
    expect(server.keepAliveTimeout).toBe(65_000);
    expect(server.headersTimeout).toBeGreaterThan(65_000);
    await Promise.all([ask(server), ask(server)]);
    const text = prometheusText(workload);
    expect(text).toMatch(/plimsoll_workload_requests_total\{plimsoll_workload="api",plimsoll_role="server"\} 2/);
    expect(text).toMatch(/plimsoll_workload_ready\{[^}]*\} 1/);
  });
});
