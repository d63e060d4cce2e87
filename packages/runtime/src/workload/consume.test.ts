import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { memoryQueue } from '../testing/memory-queue.ts';
import { consume } from './index.ts';
import type { ConsumeOptions, Consumer, Work } from './index.ts';

function setup(options: Partial<ConsumeOptions<string>> & { leaseMs?: number | null; holdMsMax?: number | null } = {}) {
  const clock = manualClock();
  const queue = memoryQueue(clock, { ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }), holdMsMax: options.holdMsMax ?? null });
  const started: string[] = [];
  const consumer: Consumer = consume({
    queue,
    handle: () => {},
    clock,
    random: () => 0.5,
    ...options,
    ...(options.handle ? { handle: (body: string, work: Work) => (started.push(body), options.handle?.(body, work)) } : {}),
  });
  return { clock, queue, consumer, started };
}

const held = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, release: resolve };
};

/** A handler that listens to its signal and does nothing else. */
const aborted = (signal: AbortSignal): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
};

describe('a consumer', () => {
  it('does what is in the queue and tells it so', async () => {
    const { clock, queue, consumer } = setup();
    for (let count = 0; count < 25; count++) queue.send(`job ${count}`);
    await consumer.start();
    await clock.settle(20);
    expect(queue.finished).toHaveLength(25);
    expect(consumer.tally()).toMatchObject({ received: 25, done: 25, retried: 0, buried: 0 });
  });

  it('lets a handler without a limit be, also by the clock of the system', async () => {
    const clock = manualClock();
    const queue = memoryQueue(clock);
    const { promise: handled, resolve } = Promise.withResolvers<boolean>();
    const handle = async (_body: string, { signal }: Work): Promise<void> => {
      await sleep(20);
      resolve(signal.aborted);
    };
    const consumer = consume({ queue, handlerMs: Infinity, handle });
    queue.send('x');
    await consumer.start();
    expect(await handled).toBe(false);
    consumer.stop();
    consumer.interrupt();
    await clock.settle(8);
    await consumer.idle();
  });

  it('runs no more at a time than it may', async () => {
    let running = 0;
    let peak = 0;
    const { clock, queue, consumer } = setup({
      concurrencyMax: 3,
      handle: async () => {
        peak = Math.max(peak, ++running);
        await new Promise(setImmediate);
        running--;
      },
    });
    for (let count = 0; count < 20; count++) queue.send('x');
    await consumer.start();
    await clock.settle(200);
    expect(queue.finished).toHaveLength(20);
    expect(peak).toBe(3);
  });

  it('tries what failed again, later, and counts it', async () => {
    let tries = 0;
    const { clock, queue, consumer } = setup({
      retryDelayMs: () => 500,
      handle: () => {
        if (++tries < 3) throw new Error('bank away');
      },
    });
    queue.send('pay');
    await consumer.start();
    await clock.settle(100);
    expect(tries).toBe(1);
    await clock.settle(6000);
    expect(queue.finished).toEqual(['m1']);
    expect(consumer.tally()).toMatchObject({ done: 1, retried: 2 });
  });

  it('buries what failed as often as it may, with the last error', async () => {
    const { clock, queue, consumer } = setup({
      attemptsMax: 3,
      retryDelayMs: () => 0,
      handle: () => {
        throw new Error('never');
      },
    });
    queue.send('bad');
    queue.send('bad too');
    await consumer.start();
    await clock.settle(100);
    expect(queue.buried.map(({ id }) => id).toSorted()).toEqual(['m1', 'm2']);
    expect(String(queue.buried[0]?.error)).toContain('never');
    expect(queue.left()).toBe(0);
  });

  it('buries what cannot be read at once, and goes on with the rest', async () => {
    const { clock, queue, consumer, started } = setup({ handle: () => {} });
    queue.send('unreadable');
    queue.send('good');
    await consumer.start();
    await clock.settle(50);
    expect(queue.buried[0]?.error).toMatchObject({ code: 'ERR_PLIMSOLL_POISON', details: { id: 'm1', attempt: 1 } });
    expect(started).toEqual(['good']);
  });

  it('does not run what killed its process too often', async () => {
    const { clock, queue, consumer, started } = setup({ deliveriesMax: 2, leaseMs: 100, handle: () => {} });
    queue.send('crashes');
    for (let crash = 0; crash < 2; crash++) {
      await queue.receive(1, 0, new AbortController().signal);
      clock.advance(150); // the lease of a process that was killed
    }
    await consumer.start();
    await clock.settle(20);
    expect(started).toEqual([]);
    expect(queue.buried[0]?.error).toMatchObject({ code: 'ERR_PLIMSOLL_POISON' });
  });

  it('buries at once what is poison by the user’s own word', async () => {
    const { clock, queue, consumer } = setup({
      isPoison: (error) => error instanceof RangeError,
      handle: () => {
        throw new RangeError('negative amount');
      },
    });
    queue.send('pay -1');
    await consumer.start();
    await clock.settle(20);
    expect(queue.buried).toHaveLength(1);
    expect(consumer.tally().retried).toBe(0);
  });

  it('keeps the lease while the handler runs, so nobody else gets the work', async () => {
    const gate = held();
    const { clock, queue, consumer, started } = setup({ leaseMs: 1000, handlerMs: 60_000, handle: () => gate.promise });
    queue.send('long');
    await consumer.start();
    await clock.settle(5000);
    expect(queue.log.filter((entry) => entry === 'extend m1').length).toBeGreaterThanOrEqual(14);
    gate.release();
    await clock.settle(20);
    expect(started).toEqual(['long']);
    expect(queue.finished).toEqual(['m1']);
  });

  it('lets go of a handler that hangs far beyond its time, and says that it may be done twice', async () => {
    let reason: unknown;
    const { clock, queue, consumer, started } = setup({
      leaseMs: 100,
      handlerMs: 200,
      concurrencyMax: 2,
      handle: (_body, { signal }) => {
        signal.addEventListener('abort', () => (reason = signal.reason));
        return new Promise(() => {});
      },
    });
    queue.send('hangs');
    await consumer.start();
    await clock.settle(240);
    expect(reason).toMatchObject({ code: 'ERR_PLIMSOLL_DEADLINE' });
    await clock.settle(700);
    expect(consumer.tally().leasesLost).toBe(1);
    expect(started).toEqual(['hangs', 'hangs']);
  });

  it('aborts the handler when another got the work, and does not tell the queue a failure', async () => {
    let reason: unknown;
    const { clock, queue, consumer } = setup({
      leaseMs: 300,
      handle: (_body, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject((reason = signal.reason) as Error));
        }),
    });
    queue.send('stolen');
    await consumer.start();
    await clock.settle(4);
    consumer.stop();
    clock.block(1000); // this process was paused; the lease ran out meanwhile
    const [stolen] = await queue.receive(1, 0, new AbortController().signal);
    await clock.settle(150);
    expect(reason).toMatchObject({ code: 'ERR_PLIMSOLL_LEASE_LOST' });
    expect(consumer.tally()).toMatchObject({ leasesLost: 1, retried: 0, buried: 0, done: 0 });
    expect(await stolen?.done()).toBe(true);
  });

  it('counts a lease once that was lost before its handler was done', async () => {
    const { release, promise } = held();
    const { clock, queue, consumer } = setup({ leaseMs: 300, handle: () => promise });
    queue.send('stolen');
    await consumer.start();
    await clock.settle(4);
    consumer.stop();
    clock.block(1000);
    await queue.receive(1, 0, new AbortController().signal);
    await clock.settle(150);
    release(); // it did not listen to its signal
    await clock.settle(4);
    expect(consumer.tally()).toMatchObject({ leasesLost: 1, done: 0 });
  });

  it('stops extending before the longest time a queue allows', async () => {
    const { clock, queue, consumer } = setup({ leaseMs: 100, holdMsMax: 1000, handlerMs: 900, handle: () => new Promise(() => {}) });
    queue.send('too long');
    await consumer.start();
    await clock.settle(999);
    consumer.stop();
    expect(consumer.tally().leasesLost).toBe(1);
  });

  it('asks again when the queue is away, less and less often', async () => {
    const { clock, queue, consumer } = setup();
    queue.faults.receive = 3;
    queue.send('x');
    await consumer.start();
    await clock.settle(40);
    expect(queue.finished).toEqual([]);
    await clock.settle(600);
    expect(queue.finished).toEqual(['m1']);
    expect(consumer.tally().receiveFailures).toBe(3);
  });

  it('tells a result again when the queue did not hear it', async () => {
    const { clock, queue, consumer, started } = setup({ handle: () => {} });
    queue.faults.done = 2;
    queue.send('x');
    await consumer.start();
    await clock.settle(400);
    expect(queue.finished).toEqual(['m1']);
    expect(started).toHaveLength(1);
  });

  it('does not count as done what the queue never heard of', async () => {
    const { clock, queue, consumer } = setup({ handle: () => {} });
    queue.faults.done = 3;
    queue.send('x');
    await consumer.start();
    await clock.settle(400);
    expect(consumer.tally()).toMatchObject({ received: 1, done: 0, settleFailures: 1, leasesLost: 0 });
  });

  it('keeps the order of a key, also when one of them fails, and lets other keys pass', async () => {
    let failures = 2;
    const { clock, queue, consumer, started } = setup({
      retryDelayMs: () => 100,
      handle: (body) => {
        if (body === 'a1' && failures-- > 0) throw new Error('again');
      },
    });
    for (const [body, key] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
      ['a3', 'a'],
    ] as const)
      queue.send(body, key);
    await consumer.start();
    await clock.settle(20);
    expect(started).toEqual(['a1', 'b1']);
    await clock.settle(400);
    expect(started).toEqual(['a1', 'b1', 'a1', 'a1', 'a2', 'a3']);
    expect(queue.finished).toEqual(['m3', 'm1', 'm2', 'm4']);
  });
});

describe('a consumer that ends', () => {
  it('finishes what has begun, and gives back what comes late without running it', async () => {
    const gate = held();
    const { clock, queue, consumer, started } = setup({ concurrencyMax: 2, handle: () => gate.promise });
    queue.send('one');
    await consumer.start();
    await clock.settle(8);
    consumer.stop();
    queue.send('two'); // answers the question that is still open at the queue
    let idle = false;
    void consumer.idle().then(() => (idle = true));
    await clock.settle(40);
    expect(idle).toBe(false);
    gate.release();
    await clock.settle(40);
    expect(idle).toBe(true);
    expect(started).toEqual(['one']);
    expect(queue.finished).toEqual(['m1']);
    expect(queue.log).toContain('back m2');
    expect(queue.left()).toBe(1);
  });

  it('gives back what listens to its signal, without counting a failure', async () => {
    const { clock, queue, consumer } = setup({
      handle: (_body, { signal }) => aborted(signal),
    });
    queue.send('slow');
    await consumer.start();
    await clock.settle(8);
    consumer.stop();
    consumer.interrupt();
    await clock.settle(8);
    expect(await consumer.giveBack()).toEqual({ finished: 0, givenBack: 1, overran: 0 });
    expect(queue.log).toContain('back m1');
    expect(consumer.tally()).toMatchObject({ retried: 0, buried: 0 });
  });

  it('gives back what does not listen, once, and ignores what it does afterwards', async () => {
    const gate = held();
    const { clock, queue, consumer } = setup({ handle: () => gate.promise });
    queue.send('deaf');
    await consumer.start();
    await clock.settle(8);
    consumer.stop();
    consumer.interrupt();
    expect(await consumer.giveBack()).toEqual({ finished: 0, givenBack: 1, overran: 1 });
    gate.release();
    await clock.settle(20);
    expect(queue.log.filter((entry) => entry === 'back m1')).toHaveLength(1);
    expect(queue.log).not.toContain('done m1');
  });

  it('waits for what the queue is being told, so that nothing is closed under it', async () => {
    const clock = manualClock();
    const inner = memoryQueue(clock);
    const answer = held();
    const receive: typeof inner.receive = async (...given) => (await inner.receive(...given)).map((delivery) => ({ ...delivery, done: async () => (await answer.promise, delivery.done()) }));
    const consumer = consume({ queue: { ...inner, receive }, handle: () => {}, clock });
    inner.send('handled');
    await consumer.start();
    await clock.settle(8);
    consumer.stop();
    consumer.interrupt();
    let remainder: unknown = 'pending';
    void consumer.giveBack().then((given) => (remainder = given));
    await clock.settle(8);
    expect(remainder).toBe('pending');
    answer.release();
    await clock.settle(8);
    expect(remainder).toEqual({ finished: 1, givenBack: 0, overran: 0 });
    expect(inner.finished).toEqual(['m1']);
  });
});

describe('options of a consumer', () => {
  const start = async (options: Partial<ConsumeOptions<string>> & { holdMsMax?: number }) => setup(options);
  it.each([
    ['concurrencyMax', { concurrencyMax: 0 }],
    ['handlerMs', { handlerMs: 0 }],
    ['attemptsMax', { attemptsMax: 1.5 }],
    ['handlerMs', { handlerMs: 12 * 3_600_000, holdMsMax: 12 * 3_600_000 }],
  ])('%s that cannot work are named', async (option, options) => {
    const error = await start(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error).toMatchObject({ code: 'ERR_PLIMSOLL_OPTION', details: { option } });
  });
  it('that can work are taken', async () => expect(await codeOf(start({ handlerMs: 11 * 3_600_000, holdMsMax: 12 * 3_600_000 }))).toBe('done'));
});
