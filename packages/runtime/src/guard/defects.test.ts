// Each case is a defect measured in a widely used library (research of 2026-11, Node 24), with what ours does in its place.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { held, outcomeOf, settled } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { createShedder, guard } from './index.ts';

const fails = (): never => {
  throw new Error('the dependency failed');
};
const breaker = { errors: 0.5, of: 10, windowMs: 10_000, resetMs: 1000, probes: 2, rampMs: 4000 };

describe('D1: failures are forgotten while nothing happens', () => {
  it('four failures, an hour of silence and one more failure do not open the breaker', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, breaker });
    for (let call = 0; call < 4; call++) await fraud.run(fails).catch(() => undefined);
    clock.advance(3_600_000);
    await fraud.run(fails).catch(() => undefined);
    expect(fraud.snapshot().breaker).toBe('closed');
  });

  it('five within the window do', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), breaker });
    for (let call = 0; call < 5; call++) await fraud.run(fails).catch(() => undefined);
    expect(fraud.snapshot().breaker).toBe('open');
  });
});

describe('D2: nobody overtakes the queue', () => {
  it.each([0, 1, 2, 3, 4, 5])('a caller who comes %i microtasks after a slot was freed stands behind the one who waits', async (microtasks) => {
    const order: string[] = [];
    const fraud = guard('fraud-api', { clock: manualClock(), bulkhead: { concurrencyMax: 1, waitersMax: 2 } });
    const first = held();
    const ended = fraud.run(first.work);
    const waits = fraud.run(() => void order.push('waited'));
    first.succeed();
    for (let each = 0; each < microtasks; each++) await Promise.resolve();
    const comes = fraud.run(() => void order.push('came later'));
    await Promise.all([ended, waits, comes]);
    expect(order).toEqual(['waited', 'came later']);
  });
});

describe('D3: a waiting call that is taken back leaves at once', () => {
  it('rejects and frees its place before anything else happens', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), bulkhead: { concurrencyMax: 1, waitersMax: 1 } });
    void fraud.run(held().work);
    const controller = new AbortController();
    const waits = outcomeOf(fraud.run(held().work, { signal: controller.signal }));
    controller.abort(new Error('the browser was closed'));
    expect(fraud.snapshot().waiting).toBe(0);
    const next = outcomeOf(fraud.run(held().work));
    await settled();
    expect([waits.reason, next.state]).toEqual(['the browser was closed', 'pending']);
  });
});

describe('D4: a recovered dependency is not run over', () => {
  it('five thousand callers meet two probes, then a ramp, and none waits without bound', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 60_000, breaker, bulkhead: { concurrencyMax: 100, waitersMax: 100 } });
    for (let call = 0; call < 5; call++) await fraud.run(fails).catch(() => undefined);
    clock.advance(1200);
    let running = 0;
    const peaks = { probing: 0, atOnce: 0, halfWay: 0 };
    let phase: keyof typeof peaks = 'probing';
    const ends: (() => void)[] = [];
    const work = (): Promise<void> => {
      running++;
      peaks[phase] = Math.max(peaks[phase], running);
      return new Promise((resolve) => {
        ends.push(() => {
          running--;
          resolve();
        });
      });
    };
    const wave = (): ReturnType<typeof outcomeOf>[] => Array.from({ length: 5000 }, () => outcomeOf(fraud.run(work)));

    const during = wave();
    await settled();
    expect([peaks.probing, fraud.snapshot().waiting]).toEqual([2, 0]);
    expect(during.filter(({ reason }) => reason === 'ERR_PLIMSOLL_BREAKER_OPEN')).toHaveLength(4998);

    for (const end of ends.splice(0)) end();
    await settled();
    expect(fraud.snapshot().breaker).toBe('closed');

    phase = 'atOnce';
    const after = wave();
    await settled();
    expect([peaks.atOnce, fraud.snapshot().waiting]).toEqual([2, 100]);
    expect(after.filter(({ reason }) => reason === 'ERR_PLIMSOLL_BULKHEAD_FULL')).toHaveLength(4898);

    clock.advance(2000);
    phase = 'halfWay';
    wave();
    await settled();
    expect(peaks.halfWay).toBe(51); // 2 + (100 - 2) / 2
  });
});

describe('D5: a slot is taken until the work has really settled', () => {
  it('timeouts do not let more calls at a slow dependency than the bulkhead says', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 20, breaker: null, bulkhead: { concurrencyMax: 5, waitersMax: 0 } });
    let inFlight = 0;
    let peak = 0;
    const slow = (): Promise<void> => {
      peak = Math.max(peak, ++inFlight);
      return new Promise((resolve) => {
        clock.after(1000, () => {
          inFlight--;
          resolve();
        });
      });
    };
    for (let round = 0; round < 40; round++) {
      outcomeOf(fraud.run(slow));
      outcomeOf(fraud.run(slow));
      await clock.settle(10);
    }
    expect(peak).toBe(5);
    expect(fraud.snapshot()).toMatchObject({ running: 5, overrunning: 5 });
    await clock.settle(1200);
    expect(fraud.snapshot()).toMatchObject({ running: 0, overrunning: 0 });
  });
});

describe('D6: a probe that never settles does not close the door for ever', () => {
  it.each([
    ['with a time for calls', 500],
    ['without one', null],
  ])('%s', async (_name, timeoutMs) => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs, breaker: { ...breaker, probes: 1 } });
    for (let call = 0; call < 5; call++) await fraud.run(fails).catch(() => undefined);
    clock.advance(1200);
    outcomeOf(fraud.run(held().work));
    await clock.settle(1200);
    outcomeOf(fraud.run(() => 'refused, as the trial has failed'));
    expect(fraud.snapshot().breaker).toBe('open');
    clock.advance(2400); // the pause has doubled
    await expect(fraud.run(() => 'recovered')).resolves.toBe('recovered');
    expect(fraud.snapshot().breaker).toBe('closed');
  });
});

describe('D7: one slow call ends alone', () => {
  it('its signal is its own', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: 100 });
    const aborted: string[] = [];
    const work =
      (name: string, endMs: number) =>
      ({ signal }: { readonly signal: AbortSignal }): Promise<string> => {
        signal.addEventListener('abort', () => aborted.push(name));
        return new Promise((resolve) => {
          clock.after(endMs, () => resolve(name));
        });
      };
    const slow = outcomeOf(fraud.run(work('slow', 5000)));
    await clock.settle(50);
    const healthy = outcomeOf(fraud.run(work('healthy', 80)));
    await clock.settle(90);
    expect([slow.reason, healthy.state, aborted]).toEqual(['ERR_PLIMSOLL_TIMEOUT', 'done', ['slow']]);
  });
});

describe('D8: a failure costs the same however many calls are remembered', () => {
  it('a hundred thousand remembered successes do not make it dearer', async () => {
    const costOf = async (of: number): Promise<number> => {
      const fraud = guard('fraud-api', { clock: manualClock(), timeoutMs: null, breaker: { of, errors: 1 } });
      for (let call = 0; call < of; call++) await fraud.run(() => 'fine');
      const costs: number[] = [];
      for (let round = 0; round < 15; round++) {
        const start = performance.now();
        for (let call = 0; call < 50; call++) await fraud.run(fails).catch(() => undefined);
        costs.push((performance.now() - start) / 50);
      }
      return Math.min(...costs);
    };
    await costOf(500); // so that both are compiled
    const few = await costOf(1000);
    expect(await costOf(100_000)).toBeLessThan(Math.max(few * 5, 0.1)); // measured in bench/runtime/guard.md: within 2; a sort costs a hundred times as much
  });
});

describe('D9: the time of a call counts from when it came', () => {
  it('no caller waits longer than the timeout, in the queue or out of it', async () => {
    const fraud = guard('fraud-api', { timeoutMs: 50, breaker: null, bulkhead: { concurrencyMax: 1, waitersMax: 20 } });
    const waits = Array.from({ length: 20 }, async () => {
      const start = systemClock.nowMs();
      await fraud.run(() => sleep(40)).catch(() => undefined);
      return systemClock.nowMs() - start;
    });
    expect(Math.max(...(await Promise.all(waits)))).toBeLessThan(600); // 800 where the queue is outside of it
  });
});

describe('under-pressure: load is measured per interval', () => {
  const busyFor = (ms: number): void => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  it('an overload after a long calm is seen within two intervals', async () => {
    const clock = manualClock();
    let now = 0;
    const shedder = createShedder({ clock, intervalMs: 250, measure: () => now });
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(60_000);
      expect(shedder.admits('sheddable')).toBe(true);
    }
    now = 1;
    clock.advance(250);
    expect(shedder.admits('sheddable')).toBe(false);
    expect(shedder.admits('normal')).toBe(true);
    clock.advance(250);
    expect(shedder.admits('normal')).toBe(false);
    expect(shedder.admits('critical')).toBe(true);
  });

  it('on the event loop of this process', async () => {
    const shedder = createShedder({ intervalMs: 50 });
    for (let looks = 0; looks < 100 && !shedder.admits('sheddable'); looks++) await sleep(100); // until it is calm
    expect(shedder.admits('sheddable')).toBe(true);
    for (let turn = 0; turn < 14; turn++) {
      busyFor(10);
      await new Promise(setImmediate);
      shedder.admits('normal');
    }
    expect(shedder.utilisation).toBeGreaterThan(0.9);
    expect(shedder.admits('sheddable')).toBe(false);
  });
});

describe('context', () => {
  it('a waiting call begins in the context of its own caller, not of the one whose end let it begin', async () => {
    const request = new AsyncLocalStorage<string>();
    const fraud = guard('fraud-api', { clock: manualClock(), bulkhead: { concurrencyMax: 1, waitersMax: 10 } });
    const seen = ['a', 'b', 'c'].map((name) => request.run(name, () => fraud.run(async () => request.getStore())));
    expect(await Promise.all(seen)).toEqual(['a', 'b', 'c']);
  });
});
