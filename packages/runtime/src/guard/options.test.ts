import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { held, outcomeOf } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { createShedder, guard } from './index.ts';
import type { GuardEvents, GuardOptions } from './index.ts';

describe('priority', () => {
  it('decides who is refused, and a refused call is not begun', async () => {
    const clock = manualClock();
    let busy = 0;
    const shedder = createShedder({ clock, measure: () => busy, random: () => 0.5 });
    const fraud = guard('fraud-api', { clock, shedder });
    const served = async (): Promise<string[]> => Promise.all((['critical', 'normal', 'sheddable'] as const).map((priority) => codeOf(fraud.run(() => 'fine', { priority }))));
    expect(await served()).toEqual(['done', 'done', 'done']);
    busy = 0.96; // level 0.6: more than half of the least important
    clock.advance(250);
    expect(await served()).toEqual(['done', 'done', 'ERR_PLIMSOLL_SHED']);
    busy = 1;
    clock.advance(250);
    expect(await served()).toEqual(['done', 'ERR_PLIMSOLL_SHED', 'ERR_PLIMSOLL_SHED']);
    busy = 0.5;
    clock.advance(250);
    expect(await served()).toEqual(['done', 'done', 'ERR_PLIMSOLL_SHED']); // not all back in at once
    for (let interval = 0; interval < 6; interval++) {
      clock.advance(250);
      await served();
    }
    expect([shedder.level, await served()]).toEqual([0, ['done', 'done', 'done']]);
  });
});

describe('events', () => {
  it('tell of refusals, timeouts, retries and states, and nobody is needed to hear them', async () => {
    const clock = manualClock();
    const heard: string[] = [];
    const listeners = (['refused', 'timeout', 'breaker', 'retry'] as const).map((name) => {
      const listener = (message: unknown): void => {
        const { guard, ...rest } = message as GuardEvents['plimsoll:guard:breaker'];
        if (guard === 'heard') heard.push(`${name} ${Object.keys(rest).join()}`);
      };
      subscribe(`plimsoll:guard:${name}`, listener);
      return () => unsubscribe(`plimsoll:guard:${name}`, listener);
    });
    const fraud = guard('heard', { clock, timeoutMs: 300, bulkhead: { concurrencyMax: 1, waitersMax: 0 }, breaker: { of: 2, errors: 1 }, retry: { baseMs: 0, attemptsMax: 2 } });
    const failing = codeOf(fraud.run(() => Promise.reject(new Error('down')))); // two failures: it opens
    await clock.settle(8);
    await failing;
    await codeOf(fraud.run(() => 'refused'));
    const slow = guard('heard', { clock, timeoutMs: 300 });
    outcomeOf(slow.run(held().work));
    await clock.settle(304);
    for (const unlisten of listeners) unlisten();
    expect(heard).toEqual(['retry attempt,pauseMs,error', 'breaker state', 'refused error', 'timeout phase,error']);
  });
});

describe('options that cannot work are refused at the start', () => {
  it.each<[GuardOptions, string]>([
    [{ timeoutMs: 0 }, 'guard fraud-api: timeoutMs is 0; it must be above 0'],
    [{ timeoutMs: Number.NaN }, 'guard fraud-api: timeoutMs is NaN; it must be above 0'],
    [{ bulkhead: 0 }, 'guard fraud-api: bulkhead.concurrencyMax is 0; it must be a whole number, 1 or more'],
    [{ bulkhead: { waitersMax: 1.5 } }, 'guard fraud-api: bulkhead.waitersMax is 1.5; it must be a whole number, 0 or more'],
    [{ breaker: { errors: 50 } }, 'guard fraud-api: breaker.errors is 50; it must be above 0 and at most 1'],
    [{ breaker: { of: 1e9 } }, 'guard fraud-api: breaker.of is 1000000000; it must be a whole number from 1 to 1000000'],
    [{ adaptive: { min: 20 } }, "guard fraud-api: adaptive.min is 20; it must be at most the bulkhead's 10"],
    [{ adaptive: {}, bulkhead: null }, 'guard fraud-api: bulkhead is null; it must be a number of calls that the adaptive limit may grow to'],
    [{ timeoutMs: '300' as unknown as number }, 'guard fraud-api: timeoutMs is 300; it must be above 0'],
  ])('%j', (options, message) => expect(() => guard('fraud-api', options)).toThrow(message));

  it.each<GuardOptions>([{}, { timeoutMs: undefined, breaker: { of: undefined } }, { timeoutMs: null, breaker: null, bulkhead: null }, { bulkhead: 25, adaptive: { min: 1 }, retry: {} }])(
    '%j is fine',
    (options) => expect(guard('fraud-api', options).name).toBe('fraud-api'),
  );
});
