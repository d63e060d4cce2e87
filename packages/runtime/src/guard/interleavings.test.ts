import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { guard } from './index.ts';

const caller = fc.record({ takenBack: fc.boolean(), fails: fc.boolean(), endsAtOnce: fc.boolean() });

describe('whatever the order in which callers come, leave and are answered', () => {
  // scripts/runtime/guard.ts runs the same property a hundred thousand times.
  it('slots are handed out in the order of arrival, never more than there are, and all come back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(caller, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 3 }), async (scheduler, callers, concurrencyMax) => {
        const fraud = guard('fraud-api', { clock: manualClock(), timeoutMs: null, breaker: null, bulkhead: { concurrencyMax, waitersMax: 100 } });
        const arrived: number[] = [];
        const begun: number[] = [];
        let inFlight = 0;
        let peak = 0;
        const calls = callers.map(async ({ takenBack, fails, endsAtOnce }, index) => {
          await scheduler.schedule(Promise.resolve(), `${index} comes`);
          arrived.push(index);
          const controller = new AbortController();
          if (takenBack) void scheduler.schedule(Promise.resolve(), `${index} leaves`).then(() => controller.abort());
          const work = async (): Promise<void> => {
            begun.push(index);
            peak = Math.max(peak, ++inFlight);
            if (!endsAtOnce) await scheduler.schedule(Promise.resolve(), `${index} is answered`);
            inFlight--;
            if (fails) throw new Error('down');
          };
          await fraud.run(work, { signal: controller.signal }).catch(() => undefined);
        });
        await scheduler.waitIdle();
        await Promise.all(calls);
        expect(begun).toEqual(arrived.filter((index) => begun.includes(index)));
        expect(callers.flatMap(({ takenBack }, index) => (takenBack || begun.includes(index) ? [] : [index]))).toEqual([]);
        expect(peak).toBeLessThanOrEqual(concurrencyMax);
        expect(fraud.snapshot()).toMatchObject({ running: 0, overrunning: 0, waiting: 0 });
      }),
      { numRuns: 1500, seed: 7 },
    );
  });
});
