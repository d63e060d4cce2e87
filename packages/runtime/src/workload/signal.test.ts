import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { memoryQueue } from '../testing/memory-queue.ts';
import { prometheusText } from '../telemetry/index.ts';
import { backlogPerInstance, backlogSignal, desiredInstances, rateMeter } from './index.ts';
import type { Backlog } from './index.ts';

const range = { targetPerInstance: 100, instancesMin: 0, instancesMax: 50 };

describe('instances for a signal', () => {
  it.each([
    [0, 0],
    [1, 1],
    [100, 1],
    [101, 2],
    [4999, 50],
    [1_000_000, 50],
  ])('%i messages ask for %i', (backlog, instances) => expect(desiredInstances(backlog, range)).toBe(instances));

  it('start only above the activation, and are kept from one on by the target', () => {
    expect(desiredInstances(5, { ...range, activation: 5 })).toBe(0);
    expect(desiredInstances(6, { ...range, activation: 5 })).toBe(1);
    expect(desiredInstances(0, { ...range, instancesMin: 2 })).toBe(2);
  });

  it('are the least number with at most the target each', () =>
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 5000 }), fc.nat(5), fc.integer({ min: 5, max: 500 }), (signal, targetPerInstance, instancesMin, instancesMax) => {
        const instances = desiredInstances(signal, { targetPerInstance, instancesMin, instancesMax });
        expect(instances).toBeGreaterThanOrEqual(instancesMin);
        expect(instances).toBeLessThanOrEqual(instancesMax);
        if (instances < instancesMax && signal > 0) expect(instances * targetPerInstance).toBeGreaterThanOrEqual(signal);
        if (instances > Math.max(1, instancesMin)) expect((instances - 1) * targetPerInstance).toBeLessThan(signal);
      }),
      { seed: 8 },
    ));

  it.each([
    [-1, range],
    [Number.NaN, range],
    [1, { ...range, targetPerInstance: 0 }],
    [1, { ...range, instancesMin: 9, instancesMax: 8 }],
    [1, { ...range, instancesMin: 0.5 }],
  ])('are not made up from %d', async (signal, options) => expect(await codeOf((async () => desiredInstances(signal, options))())).toBe('ERR_PLIMSOLL_OPTION'));

  it('have a target that keeps a promise', () => {
    expect(backlogPerInstance({ concurrency: 10, serviceMs: 200, promisedMs: 60_000 })).toBe(3000);
    expect(backlogPerInstance({ concurrency: 1, serviceMs: 60_000, promisedMs: 1000 })).toBe(1);
  });
});

describe('the signal of a queue', () => {
  const answering = (backlog: () => Backlog) => ({ name: 'settlements', backlog: async () => backlog() });

  it('counts what is in hand, and not what is due later', async () => {
    const signal = backlogSignal(
      answering(() => ({ waiting: 90, active: 20, delayed: 5000, oldestAgeMs: 1500 })),
      { clock: manualClock(), scale: range },
    );
    expect(await signal.read()).toMatchObject({ size: 110, instancesDesired: 2 });
    const text = prometheusText(signal);
    expect(text).toContain('plimsoll_workload_backlog{messaging_destination_name="settlements"} 110');
    expect(text).toContain('plimsoll_workload_instances_desired{messaging_destination_name="settlements"} 2');
    expect(text).toContain('plimsoll_workload_oldest_age_seconds{messaging_destination_name="settlements"} 1.5');
    signal.stop();
  });

  it('keeps workers while their work is in hand, though nothing waits', async () => {
    const clock = manualClock();
    const queue = memoryQueue(clock);
    queue.send('x');
    const signal = backlogSignal(queue, { clock, scale: range });
    await queue.receive(1, 0, new AbortController().signal);
    expect(await signal.read()).toMatchObject({ backlog: { waiting: 0, active: 1 }, instancesDesired: 1 });
    signal.stop();
  });

  it('is silent when the queue does not answer, rather than 0', async () => {
    const clock = manualClock();
    let away = false;
    const signal = backlogSignal(
      answering(() => {
        if (away) throw new Error('away');
        return { waiting: 7, active: 0, delayed: 0, oldestAgeMs: null };
      }),
      { clock, everyMs: 1000 },
    );
    await clock.settle(10);
    expect(prometheusText(signal)).toContain('plimsoll_workload_backlog{messaging_destination_name="settlements"} 7');
    away = true;
    await clock.settle(5000);
    const text = prometheusText(signal);
    expect(text).not.toMatch(/plimsoll_workload_backlog\{/);
    expect(text).toMatch(/plimsoll_workload_backlog_failures_total\{[^}]*\} [345]/);
    expect(await codeOf(signal.read())).toContain('away');
    signal.stop();
    expect(clock.pending()).toBe(0);
  });
});

describe('a rate', () => {
  it('is that of the last full minute', () => {
    const clock = manualClock(0);
    const rate = rateMeter({ clock });
    expect(rate.perSecond()).toBe(0);
    for (let second = 0; second < 120; second++) {
      for (let count = 0; count < (second < 60 ? 10 : 20); count++) rate.count();
      clock.advance(1000);
    }
    expect(rate.perSecond()).toBe(20);
    clock.advance(30_000);
    expect(rate.perSecond()).toBe(10);
    clock.advance(3_600_000);
    expect(rate.perSecond()).toBe(0);
    expect(rate.total()).toBe(1800);
  });

  it('equals a plain count over any arrivals', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 60 }), (gaps) => {
        const clock = manualClock(0);
        const rate = rateMeter({ clock, windowMs: 10_000 });
        const times: number[] = [];
        for (const gap of gaps) {
          clock.block(gap);
          rate.count();
          times.push(clock.nowMs());
        }
        const second = Math.floor(clock.nowMs() / 1000);
        const seconds = Math.min(second, 10);
        const expected = seconds === 0 ? 0 : times.filter((time) => Math.floor(time / 1000) < second && Math.floor(time / 1000) >= second - seconds).length / seconds;
        expect(rate.perSecond()).toBeCloseTo(expected, 9);
      }),
      { seed: 8 },
    ));
});
