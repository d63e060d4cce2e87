import { describe, expect, it } from 'vitest';
import { currentDeadline, remainingMs, withDeadline } from '../deadline/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { held, outcomeOf, settled } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { ManualClock } from '../testing/manual-clock.ts';
import { guard } from './index.ts';
import type { GuardOptions } from './index.ts';

const down = (): Promise<never> => Promise.reject(new Error('down'));

/** A dependency that fails a number of times, and the times at which it was asked. */
function failing(times: number, clock: ManualClock): { readonly work: () => Promise<string>; readonly atMs: number[] } {
  const atMs: number[] = [];
  return { atMs, work: () => (atMs.push(clock.nowMs()) <= times ? down() : Promise.resolve('fine')) };
}

const retrying = (clock: ManualClock, retry: GuardOptions['retry'], options: GuardOptions = {}): ReturnType<typeof guard> =>
  guard('fraud-api', { clock, breaker: null, random: () => 0.999, ...options, retry });

describe('a failed call is repeated', () => {
  it('with pauses below an exponential bound', async () => {
    const clock = manualClock(0);
    const { work, atMs } = failing(2, clock);
    const call = codeOf(retrying(clock, { baseMs: 100, attemptsMax: 3 }).run(work));
    await clock.settle(400);
    expect(await call).toBe('done');
    expect(atMs).toEqual([0, 100, 300]); // 99.9 and 199.8, in steps of four
  });

  it('at once where chance says so', async () => {
    const clock = manualClock(0);
    const { work, atMs } = failing(2, clock);
    const call = codeOf(retrying(clock, {}, { random: () => 0 }).run(work));
    await clock.settle(12);
    expect([await call, atMs]).toEqual(['done', [0, 4, 8]]);
  });

  it('as often as was said, and its last error is given', async () => {
    const clock = manualClock(0);
    const { work, atMs } = failing(9, clock);
    const call = codeOf(retrying(clock, { attemptsMax: 4, baseMs: 1 }).run(work));
    await clock.settle(100);
    expect([await call, atMs.length]).toEqual(['Error: down', 4]);
  });

  it('when one attempt took too long, and the first one is let go', async () => {
    const clock = manualClock(0);
    const fraud = retrying(clock, { attemptTimeoutMs: 50, baseMs: 0 });
    const seen: number[] = [];
    const call = fraud.run(({ attempt }) => {
      seen.push(attempt);
      return attempt === 1 ? held().work() : 'second';
    });
    await clock.settle(80);
    expect([await call, seen, fraud.snapshot().overrunning]).toEqual(['second', [1, 2], 1]);
  });
});

describe('every attempt of a call', () => {
  it.each([
    ['none where the caller has none', null, false, [null, null]],
    ['that of the caller', 5000, false, [5000, 4996]],
    ["the guard's where that was chosen", 5000, true, [1000, 996]],
  ])('sees one deadline: %s', async (_which, callerMs, carriesDeadline, expected) => {
    const clock = manualClock(0);
    const seen: (number | null)[] = [];
    const fraud = retrying(clock, { attemptsMax: 2 }, { carriesDeadline, random: () => 0 });
    const call = codeOf(withDeadline(callerMs ?? Infinity, () => fraud.run(() => (seen.push(remainingMs()), down())), { clock }));
    await clock.settle(8);
    expect([await call, seen]).toEqual(['Error: down', expected]);
  });
});

describe('a failed call is not repeated', () => {
  it.each<[string, GuardOptions['retry'], GuardOptions]>([
    ['without being asked to', null, {}],
    ['when the pause would outlast the time', { baseMs: 400 }, { timeoutMs: 300 }],
    ['when the error is not worth it', { isRetryable: (error) => (error as Error).message !== 'down' }, {}],
    ['when there is no budget', { budgetRatio: 0, budgetMinPerSecond: 0 }, {}],
  ])('%s', async (_name, retry, options) => {
    const clock = manualClock(0);
    const { work, atMs } = failing(1, clock);
    const call = codeOf(retrying(clock, retry, options).run(work));
    await clock.settle(400);
    expect([await call, atMs.length]).toEqual(['Error: down', 1]);
  });

  it('when the caller says that it must not run twice', async () => {
    const clock = manualClock(0);
    const { work, atMs } = failing(1, clock);
    expect(await codeOf(retrying(clock, {}).run(work, { retry: false }))).toBe('Error: down');
    expect(atMs).toEqual([0]);
  });

  it('when a caller further up repeats already: retries of retries multiply', async () => {
    const clock = manualClock(0);
    const { work, atMs } = failing(1, clock);
    expect(await codeOf(withDeadline(1000, () => retrying(clock, {}).run(work), { clock, repeated: true }))).toBe('Error: down');
    expect(atMs).toEqual([0]);
  });

  it('further down in an attempt that repeats', async () => {
    const clock = manualClock(0);
    const seen: (boolean | undefined)[] = [];
    const call = retrying(clock, { baseMs: 0 }).run(() => {
      seen.push(currentDeadline()?.repeated);
      return seen.length === 1 ? down() : undefined;
    });
    await clock.settle(8);
    await call;
    expect(seen).toEqual([undefined, true]);
  });

  it('when its caller left while it ran', async () => {
    const clock = manualClock(0);
    const controller = new AbortController();
    const call = outcomeOf(retrying(clock, { baseMs: 100 }).run(held().work, { signal: controller.signal }));
    controller.abort(new Error('gone'));
    await settled();
    expect(call.reason).toBe('gone');
  });

  it('when it was refused: that is no failure of the dependency', async () => {
    const clock = manualClock(0);
    const fraud = retrying(clock, {}, { bulkhead: { concurrencyMax: 1, waitersMax: 0 } });
    outcomeOf(fraud.run(held().work));
    expect(await codeOf(fraud.run(down))).toBe('ERR_PLIMSOLL_BULKHEAD_FULL');
  });

  it('when its caller leaves during the pause', async () => {
    const clock = manualClock(0);
    const { work, atMs } = failing(1, clock);
    const controller = new AbortController();
    const call = codeOf(retrying(clock, { baseMs: 100 }).run(work, { signal: controller.signal }));
    await settled();
    controller.abort(new Error('gone'));
    expect([await call, atMs.length, clock.pending()]).toEqual(['Error: gone', 1, 1]); // what is left is the wheel's
  });
});

describe('the budget', () => {
  it('is counted when a retry is scheduled: a wave of failures does not pass whole while it pauses', async () => {
    const clock = manualClock(0);
    let asked = 0;
    const fraud = retrying(clock, { baseMs: 100, budgetRatio: 0.2, budgetMinPerSecond: 0 }, { bulkhead: null });
    const wave = Array.from({ length: 100 }, () =>
      codeOf(
        fraud.run(() => {
          asked++;
          return down();
        }),
      ),
    );
    await clock.settle(400);
    await Promise.all(wave);
    expect(asked).toBe(120);
  });

  it('grants a quiet service a few, and forgets old calls', async () => {
    const clock = manualClock(0);
    const fraud = retrying(clock, { baseMs: 0, budgetRatio: 0.2, budgetMinPerSecond: 1, attemptsMax: 2 });
    const asked = async (): Promise<number> => {
      let times = 0;
      const call = codeOf(
        fraud.run(() => {
          times++;
          return down();
        }),
      );
      await clock.settle(4);
      await call;
      return times;
    };
    const first: number[] = [];
    for (let call = 0; call < 14; call++) first.push(await asked());
    expect(first.filter((times) => times === 2)).toHaveLength(12); // ten, and a fifth of the calls
    clock.advance(60_000);
    expect(await asked()).toBe(2);
  });
});
