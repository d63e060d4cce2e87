import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarUnit, Window } from '../index.ts';
import { isTimeZone, nominalLengthMs, windowAt } from '../index.ts';

const dayMs = 86_400_000;
const span = (window: Window, now: string): string[] => {
  const { startMs, endMs } = windowAt(window, Date.parse(now));
  return [new Date(startMs).toISOString(), new Date(endMs).toISOString()];
};
const calendar = (unit: CalendarUnit, timeZone: string): Window => ({ kind: 'calendar', unit, timeZone });

describe('the window that a moment is in', () => {
  it('ends now when it rolls', () => expect(span({ kind: 'rolling', lengthMs: 7 * dayMs }, '2026-11-23T10:00:00Z')).toEqual(['2026-11-16T10:00:00.000Z', '2026-11-23T10:00:00.000Z']));
  it.each<[CalendarUnit, string, string, string[]]>([
    ['month', 'UTC', '2026-11-23T10:00:00Z', ['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z']],
    ['month', 'Europe/Berlin', '2026-10-31T23:30:00Z', ['2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z']], // already November there
    ['month', 'Europe/Berlin', '2026-10-15T00:00:00Z', ['2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z']], // 31 days and one hour
    ['week', 'America/New_York', '2026-11-02T04:30:00Z', ['2026-10-26T04:00:00.000Z', '2026-11-02T05:00:00.000Z']], // still Sunday there
    ['quarter', 'Asia/Kolkata', '2026-11-23T10:00:00Z', ['2026-09-30T18:30:00.000Z', '2026-12-31T18:30:00.000Z']],
    ['year', 'Pacific/Auckland', '2026-12-31T12:00:00Z', ['2026-12-31T11:00:00.000Z', '2027-12-31T11:00:00.000Z']],
    ['month', 'America/Santiago', '2024-09-20T00:00:00Z', ['2024-09-01T04:00:00.000Z', '2024-10-01T03:00:00.000Z']],
  ])('%s in %s at %s', (unit, zone, now, expected) => expect(span(calendar(unit, zone), now)).toEqual(expected));
  it('holds its moment and joins its neighbours', () => {
    const units = fc.constantFrom<CalendarUnit>('week', 'month', 'quarter', 'year');
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Beirut', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(units, zones, fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2030, 0) }), (unit, zone, now) => {
        const { startMs, endMs } = windowAt(calendar(unit, zone), now);
        return startMs <= now && now < endMs && windowAt(calendar(unit, zone), endMs).startMs === endMs && windowAt(calendar(unit, zone), startMs).endMs === endMs;
      }),
      { numRuns: 200 },
    );
  });
});

it('lengths and zones', () => {
  expect([nominalLengthMs(calendar('month', 'UTC')), nominalLengthMs({ kind: 'rolling', lengthMs: 5 })]).toEqual([30 * dayMs, 5]);
  expect(['UTC', 'Europe/Berlin', 'Europe/Berln', ''].map((zone) => isTimeZone(zone))).toEqual([true, true, false, false]);
});
