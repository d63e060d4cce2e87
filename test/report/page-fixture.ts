import { fileURLToPath } from 'node:url';
import { check } from '@plimsoll/check';
import type { System } from '@plimsoll/check';
import { rules } from '@plimsoll/check/rules';
import type { CheckReport, CurvePoint, Curves } from '@plimsoll/contract';
import { pageReport } from '@plimsoll/report/page';
import type { PageInput } from '@plimsoll/report/page';
import { diskFiles } from '../../packages/cli/src/disk/file-index.ts';

/** A repository with everything that a page shows, checked once for a test file. */
export async function examplePage(name: 'monolith' | 'payments'): Promise<{ readonly input: PageInput; readonly report: CheckReport; readonly systems: readonly System[] }> {
  const files = diskFiles(fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)));
  let systems: readonly System[] = [];
  const report = await check(files, {
    today: '2026-12-01',
    version: '0.1.0',
    stats: { files: files.paths.length, bytes: files.bytes },
    systems: (judged) => void (systems = judged),
  });
  return { report, systems, input: { report, systems, rules, name, textOf: (file) => files.text(file), runs: [], curves: null, budgets: null } };
}

export function pageOf(input: PageInput, change: Partial<PageInput> = {}): string {
  return pageReport({ ...input, ...change });
}

/** Two systems under the same load, the second of which carries four times as much. */
export function ferries(change: Partial<Curves> = {}): Curves {
  const point = (arrivalsPerSecond: number, p95Ms: number | null, part: Partial<CurvePoint> = {}): CurvePoint => ({
    arrivalsPerSecond,
    requests: 400,
    failed: 0,
    overload: 0,
    p50Ms: p95Ms === null ? null : p95Ms / 4,
    p95Ms,
    p99Ms: p95Ms === null ? null : p95Ms * 2,
    holds: p95Ms !== null && p95Ms <= 200,
    ...part,
  });
  return {
    schemaVersion: 1,
    measuredAt: '2026-12-01T08:00:00Z',
    command: 'node measure.ts',
    git: null,
    machine: { cpuModel: null, cpus: 2, memoryBytes: null, kernel: null, runtime: null, image: null, generator: null },
    load: { arrivals: 'passengers', requestsPerArrival: 2, durationMs: 4000 },
    objective: { p50Ms: null, p95Ms: 200, p99Ms: 500, failedShare: 0.001 },
    systems: [
      { name: 'rowing boat', points: [point(10, 40), point(20, 150), point(30, null, { failed: 400, overload: 12 })] },
      { name: 'ferry', points: [point(10, 20), point(40, 30), point(80, 90), point(120, 2400)] },
    ],
    notes: ['at low tide'],
    ...change,
  };
}
