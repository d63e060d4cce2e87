import { setTimeout as sleep } from 'node:timers/promises';
import type { Backlog, Delivery } from '@plimsoll/runtime/workload';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queueKinds, sqsClient, sqsUrl } from './open.ts';
import type { Job, OpenQueue } from './open.ts';
import { startQueue } from './queues.ts';
import type { QueueServer } from './queues.ts';

const never = new AbortController().signal;
let number = 0;

describe.each(queueKinds)('the adapter of %s', (kind) => {
  let server: QueueServer | null = null;
  let open: OpenQueue | null = null;
  beforeAll(async () => {
    server = await startQueue(kind);
    open = server && (await server.open());
  });
  beforeEach((context) => {
    if (!server || !open) context.skip();
  });
  afterAll(async () => {
    await open?.close();
    await server?.stop();
  });

  const queue = (): OpenQueue['queue'] => {
    if (!open) throw new Error('skipped before');
    return open.queue;
  };
  const send = async (count = 1): Promise<readonly string[]> => {
    const jobs = Array.from({ length: count }, (): Job => ({ id: `a${++number}`, kind: 'quick', ms: 0 }));
    await server?.send(jobs);
    return jobs.map(({ id }) => id);
  };
  /** The next delivery, within ten seconds. */
  const next = async (): Promise<Delivery<Job>> => {
    for (let tries = 0; tries < 10; tries++) {
      const [delivery] = await queue().receive(1, 1000, never);
      if (delivery) return delivery;
    }
    throw new Error('nothing was delivered');
  };
  const backlog = async (holds: (backlog: Backlog) => boolean): Promise<Backlog> => {
    let last = await queue().backlog();
    for (let tries = 0; tries < 40 && !holds(last); tries++) {
      await sleep(50);
      last = await queue().backlog();
    }
    return last;
  };

  it('delivers, and forgets what is done', async () => {
    const [id] = await send();
    const delivery = await next();
    expect(delivery.read()).toEqual({ id, kind: 'quick', ms: 0 });
    expect(delivery.attempt).toBe(1);
    expect(await delivery.done()).toBe(true);
    expect(await queue().receive(1, 0, never)).toEqual([]);
  });

  it('counts what waits, what is in hand and what is due later apart', async () => {
    await send(3);
    const delivery = await next();
    expect(await backlog(({ waiting, active }) => waiting === 2 && active === 1)).toMatchObject({ waiting: 2, active: 1, delayed: 0 });
    if (kind !== 'sqs') {
      await delivery.retry(new Error('later'), 60_000);
      expect(await backlog(({ delayed }) => delayed === 1)).toMatchObject({ waiting: 2, active: 0, delayed: 1 });
    } else await delivery.done();
    for (const each of [await next(), await next()]) await each.done();
  });

  it('has what was given back at once again, not counted as a failure where the queue can tell', async () => {
    const [id] = await send();
    await (await next()).giveBack();
    const again = await next();
    expect(again.read().id).toBe(id);
    expect(again.attempt).toBe(kind === 'sqs' ? 2 : 1);
    await again.done();
  });

  it('has what failed again after its delay, counted', async () => {
    const [id] = await send();
    const first = await next();
    const beforeMs = performance.now();
    await first.retry(new Error('bank away'), 1000);
    const again = await next();
    expect(performance.now() - beforeMs).toBeGreaterThan(800);
    expect(again.read().id).toBe(id);
    expect(again.attempt).toBe(2);
    await again.done();
  });

  it('buries without another try', async () => {
    await send();
    await (await next()).bury(new Error('cannot be done'));
    expect(await queue().receive(1, 0, never)).toEqual([]);
    expect(await backlog(({ waiting, active }) => waiting + active === 0)).toMatchObject({ waiting: 0, active: 0 });
  });

  it.runIf(kind === 'sqs')('without a place to bury in hides what cannot be done, instead of trying it in a circle', async () => {
    const { sqsQueue } = await import('@plimsoll/runtime/workload/sqs');
    const client = await sqsClient(server?.address.port ?? 0);
    const bare = sqsQueue<Job>({ client, queueUrl: sqsUrl(server?.address.port ?? 0), leaseMs: 1000 });
    await send();
    const [delivery] = await bare.receive(1, 1000, never);
    await delivery?.bury(new Error('cannot be done'));
    expect(await bare.receive(1, 1000, never)).toEqual([]);
    expect(await bare.backlog()).toMatchObject({ active: 1 });
    client.destroy();
  });

  it('ends a question that waits, when asked to', async () => {
    const stop = new AbortController();
    const beforeMs = performance.now();
    const asking = queue().receive(1, 5000, stop.signal);
    setTimeout(() => stop.abort(), 50);
    expect(await asking).toEqual([]);
    expect(performance.now() - beforeMs).toBeLessThan(2000);
  });

  // The heartbeat of pg-boss is 10 s at least, longer than a test may take.
  it.skipIf(kind === 'pg-boss')('hands the work to another when a lease has run out, and tells the first so', async () => {
    const [id] = await send();
    const first = await next();
    const second = await next();
    expect(second.read().id).toBe(id);
    expect(second.attempt).toBeGreaterThanOrEqual(2); // a question that was broken off may have taken it once more
    expect(await first.extend(1000)).toBe(false);
    expect(await second.extend(5000)).toBe(true);
    await sleep(1200);
    expect(await second.done()).toBe(true);
  });
});
