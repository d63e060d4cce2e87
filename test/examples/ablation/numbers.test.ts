import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ablationOf, ablationTable } from '../../../examples/ablation/result.ts';
import { runsFile } from '../../../examples/ablation/runs.ts';
import type { Run, RunsHead } from '../../../examples/ablation/runs.ts';
import { highestThatHolds } from '../../../examples/ablation/search.ts';
import { middleOf } from '../../../examples/ablation/summary.ts';

const rates = [5, 10, 20, 40, 80, 160, 320];

describe('the search for the highest rate', () => {
  const limits = [4, 5, 10, 39, 40, 160, 1000];
  it.each(limits.flatMap((limit) => rates.map((guess) => [limit, guess] as const)))('finds it where %i is the limit and %i the guess', async (limit, guess) => {
    const asked: number[] = [];
    const found = await highestThatHolds(rates, guess, (rate) => {
      asked.push(rate);
      return Promise.resolve(rate <= limit);
    });
    expect(found).toBe(rates.findLast((rate) => rate <= limit) ?? null);
    expect(new Set(asked).size, 'no rate is asked twice').toBe(asked.length);
    expect(asked.length).toBeLessThan(rates.length);
  });

  it('begins at the lowest rate where the guess is below it', async () => {
    expect(await highestThatHolds(rates, 1, (rate) => Promise.resolve(rate <= 10))).toBe(10);
  });
});

describe('the middle of samples', () => {
  it.each([
    // 1 − 2 × Σ (n over i) / 2ⁿ for i below the rank, by hand
    [[3, 1, 2, 5, 4], { median: 3, low: 1, high: 5, confidence: 0.9375 }],
    [[1, 2, 3, 4, 5, 6], { median: 3.5, low: 1, high: 6, confidence: 0.96875 }],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], { median: 5, low: 2, high: 8, confidence: 0.9609375 }],
    [[7], { median: 7, low: 7, high: 7, confidence: 0 }],
  ])('of %j', (samples, expected) => {
    expect(middleOf(samples)).toEqual(expected);
  });
});

const head: RunsHead = {
  measuredAt: '2026-12-01T10:00:00.000Z',
  command: 'node examples/ablation/run.ts',
  git: { commit: 'a'.repeat(40), dirty: false },
  machine: { cpuModel: 'model', cpus: 2, memoryBytes: null, kernel: null, runtime: 'node 24', image: null, generator: null },
  notes: [],
  seconds: 4,
};
const run = (id: string, repeat: number, highest: number | null, fraud: Run['fraud'] = 'healthy'): Run => ({
  id,
  repeat,
  fraud,
  highest,
  p95AtFixedMs: highest === null ? null : 40,
  holdsAtFixed: highest !== null && highest >= 20,
  tried: [],
});

describe('the table', () => {
  it('has a row for each system, a range below the lowest rate, and why something was not measured', () => {
    const runs = [30, 25, 30].map((highest, repeat) => run('monolith', repeat, highest)).concat([run('monolith', 0, null, 'stalling'), run('dp6', 0, 200)]);
    const table = ablationTable(ablationOf(head, runs));
    expect(table).toContain('| monolith: as it is | **30** (25–30) | 40 ms | **< 5** (< 5–< 5) | too little is answered, holds in 0 of 1 |');
    expect(table).toMatch(/\| DP6: .* \| \*\*200\*\* \(200–200\) \| 40 ms \| not run \| not run \|/);
    expect(table).toMatch(/\| DP3: .* \| not measurable on one machine/);
    expect(table.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(12); // two of the head, ten systems and fixes
  });

  it('says what made the numbers worth less', () => {
    expect(ablationTable(ablationOf({ ...head, notes: ['the machine was busy'] }, []))).toContain('**the machine was busy**');
  });
});

describe('the file of finished runs', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ablation-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on where it was stopped', () => {
    const file = join(folder, 'made', 'runs.jsonl');
    runsFile(file, head).add(run('monolith', 0, 30));
    const again = runsFile(file, { ...head, measuredAt: '2026-12-01T11:00:00.000Z', notes: ['the machine was busy'] });
    expect(again.runs).toEqual([run('monolith', 0, 30)]);
    expect(again.head).toEqual({ ...head, notes: ['the machine was busy'] });
    again.add(run('dp1', 0, 30));
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it.each([
    ['another length', { ...head, seconds: 6 }],
    ['another commit', { ...head, git: { commit: 'b'.repeat(40), dirty: false } }],
  ])('is not gone on with for %s', (_, other) => {
    const file = join(folder, 'runs.jsonl');
    runsFile(file, head);
    expect(() => runsFile(file, other)).toThrow('remove it to begin anew');
  });
});
