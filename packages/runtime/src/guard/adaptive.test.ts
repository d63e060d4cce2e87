import { describe, expect, it } from 'vitest';
import { withDeadline } from '../deadline/index.ts';
import { settled } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { ManualClock } from '../testing/manual-clock.ts';
import { guard } from './index.ts';
import type { Guard } from './index.ts';

/** A dependency with so many workers and a queue of its own: every call takes `serviceMs` of one of them. */
function dependency(clock: ManualClock, serviceMs: number): { workers: number; readonly call: () => Promise<void> } {
  const free: number[] = [];
  return {
    workers: 10,
    call() {
      while (free.length < this.workers) free.push(0);
      free.length = this.workers;
      free.sort((a, b) => a - b);
      const startMs = Math.max(clock.nowMs(), free[0] ?? 0);
      free[0] = startMs + serviceMs;
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.after(startMs + serviceMs - clock.nowMs(), resolve);
      return promise;
    },
  };
}

/** More callers than any limit lets through, for so many seconds; gives the limit at the end. */
async function underLoad(of: Guard, clock: ManualClock, work: () => Promise<void>, seconds: number): Promise<number> {
  for (let ms = 0; ms < seconds * 1000; ms += 20) {
    while (of.snapshot().waiting < 20) of.run(work).catch(() => undefined);
    clock.advance(20);
    await settled();
  }
  return of.snapshot().limit;
}

function answeredAfter(ms: number, of: Guard, clock: ManualClock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.after(ms, resolve);
  const call = of.run(() => promise);
  clock.advance(ms);
  return call;
}

const limited = (clock: ManualClock): Guard => guard('fraud-api', { clock, timeoutMs: null, breaker: null, bulkhead: { concurrencyMax: 200, waitersMax: 200 }, adaptive: { initial: 10 } });

describe('the adaptive limit', () => {
  it('settles near what the dependency serves at once, not at the bulkhead', async () => {
    const clock = manualClock();
    const server = dependency(clock, 100);
    const limit = await underLoad(limited(clock), clock, () => server.call(), 60);
    expect(limit).toBeGreaterThanOrEqual(10);
    expect(limit).toBeLessThanOrEqual(30); // tolerance 1.5 and room for the square root
  });

  it('falls when the dependency loses most of its workers, and rises again with them', async () => {
    const clock = manualClock();
    const server = dependency(clock, 100);
    const fraud = limited(clock);
    const before = await underLoad(fraud, clock, () => server.call(), 30);
    server.workers = 3;
    const during = await underLoad(fraud, clock, () => server.call(), 30);
    server.workers = 10;
    const after = await underLoad(fraud, clock, () => server.call(), 60);
    expect(during).toBeLessThan(before * 0.6);
    expect(during).toBeGreaterThanOrEqual(2);
    expect(after).toBeGreaterThan(during * 1.5);
  });

  it('stays where it is while half of it is unused', async () => {
    const clock = manualClock();
    const fraud = limited(clock);
    for (let call = 0; call < 1000; call++) await answeredAfter(10, fraud, clock);
    expect(fraud.snapshot().limit).toBe(10);
  });

  it('is not lowered by callers in a hurry', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 1000, breaker: null, bulkhead: { concurrencyMax: 200, waitersMax: 200 }, adaptive: { initial: 10 } });
    for (let round = 0; round < 100; round++) {
      await Promise.all(Array.from({ length: 8 }, () => withDeadline(50, () => answeredAfter(100, fraud, clock), { clock }).catch(() => undefined)));
      await clock.settle(120);
    }
    expect(fraud.snapshot().limit).toBe(10);
  });

  it('learns nothing from calls that failed or were taken back', async () => {
    const clock = manualClock();
    const fraud = limited(clock);
    for (let call = 0; call < 1000; call++) {
      const calls = Array.from({ length: 9 }, () => fraud.run(() => Promise.reject(new Error('at once'))).catch(() => undefined));
      await Promise.all(calls);
      clock.advance(50);
    }
    expect(fraud.snapshot().limit).toBe(10);
  });

  it.each([
    ['that becomes too slow for the timeout', 20],
    ['that was too slow from the start', 2000],
  ])('of a dependency %s falls to its least', async (_name, firstMs) => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 400, breaker: null, bulkhead: { concurrencyMax: 50, waitersMax: 200 }, adaptive: { initial: 20, min: 3 } });
    const first = dependency(clock, firstMs);
    await underLoad(fraud, clock, () => first.call(), 10);
    const slow = dependency(clock, 2000);
    expect(await underLoad(fraud, clock, () => slow.call(), 120)).toBe(3);
  });
});
