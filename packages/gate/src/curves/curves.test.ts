import { readFileSync } from 'node:fs';
import { highestThatHolds } from '@plimsoll/contract';
import type { CurvePoint, Curves } from '@plimsoll/contract';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { curvesSchema, curvesText, readCurves } from './index.ts';

function point(arrivalsPerSecond: number, part: Partial<CurvePoint> = {}): CurvePoint {
  return { arrivalsPerSecond, requests: 400, failed: 0, overload: 0, p50Ms: 8, p95Ms: 40, p99Ms: 90, holds: true, ...part };
}

const ferry: Curves = {
  schemaVersion: 1,
  measuredAt: '2026-12-01T08:00:00Z',
  command: 'node measure.ts',
  git: { commit: '0123456789'.repeat(4), dirty: false },
  machine: { cpuModel: null, cpus: 2, memoryBytes: null, kernel: null, runtime: 'node 24.11.0', image: null, generator: null },
  load: { arrivals: 'passengers', requestsPerArrival: 2, durationMs: 4000 },
  objective: { p50Ms: null, p95Ms: 200, p99Ms: 500, failedShare: 0.001 },
  systems: [
    { name: 'rowing boat', points: [point(10), point(20, { p99Ms: Infinity, holds: false })] },
    { name: 'ferry', points: [point(10), point(20), point(40)] },
  ],
  notes: ['at low tide'],
};

describe('a file of curves', () => {
  it('is read as it was written; a latency that is not finite is null', () => {
    const back = readCurves(curvesText(ferry));
    expect(back).toMatchObject({ ok: true, curves: { ...ferry, systems: [{ points: [point(10), point(20, { p99Ms: null, holds: false })] }, ferry.systems[1]] } });
  });

  it('may hold what a later version adds, and a byte order mark', () => {
    expect(readCurves(`\uFEFF${JSON.stringify({ ...ferry, addedLater: 1 })}`).ok).toBe(true);
  });

  it.each([
    ['{', 'is not JSON'],
    [JSON.stringify({ ...ferry, schemaVersion: 2 }), 'schemaVersion: 2 is not 1'],
    [JSON.stringify({ ...ferry, systems: [] }), 'systems: has 0 items, not at least 1'],
    [JSON.stringify({ ...ferry, systems: [{ name: 'raft', points: [{ ...point(10), holds: undefined }] }] }), 'systems[0].points[0].holds: is missing'],
    [JSON.stringify({ ...ferry, systems: [{ name: 'raft', points: [point(-1)] }] }), 'systems[0].points[0].arrivalsPerSecond: -1 is below 0'],
    [JSON.stringify({ ...ferry, objective: { ...ferry.objective, failedShare: 5 } }), 'objective.failedShare: 5 is above 1'],
  ])('is refused with the field that is wrong: %.40s', (text, message) => {
    expect(readCurves(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });

  it('is not written where it could not be read', () => {
    expect(() => curvesText({ ...ferry, measuredAt: 'yesterday' })).toThrow('measuredAt: "yesterday" does not match');
  });

  it('is read with the published schema', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('../../schema/curves.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(curvesSchema);
    const accepts = new Ajv({ strict: false }).compile(published as object);
    expect(accepts(JSON.parse(curvesText(ferry)))).toBe(true);
    expect(accepts({ ...ferry, load: null })).toBe(false);
  });
});

describe('the highest rate that holds', () => {
  it('is the last before the first that does not', () => {
    expect(highestThatHolds([point(10), point(20), point(30, { holds: false }), point(40)])).toBe(20);
    expect(highestThatHolds([point(20), point(10)])).toBe(20);
  });

  it('wants every repetition to hold', () => {
    expect(highestThatHolds([point(10), point(20), point(20, { holds: false })])).toBe(10);
  });

  it('is none where the lowest does not, or nothing was measured', () => {
    expect(highestThatHolds([point(10, { holds: false }), point(20)])).toBeNull();
    expect(highestThatHolds([])).toBeNull();
  });
});
