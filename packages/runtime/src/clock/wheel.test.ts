import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { systemClock, wheelOf, wheelTimer } from './index.ts';

interface Entry {
  readonly dueMs: number;
  readonly timer: ReturnType<typeof wheelTimer>;
  firedMs: number | null;
  gone: boolean;
}

describe('the timer wheel', () => {
  it('is one for a clock', () => expect(wheelOf(systemClock)).toBe(wheelOf(systemClock)));

  it('fires at the due time or up to four milliseconds later, once', () => {
    const clock = manualClock();
    const fired: number[] = [];
    wheelOf(clock).arm(wheelTimer(() => fired.push(clock.nowMs())), 1101); // prettier-ignore
    clock.advance(100);
    expect(fired).toEqual([]);
    clock.advance(5000);
    expect(fired).toEqual([1104]);
  });

  it('sets one timer of the loop for ten thousand, and none once all are gone', () => {
    const clock = manualClock();
    const wheel = wheelOf(clock);
    const timers = Array.from({ length: 10_000 }, () => wheelTimer(() => expect.unreachable()));
    for (const [index, timer] of timers.entries()) wheel.arm(timer, 2000 + index);
    expect(clock.pending()).toBe(1);
    for (const timer of timers) wheel.disarm(timer);
    clock.advance(60_000);
    expect(clock.pending()).toBe(0);
  });

  it('waits more than one turn', () => {
    const clock = manualClock();
    const fired: number[] = [];
    wheelOf(clock).arm(wheelTimer(() => fired.push(clock.nowMs())), 1000 + 30_000); // prettier-ignore
    clock.advance(29_999);
    expect(fired).toEqual([]);
    clock.advance(5);
    expect(fired).toHaveLength(1);
  });

  it('fires everything that came due while the loop was blocked', () => {
    const clock = manualClock();
    let fired = 0;
    for (let due = 1010; due < 21_000; due += 10) wheelOf(clock).arm(wheelTimer(() => void fired++), due); // prettier-ignore
    clock.block(60_000);
    expect(fired).toBe(0);
    clock.advance(1);
    expect(fired).toBe(1999);
  });

  it('goes on after a timer that throws', () => {
    const clock = manualClock();
    const fired: string[] = [];
    wheelOf(clock).arm(wheelTimer(() => void fired.push('second')), 1008); // prettier-ignore
    wheelOf(clock).arm(
      wheelTimer(() => {
        throw new Error('first');
      }),
      1008,
    );
    expect(() => clock.advance(100)).toThrow('first');
    clock.advance(100);
    expect(fired).toEqual(['second']);
  });

  it('a firing timer may take back another that is due, and arm itself again', () => {
    const clock = manualClock();
    const wheel = wheelOf(clock);
    const fired: string[] = [];
    const other = wheelTimer(() => void fired.push('other'));
    const first = wheelTimer(() => {
      fired.push('first');
      wheel.disarm(other);
      if (fired.length < 3) wheel.arm(first, clock.nowMs() - 50);
    });
    wheel.arm(first, 1008);
    wheel.arm(other, 1008);
    clock.advance(100);
    expect(fired).toEqual(['first', 'first', 'first']);
  });

  it('a firing timer that arms one far away does not put off those that are due next', () => {
    const clock = manualClock();
    const wheel = wheelOf(clock);
    const fired: string[] = [];
    wheel.arm(
      wheelTimer(() =>
        wheel.arm(
          wheelTimer(() => undefined),
          clock.nowMs() + 60_000,
        ),
      ),
      1008,
    );
    wheel.arm(
      wheelTimer(() => fired.push('next')),
      1012,
    );
    clock.advance(20);
    expect(fired).toEqual(['next']);
  });

  it('does what a list of all timers would do, in any order of arming, disarming and waiting', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('arm' as const), inMs: fc.integer({ min: -10, max: 12_000 }) }),
      fc.record({ kind: fc.constant('disarm' as const), which: fc.nat(30) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 6000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = manualClock();
        const wheel = wheelOf(clock);
        const all: Entry[] = [];
        for (const each of steps) {
          if (each.kind === 'arm') {
            const arm = (inMs: number): void => {
              const entry: Entry = { dueMs: clock.nowMs() + inMs, timer: wheelTimer(() => fired(entry)), firedMs: null, gone: false };
              all.push(entry);
              wheel.arm(entry.timer, entry.dueMs);
            };
            const fired = (entry: Entry): void => {
              entry.firedMs = clock.nowMs();
              if (all.length % 3 === 0 && all.length < 60) arm(all.length * 97); // as a call does whose work goes on
            };
            arm(each.inMs);
          } else if (each.kind === 'disarm') {
            const entry = all[each.which];
            if (entry && entry.firedMs === null) {
              wheel.disarm(entry.timer);
              entry.gone = true;
            }
          } else {
            clock.advance(each.ms);
            for (const { dueMs, firedMs, gone } of all) {
              if (gone) expect(firedMs).toBeNull();
              else if (dueMs + 8 <= clock.nowMs()) expect(firedMs).not.toBeNull();
              if (firedMs !== null) expect(firedMs).toBeGreaterThanOrEqual(dueMs);
            }
          }
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
