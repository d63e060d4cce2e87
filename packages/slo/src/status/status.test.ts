import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectiveSnapshot } from '../index.ts';
import { liftsAtMs, statusOf } from '../index.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 23);
const snapshot = (more: Partial<ObjectiveSnapshot> = {}): ObjectiveSnapshot => ({
  service: 'quay', name: 'availability', target: 0.999, window: { kind: 'rolling', lengthMs: 30 * dayMs }, data: 'measured', bad: 500, total: 1_000_000, coverage: 1, burn: [], history: [], ...more,
}); // prettier-ignore

describe('status', () => {
  it('says what is left in events and minutes, and until when', () =>
    expect(
      statusOf(
        snapshot({
          burn: [
            { windowMs: dayMs, errorRatio: 0.001 },
            { windowMs: 3_600_000, errorRatio: 0.005 },
            { windowMs: 300_000, errorRatio: 0.1 },
          ],
        }),
      ),
    ).toMatchObject({
      budget: { remaining: 0.5, exceeded: false },
      minutesAllowed: 43.2,
      minutesLeft: 21.6,
      exhaustedInMs: 3 * dayMs,
    }));
  it.each<[string, Partial<ObjectiveSnapshot>]>([
    ['lost data', { data: 'lost' }],
    ['nothing yet', { data: 'new', bad: 0, total: 0 }],
    ['no events', { bad: 0, total: 0 }],
    ['NaN', { bad: NaN }],
    ['more bad events than events', { bad: 11, total: 10 }],
  ])('%s is not known, and never met', (_, more) => expect(statusOf(snapshot(more))).toMatchObject({ budget: null, minutesLeft: null, exhaustedInMs: null }));
  it('an idle hour burns nothing that could be known', () =>
    expect(statusOf(snapshot({ burn: [{ windowMs: 3_600_000, errorRatio: null }] }))).toMatchObject({ burn: [{ rate: null }], exhaustedInMs: null }));
});

describe('the end of a freeze', () => {
  // One day with all the errors, ten days ago; every day the same traffic.
  const history = Array.from({ length: 30 }, (_, day) => ({ startMs: nowMs - (30 - day) * dayMs, endMs: nowMs - (29 - day) * dayMs, bad: day === 19 ? 1500 : 0, total: 100_000 / 3 }));
  const spent = snapshot({ bad: 1500, history });
  it('is when old errors leave the window', () => expect(liftsAtMs(spent, 0.1, nowMs)).toBe(nowMs + 20 * dayMs));
  it('is now where enough is left', () => expect(liftsAtMs(snapshot(), 0.1, nowMs)).toBe(nowMs));
  it('is the next boundary of a calendar window', () =>
    expect(liftsAtMs(snapshot({ bad: 1500, window: { kind: 'calendar', unit: 'month', timeZone: 'UTC' } }), 0.1, nowMs)).toBe(Date.UTC(2026, 11, 1)));
  it.each<[string, Partial<ObjectiveSnapshot>]>([
    ['a history', { history: [] }],
    ['data', { data: 'lost' }],
  ])('is not known without %s', (_, more) => expect(liftsAtMs({ ...spent, ...more }, 0.1, nowMs)).toBeNull());
  it('is never before now, and later for more', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 30, maxLength: 30 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (bads, wanted) => {
        const each = history.map((stretch, day) => ({ ...stretch, bad: bads[day] ?? 0 }));
        const all = snapshot({ history: each, bad: bads.reduce((sum, bad) => sum + bad, 0) });
        const [first, second] = [liftsAtMs(all, wanted, nowMs), liftsAtMs(all, wanted + 0.05, nowMs)];
        return first !== null && second !== null && first >= nowMs && second >= first;
      }),
      { numRuns: 100 },
    ));
});
