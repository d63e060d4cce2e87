import { allEndpoints } from '@plimsoll/contract';
import type { Arm, Slice } from '@plimsoll/contract';
import { holm, medianOf, mergeHistograms, pairedShift, pValueOf, quantileOf } from '../statistics/index.ts';
import type { Shift } from '../statistics/index.ts';
import type { GateSettings } from './defaults.ts';
import { relativeResult } from './relative.ts';
import type { RelativeMetric, RelativeResult } from './report.ts';
import { latenciesOverTime, measured } from './slices.ts';

export interface PairedJudgement {
  readonly results: readonly RelativeResult[];
  readonly decided: boolean; // more blocks would change nothing: slower, or surely not
  readonly isLook: boolean; // between looks nothing is judged, for each further look costs some of the level
}

const quantiles: Readonly<Record<RelativeMetric, number>> = { p95: 0.95, p99: 0.99, 'pooled-p99': 0.99 };

/**
 * Head against base from interleaved blocks (GATE-1, mode A). Within a block the median over slices of log quantiles stands for each arm,
 * so that a disturbance of one slice does not count; each block gives one difference, and blocks are what is independent. The pooled P99
 * is of all requests of an arm in a block: it sees rare bursts, which the median over slices hides by design.
 */
export function judgePaired(slices: readonly Slice[], settings: GateSettings): PairedJudgement {
  const blocks = new Set(slices.map(({ block }) => block)).size;
  const look = settings.looks.find((each) => each.blocks === blocks);
  const last = blocks >= Math.max(...settings.looks.map((each) => each.blocks));
  const candidates = candidatesOf(slices).flatMap((each) => shiftOf(slices, each, settings) ?? []);
  const family = candidates.filter(({ metric }) => metric !== 'pooled-p99');
  const levels = holm(
    family.map(({ shift }) => pValueOf(shift)),
    look?.alpha ?? 0,
  );
  const results = candidates.map((candidate): RelativeResult => {
    const { shift, metric, endpoint, baseMs, headMs } = candidate;
    const outcome = levels[family.indexOf(candidate)];
    const bursts = settings.alphaOfBursts / settings.looks.length;
    const level =
      metric === 'pooled-p99'
        ? { alpha: bursts, passes: look !== undefined && pValueOf(shift) <= bursts }
        : { alpha: outcome?.alpha || 0.011, passes: look !== undefined && outcome?.rejected === true };
    return relativeResult(shift, level, {
      metric,
      endpoint,
      baseMs,
      headMs,
      margin: settings.margin,
      floorMs: settings.floorMs,
      quarantineAbove: settings.quarantineAbove,
      alsoNeeded: true,
      isLast: last,
    });
  });
  const decided = last || (look !== undefined && (results.some(({ answer }) => answer === 'slower') || results.every(({ answer }) => answer === 'not-slower')));
  return { results, decided, isLook: look !== undefined };
}

interface Candidate {
  readonly metric: RelativeMetric;
  readonly endpoint: string;
}

/** All requests together; single endpoints at P95 where there are several. */
function candidatesOf(slices: readonly Slice[]): readonly Candidate[] {
  const endpoints = [...new Set(slices.map(({ endpoint }) => endpoint))];
  const all = (['p95', 'p99', 'pooled-p99'] as const).map((metric) => ({ metric, endpoint: allEndpoints }));
  return endpoints.length < 2 ? all : [...all, ...endpoints.toSorted().map((endpoint): Candidate => ({ metric: 'p95', endpoint }))];
}

function shiftOf(slices: readonly Slice[], { metric, endpoint }: Candidate, settings: GateSettings): (Candidate & { readonly shift: Shift; readonly baseMs: number; readonly headMs: number }) | null {
  const quantile = quantiles[metric];
  const [base, head] = (['base', 'head'] as const).map((arm) => ofArm(slices, arm, endpoint));
  if (!base || !head) return null;
  const enough = 20 / (1 - quantile) - 1e-9;
  if (countOf(base) < enough || countOf(head) < enough) return null; // said by validity; a single endpoint may be rare
  const [baseLogs, headLogs] = [base, head].map((arm) => logsByBlock(arm, quantile, metric === 'pooled-p99'));
  const differences = [...(baseLogs ?? [])].flatMap(([block, log]) => {
    const other = headLogs?.get(block);
    return other === undefined ? [] : [other - log];
  });
  if (differences.length === 0) return null;
  const shift = pairedShift(differences, settings.prior[metric]);
  const baseMs = middle(baseLogs);
  return { metric, endpoint, shift, baseMs, headMs: baseMs * Math.exp(shift.centre) }; // so that the numbers shown differ by the effect shown
}

type OverTime = ReturnType<typeof latenciesOverTime>;

function ofArm(slices: readonly Slice[], arm: Arm, endpoint: string): OverTime {
  return latenciesOverTime(measured(slices, arm, endpoint));
}

function countOf(arm: OverTime): number {
  return arm.reduce((sum, { latency }) => sum + latency.count, 0);
}

function logsByBlock(arm: OverTime, quantile: number, pooled: boolean): ReadonlyMap<number, number> {
  const logs = new Map<number, number>();
  for (const [block, stretches] of Map.groupBy(arm, ({ block }) => block)) {
    const histograms = pooled ? [mergeHistograms(stretches.map(({ latency }) => latency))] : stretches.map(({ latency }) => latency);
    const values = histograms.flatMap((histogram) => {
      const value = quantileOf(histogram, quantile);
      return value === null || value <= 0 ? [] : [Math.log(value)];
    });
    if (values.length > 0) logs.set(block, medianOf(values));
  }
  return logs;
}

function middle(logs: ReadonlyMap<number, number> | undefined): number {
  return logs === undefined || logs.size === 0 ? 0 : Math.exp(medianOf([...logs.values()]));
}
