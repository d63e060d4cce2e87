import { describe, expect, it } from 'vitest';
import type { CurvePoint, Curves } from '@plimsoll/contract';
import { ablationOf } from '../../examples/ablation/result.ts';
import type { Run } from '../../examples/ablation/runs.ts';
import { ablationPicture } from './ablation-picture.ts';
import { curvesPicture } from './curves-picture.ts';
import { curvesTable, lossesTable } from './tables.ts';

const origin = {
  measuredAt: '2026-12-01T10:00:00.000Z',
  command: 'node examples/local/compare.ts --out FILE',
  git: { commit: 'a'.repeat(40), dirty: false },
  machine: { cpuModel: 'Dock & Sons', cpus: 2, memoryBytes: null, kernel: null, runtime: 'node 24', image: null, generator: null },
  notes: [],
};
const point = (arrivalsPerSecond: number, p95Ms: number | null, holds: boolean): CurvePoint => ({
  arrivalsPerSecond,
  requests: 100,
  failed: holds ? 0 : 3,
  overload: 0,
  p50Ms: 10,
  p95Ms,
  p99Ms: p95Ms,
  holds,
});
const curves: Curves = {
  schemaVersion: 1,
  ...origin,
  load: { arrivals: 'customers', requestsPerArrival: 2, durationMs: 6000 },
  objective: { p50Ms: null, p95Ms: 200, p99Ms: 500, failedShare: 0.001 },
  systems: [
    { name: 'monolith', points: [point(10, 30, true), point(20, 90, true), point(30, 900, false), point(40, null, false)] },
    { name: 'payments', points: [point(10, 25, true), point(80, 40, true), point(160, 120, true)] },
  ],
};
const count = (text: string, part: string): number => text.split(part).length - 1;

describe('the picture of the curves', () => {
  const picture = curvesPicture(curves);
  it('says up to which rate each holds, and from which the first fails', () => {
    expect(picture).toContain('>Latency over load: monolith holds up to 20/s, payments holds up to 160/s<');
    expect(picture).toContain('>fails from 30/s<');
    expect(count(picture, 'fails from')).toBe(1);
  });

  it('has a dot for a rate that holds, a ring for one that does not, and none where nothing was answered', () => {
    expect([count(picture, '<circle class="mark'), count(picture, '<circle class="ring')]).toEqual([5, 1]);
  });

  it('has the objective, and only numbers that can be drawn', () => {
    expect(picture).toMatch(/<line class="limit"[^>]*\/><text[^>]*>objective 200ms</);
    expect(picture).not.toMatch(/NaN|Infinity|undefined/);
    expect(curvesPicture({ ...curves, objective: { ...curves.objective, p95Ms: null } })).not.toContain('class="limit"');
  });

  it('is text that needs no other file, in the colours that its reader prefers', () => {
    expect(picture).toContain('Dock &amp; Sons');
    expect(picture).not.toMatch(/href|url\(|<script/);
    expect(picture).toContain('prefers-color-scheme: dark');
  });

  it('says when the machine was busy', () => {
    expect(picture).not.toContain('busy');
    expect(curvesPicture({ ...curves, notes: ['the machine was busy: a load of 9'] })).toContain('; the machine was busy<');
  });
});

describe('the picture of the ablation', () => {
  const run = (id: string, repeat: number, highest: number | null, fraud: Run['fraud']): Run => ({ id, repeat, fraud, highest, p95AtFixedMs: 40, holdsAtFixed: true, tried: [] });
  const runs = [run('monolith', 0, 20, 'healthy'), run('monolith', 1, 30, 'healthy'), run('monolith', 0, null, 'stalling'), run('dp6', 0, 160, 'healthy')];
  const picture = ablationPicture(ablationOf({ ...origin, seconds: 3 }, runs));

  it('has a bar for each that was measured, with an interval where there is one', () => {
    expect([count(picture, '<rect class="after fill"') - 1, count(picture, '<rect class="before fill"') - 1]).toEqual([2, 1]); // but for those of the legend
    expect(count(picture, 'class="whisker')).toBe(1);
    expect(picture).toContain('25, between 20 and 30 in 2 runs');
    expect(picture).toContain('>&lt; 5<');
    expect(picture).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('says which have no bar, and why', () => {
    expect(picture).toMatch(/DP5, DP7, DP8<\/tspan> {2}no bar, as it carries no load/);
    expect(picture).toMatch(/DP3<\/tspan> {2}not measurable on one machine/);
  });
});

describe('the tables', () => {
  it('have a row for each rate, and how much more the second carries', () => {
    const table = curvesTable(curves);
    expect(table).toContain('| 30 | 900 / 900 ms, 3 of 100 failed ✗ |  |');
    expect(table).toContain('| **highest within the objectives** | **20** | **160**, 8.0 × |');
  });

  it('have a row for each system that was killed', () => {
    const losses = { name: 'payments', operations: 300, instances: 2, kills: 4, sessions: 60, lostSessions: 1, payments: 240, unanswered: 2, movedTwice: 3, storedTwice: 5, neverSettled: 6 };
    expect(lossesTable({ schemaVersion: 1, ...origin, systems: [losses] })).toContain('| payments | 300 | 4 | 1 of 60 | 3 of 240 | 5 | 6 | 2 |');
  });
});
