import type { CurvePoint } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { chapter, climbTable, paragraph, parts } from './index.ts';

const wide = { columns: 100, colour: false };
const climb = { systems: ['barge', 'clipper'], objectiveMs: 200 } as const;
const point: CurvePoint = { arrivalsPerSecond: 60, requests: 100, failed: 0, overload: 0, p50Ms: 20, p95Ms: 40, p99Ms: 50, holds: true };

describe('a climb', () => {
  const table = climbTable(climb, wide);
  const row = table.row(60, [{ ...point, p95Ms: 4000, requests: 990, failed: 2, overload: 10, holds: false }, point]);

  it('has a column for each system, and the objective where its mark stands in the rows', () => {
    const [names = '', head = ''] = table.head().split('\n');
    expect(names.indexOf('clipper')).toBeGreaterThan(names.indexOf('barge'));
    expect(head.lastIndexOf('┆')).toBe(row.lastIndexOf('┆'));
    expect(head).toContain('┆ 200 ms');
  });
  it('shows latency, share of failures and whether it held', () => {
    expect(row).toMatch(/^ +60 +4000 ms +▇+ +1\.2 % {2}✗ +40 ms {2}▇+ +┆ +– {2}✓\n$/);
  });
  it('draws a longer bar for a longer latency, and none beyond its end', () => {
    const bars = [1, 10, 50, 199, 201, 5000, 60_000, null].map((p95Ms) => [...table.row(1, [{ ...point, p95Ms }, null])].filter((each) => each === '▇').length);
    expect(bars).toEqual(bars.toSorted((a, b) => a - b));
    expect(bars.slice(-2)).toEqual([19, 19]);
    expect(table.row(1, [{ ...point, p95Ms: null }, null])).toContain('none');
  });
  it('colours only what lies beyond the objective', () => {
    const coloured = climbTable(climb, { columns: 100, colour: true });
    expect(coloured.row(1, [point, point])).not.toContain('31m▇');
    expect(coloured.row(1, [{ ...point, p95Ms: 900, holds: false }, point])).toContain('31m▇');
  });
  it('says that a system is no longer loaded', () => expect(table.row(80, [null, point])).toContain('gave way'));
  it.each([60, 80, 100, 200])('fits into %i columns', (columns) => {
    const narrow = climbTable(climb, { columns, colour: false });
    for (const line of `${narrow.head()}${narrow.row(320, [{ ...point, p95Ms: 4999, requests: 9, failed: 9, holds: false }, null])}${narrow.progress(
      320,
      'clipper',
      Array.from({ length: 300 }, () => 12),
    )}`.split('\n'))
      expect([...line].length).toBeLessThanOrEqual(columns);
  });
});

it('a chapter names the command beside its title, or below where both do not fit', () => {
  expect(chapter(1, 'What they carry', 'npx plimsoll tour', wide)).toMatch(/^\n── 1 {2}What they carry ─+ npx plimsoll tour\n\n$/);
  expect(chapter(1, 'What they carry', 'npx plimsoll tour', { columns: 40, colour: false })).toMatch(/^\n── 1 {2}What they carry ─+\n {3}npx plimsoll tour\n\n$/);
});

it('words wrap beside the name of their part', () => {
  expect(
    parts(
      [
        ['barge', 'carries what others cannot'],
        ['', 'slowly'],
      ],
      { columns: 30, colour: false },
    ),
  ).toBe('  barge      carries what\n             others cannot\n             slowly\n');
  expect(paragraph(['one two three'], { columns: 12, colour: false })).toBe('  one two\n  three\n');
});
