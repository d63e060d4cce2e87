import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { remainingMs, withDeadline, withoutDeadline } from '../deadline/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { held, outcomeOf, settled } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { guard } from './index.ts';
import type { GuardOptions } from './index.ts';

const outcomes = (of: ReturnType<typeof guard>): Record<string, number> =>
  Object.fromEntries(
    of
      .collect()
      .flatMap((family) => (family.name === 'plimsoll.guard.calls' && family.kind === 'counter' ? family.points : []))
      .filter(({ value }) => value > 0)
      .map(({ attributes, value }) => [attributes['outcome'], value]),
  );

const fail = (message: string): never => {
  throw new Error(message);
};

const thenable = (property: PropertyDescriptor, name = 'then'): object => Object.defineProperty({}, name, property);

describe('what passes through unchanged', () => {
  const fraud = guard('fraud-api', { clock: manualClock() });
  it('a value', () => expect(fraud.run(() => 7)).resolves.toBe(7));
  it('a promise', () => expect(fraud.run(async () => 'seven')).resolves.toBe('seven'));
  it('a thenable', () => expect(fraud.run(() => ({ then: (resolve: (value: string) => void) => resolve('seven') }) as PromiseLike<string>)).resolves.toBe('seven')); // oxlint-disable-line unicorn/no-thenable
  it('an error, thrown or rejected, itself and not a copy', async () => {
    const error = new Error('no such payment');
    const throws = (): never => {
      throw error;
    };
    await expect(fraud.run(throws)).rejects.toBe(error);
    await expect(fraud.run(() => Promise.reject(error))).rejects.toBe(error);
  });
  it.each<[string, object]>([
    ['throws when it is looked at', thenable({ get: () => fail('looked at') })],
    ['throws when it is called', thenable({ value: () => fail('called') })],
    ['never answers twice', thenable({ value: (resolve: () => void, reject: (reason: Error) => void) => (reject(new Error('first')), resolve()) })],
  ])('a thenable that %s, as an error', async (_name, thenable) => {
    await expect(fraud.run(() => thenable)).rejects.toThrow(/looked at|called|first/);
  });
  it('leaves nothing behind', () => expect(fraud.snapshot()).toEqual({ breaker: 'closed', limit: 10, running: 0, overrunning: 0, waiting: 0 }));
});

describe('the bulkhead', () => {
  it('runs ten, lets ten wait and refuses the rest by default', async () => {
    const fraud = guard('fraud-api', { clock: manualClock() });
    const calls = Array.from({ length: 22 }, () => outcomeOf(fraud.run(held().work)));
    await settled();
    expect(fraud.snapshot()).toMatchObject({ running: 10, waiting: 10 });
    expect(calls.map(({ reason }) => reason).filter((reason) => reason !== null)).toEqual(['ERR_PLIMSOLL_BULKHEAD_FULL', 'ERR_PLIMSOLL_BULKHEAD_FULL']);
  });

  it('says how full it was', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), bulkhead: { concurrencyMax: 1, waitersMax: 0 } });
    outcomeOf(fraud.run(held().work));
    await expect(fraud.run(held().work)).rejects.toMatchObject({
      message: 'fraud-api: all slots are taken and the queue is full',
      retryable: true,
      details: { guard: 'fraud-api', running: 1, waiting: 0 },
    });
  });

  it('without one nothing is counted against a limit', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), bulkhead: null });
    for (let call = 0; call < 1000; call++) outcomeOf(fraud.run(held().work));
    await settled();
    expect(fraud.snapshot()).toMatchObject({ running: 1000, limit: Infinity });
  });

  it('begins ten thousand waiting calls that end at once without recursion', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), bulkhead: { concurrencyMax: 1, waitersMax: 10_000 } });
    const first = held();
    const calls = [fraud.run(first.work), ...Array.from({ length: 10_000 }, (_, index) => fraud.run(() => index))];
    first.succeed();
    expect((await Promise.all(calls)).at(-1)).toBe(9999);
  });
});

describe('time', () => {
  it('lets a caller go, tells the work, and keeps the slot until it has settled', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300, bulkhead: 1 });
    let reason: unknown;
    const work = held();
    const call = fraud.run(({ signal }) => {
      signal.addEventListener('abort', () => (reason = signal.reason));
      return work.work();
    });
    const code = codeOf(call);
    await clock.settle(304);
    expect([await code, reason]).toEqual(['ERR_PLIMSOLL_TIMEOUT', await call.catch((error: unknown) => error)]);
    expect(fraud.snapshot()).toMatchObject({ running: 1, overrunning: 1 });
    work.succeed();
    await settled();
    expect(fraud.snapshot()).toMatchObject({ running: 0, overrunning: 0 });
  });

  it('of a call in the queue counts, too, and says so', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300, bulkhead: 1, breaker: null });
    outcomeOf(fraud.run(held().work));
    await clock.settle(100);
    const waits = fraud.run(held().work).catch((error: unknown) => error);
    await clock.settle(304);
    expect(await waits).toMatchObject({ code: 'ERR_PLIMSOLL_TIMEOUT', message: 'fraud-api: no slot came free within 300 ms', details: { phase: 'waiting' } });
    expect(outcomes(fraud)).toEqual({ 'timed-out': 1, 'waited-out': 1 });
  });

  it('is told to the work', async () => {
    const clock = manualClock();
    const seen = await guard('fraud-api', { clock, timeoutMs: 300 }).run((call) => {
      clock.advance(100);
      return [call.remainingMs(), call.attempt, call.signal.aborted];
    });
    expect(seen).toEqual([200, 1, false]);
    expect(await guard('fraud-api', { clock, timeoutMs: null }).run((call) => call.remainingMs())).toBeNull();
  });

  it('that is over is known to work that asks for its signal only then, and only then', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300 });
    const taken: { readonly signal: AbortSignal }[] = [];
    outcomeOf(fraud.run((call) => (taken.push(call), held().work())));
    await fraud.run((call) => taken.push(call));
    await clock.settle(304);
    expect(taken.map(({ signal }) => (signal.aborted ? (signal.reason as { code: string }).code : 'not aborted'))).toEqual(['ERR_PLIMSOLL_TIMEOUT', 'not aborted']);
  });

  it('does not run out for an answer that arrived while the event loop was blocked', async () => {
    const answering = new Worker("const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => setTimeout(() => parentPort.postMessage('fine'), 20));", { eval: true });
    await once(answering, 'online');
    const fraud = guard('fraud-api', { timeoutMs: 100 });
    await settled(); // timers are next in the loop, before what arrives
    const call = codeOf(
      fraud.run(() => {
        answering.postMessage('asked');
        return once(answering, 'message');
      }),
    );
    for (const end = performance.now() + 700; performance.now() < end;);
    expect(await call).toBe('done');
    await answering.terminate();
  });

  it('leaves no timer behind when calls are answered', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300 });
    for (let call = 0; call < 100; call++) await fraud.run(() => 'fine');
    clock.advance(1000);
    expect(clock.pending()).toBe(0);
  });

  it('gives the slot of lost work back after a minute, and counts it', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300, bulkhead: 1 });
    outcomeOf(fraud.run(held().work));
    await clock.settle(304);
    clock.advance(59_000);
    expect(fraud.snapshot().running).toBe(1);
    clock.advance(1010);
    expect(fraud.snapshot()).toMatchObject({ running: 0, overrunning: 0 });
    expect(fraud.collect().find(({ name }) => name === 'plimsoll.guard.abandoned')?.points[0]?.value).toBe(1);
  });

  it('a late answer is not counted a second time', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300 });
    const work = held();
    outcomeOf(fraud.run(work.work));
    await clock.settle(304);
    work.succeed();
    await settled();
    expect(outcomes(fraud)).toEqual({ 'timed-out': 1 });
  });
});

describe('the travelling deadline', () => {
  const clock = manualClock();
  const within = <T>(ms: number, work: () => T): T => withDeadline(ms, work, { clock });

  it('ends a call before its timeout, with its own code', async () => {
    const fraud = guard('fraud-api', { clock, timeoutMs: 300 });
    const code = codeOf(within(100, () => fraud.run(held().work)));
    await clock.settle(104);
    expect(await code).toBe('ERR_PLIMSOLL_DEADLINE');
  });

  it('refuses what would have too little time', async () => {
    const fraud = guard('fraud-api', { clock, leastMs: 20 });
    await expect(within(19, () => fraud.run(() => 'never'))).rejects.toMatchObject({
      code: 'ERR_PLIMSOLL_DEADLINE',
      retryable: false,
      details: { leftMs: 19 },
      message: expect.stringContaining('19 ms are left'),
    });
    expect(await within(20, () => fraud.run(() => 'in time'))).toBe('in time');
  });

  it('longer than the timeout changes nothing', async () => {
    const fraud = guard('fraud-api', { clock, timeoutMs: 300 });
    const code = codeOf(within(1000, () => fraud.run(held().work)));
    await clock.settle(304);
    expect(await code).toBe('ERR_PLIMSOLL_TIMEOUT');
  });

  it('as the work sees it is the outer one, or the guard its own where asked to carry it', async () => {
    const seen = (options: GuardOptions): Promise<number | null> => within(1000, () => guard('fraud-api', { clock, timeoutMs: 300, ...options }).run(() => remainingMs()));
    expect(await seen({})).toBe(1000);
    expect(await seen({ carriesDeadline: true })).toBe(300);
    expect(await withoutDeadline(() => guard('fraud-api', { clock, timeoutMs: 300, carriesDeadline: true }).run(() => remainingMs()))).toBe(300);
  });

  it('of hurried callers does not open the breaker, but a fair share of the timeout does', async () => {
    const hurried = async (ms: number): Promise<string | null> => {
      const fraud = guard('fraud-api', { clock, timeoutMs: 300, bulkhead: 100, breaker: { of: 5, errors: 1 } });
      for (let call = 0; call < 5; call++) outcomeOf(within(ms, () => fraud.run(held().work)));
      await clock.settle(ms + 4);
      return fraud.snapshot().breaker;
    };
    expect(await hurried(100)).toBe('closed');
    expect(await hurried(200)).toBe('open');
  });
});

describe('a call that got little time', () => {
  it.each([
    ['and would have been in time says nothing', 200, 'closed'],
    ['and would have been late with all of it speaks against the dependency when it ends', 320, 'open'],
  ])('%s', async (_name, endsMs, state) => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 300, breaker: { of: 1, errors: 1 } });
    const work = held();
    outcomeOf(withDeadline(100, () => fraud.run(work.work), { clock }));
    await clock.settle(endsMs);
    expect(fraud.snapshot()).toMatchObject({ breaker: 'closed', overrunning: 1 });
    work.succeed();
    await settled();
    expect(fraud.snapshot()).toMatchObject({ breaker: state, overrunning: 0 });
  });
});

describe("the caller's own signal", () => {
  it('lets a running call go with its reason, and the breaker does not count it', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), breaker: { of: 1, errors: 1 } });
    const controller = new AbortController();
    let told = false;
    const work = held();
    const call = fraud.run(
      ({ signal }) => {
        signal.addEventListener('abort', () => (told = true));
        return work.work();
      },
      { signal: controller.signal },
    );
    controller.abort(new Error('closed the tab'));
    await expect(call).rejects.toThrow('closed the tab');
    work.fail();
    await settled();
    expect([told, fraud.snapshot()]).toEqual([true, { breaker: 'closed', limit: 10, running: 0, overrunning: 0, waiting: 0 }]);
  });

  it('that was aborted before keeps the work from beginning', async () => {
    const work = held();
    await expect(guard('fraud-api', { clock: manualClock() }).run(work.work, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    expect(work.begun()).toBe(false);
  });

  it('is not listened to once a call has ended', async () => {
    const fraud = guard('fraud-api', { clock: manualClock() });
    const controller = new AbortController();
    await fraud.run(() => 'fine', { signal: controller.signal });
    controller.abort();
    expect(outcomes(fraud)).toEqual({ succeeded: 1 });
  });
});
