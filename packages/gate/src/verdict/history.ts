import { allEndpoints } from '@plimsoll/contract';
import type { Measurement } from '@plimsoll/contract';
import { allAbove, historyShift, holm, meanOf, medianOf, mergeHistograms, pValueOf, quantileOf } from '../statistics/index.ts';
import type { GateSettings } from './defaults.ts';
import { relativeResult } from './relative.ts';
import type { RelativeResult } from './report.ts';
import { measured } from './slices.ts';

const metrics = [
  { metric: 'p95', quantile: 0.95 },
  { metric: 'p99', quantile: 0.99 },
] as const;

/**
 * Head against the last accepted runs (GATE-1, modes B and C). One value for each run, since the run is the unit of replication: what
 * differs between runs is more than what differs within one. On machines that are handed out by chance this is honest, and nearly blind;
 * the smallest slowdown that would have been caught says so. With fewer than three earlier runs nothing is compared.
 */
export function judgeHistory(earlier: readonly Measurement[], current: readonly Measurement[], settings: GateSettings): readonly RelativeResult[] {
  const shifts = metrics.flatMap(({ metric, quantile }) => {
    const [before, now] = [earlier, current].map((runs) => runs.flatMap((run) => logOf(run, quantile) ?? []));
    if (!before || !now || now.length === 0 || before.length < settings.historyRuns.least) return [];
    return [{ metric, before, now, shift: historyShift(before, now, settings.priorOfHistory) }];
  });
  const levels = holm(
    shifts.map(({ shift }) => pValueOf(shift)),
    settings.alphaOfHistory,
  );
  return shifts.map(({ metric, before, now, shift }, index) => {
    const level = levels[index];
    return relativeResult(
      shift,
      { alpha: level?.alpha ?? settings.alphaOfHistory, passes: level?.rejected === true },
      {
        metric,
        endpoint: allEndpoints,
        baseMs: Math.exp(medianOf(before)),
        headMs: Math.exp(medianOf(now)),
        margin: settings.margin,
        floorMs: settings.floorMs,
        quarantineAbove: settings.quarantineAbove,
        alsoNeeded: allAbove(before, now),
        isLast: true,
      },
    );
  });
}

/** How a comparison with the anchor is named where endpoints are. */
export const anchorEndpoint = 'the release anchor';

/**
 * Head against the frozen run of a release, so that ten steps of 4 % are seen although none of them is a slowdown by itself. The noise is
 * that of the recent runs, since a single run has none of its own.
 */
export function judgeAnchor(anchor: Measurement, earlier: readonly Measurement[], current: readonly Measurement[], settings: GateSettings): readonly RelativeResult[] {
  return metrics.flatMap(({ metric, quantile }) => {
    const [before, now] = [earlier, current].map((runs) => runs.flatMap((run) => logOf(run, quantile) ?? []));
    const then = logOf(anchor, quantile);
    if (then === null || !before || !now || now.length === 0 || before.length < settings.historyRuns.least) return [];
    const recent = historyShift(before, now, settings.priorOfHistory);
    const error = recent.error * Math.sqrt((1 + 1 / now.length) / (1 / before.length + 1 / now.length));
    const shift = { ...recent, error, centre: meanOf(now) - then, pairs: 1 };
    const alpha = settings.alphaOfHistory / metrics.length;
    return relativeResult(
      shift,
      { alpha, passes: pValueOf(shift) <= alpha },
      {
        metric,
        endpoint: anchorEndpoint,
        baseMs: Math.exp(then),
        headMs: Math.exp(meanOf(now)),
        margin: settings.margin,
        floorMs: settings.floorMs,
        quarantineAbove: settings.quarantineAbove,
        alsoNeeded: true,
        isLast: true,
      },
    );
  });
}

/** The quantile of a whole run; of a file of percentiles only one that it states. */
export function runQuantile({ evidence, slices, summaries }: Measurement, quantile: number): number | null {
  if (evidence.kind !== 'percentiles') return quantileOf(mergeHistograms(measured(slices, 'head', allEndpoints).map(({ latency }) => latency)), quantile);
  const all = summaries.find(({ endpoint }) => endpoint === allEndpoints);
  return all?.percentiles.find((each) => Math.abs(each.quantile - quantile) < 1e-9)?.valueMs ?? null;
}

function logOf(run: Measurement, quantile: number): number | null {
  const value = runQuantile(run, quantile);
  return value === null || value <= 0 ? null : Math.log(value);
}
