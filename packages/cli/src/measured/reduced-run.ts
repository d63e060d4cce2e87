import { createHash } from 'node:crypto';
import type { Measurement, Run, Source } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import type { MeasuredPercentile, MeasuredRun } from '@plimsoll/decisions';
import { runText } from '@plimsoll/gate/history';
import { mergeHistograms, quantileOf } from '@plimsoll/gate/statistics';
import { latenciesOverTime, measured, totalsOf } from '@plimsoll/gate/verdict';

/** The percentiles that people state; others are not in the value that decisions are held against. */
const quantiles = [0.5, 0.75, 0.8, 0.9, 0.95, 0.975, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999];

/** A stored run as decisions state it: of all requests together, of head where two arms were measured, warm-up left out. */
export function reducedRun(run: Run, source: Source, isAncestor: boolean | null): MeasuredRun {
  const common = {
    id: run.id,
    hash: createHash('sha256').update(runText(run)).digest('hex'),
    source,
    service: run.service,
    environment: run.environment,
    scenario: run.scenario,
    commit: run.git?.commit ?? null,
    isDirty: run.git?.dirty === true,
    isAncestor: run.git === null ? null : isAncestor,
    verdict: run.verdict,
    interrupted: run.measurement.interrupted,
    relativeError: run.measurement.evidence.relativeError ?? 0,
  };
  return { ...common, ...(run.measurement.slices.length > 0 ? ofSlices(run.measurement) : ofSummary(run.measurement)) };
}

type Numbers = Pick<MeasuredRun, 'requests' | 'ratePerSecond' | 'errorRatio' | 'percentiles'>;

function ofSlices({ slices }: Measurement): Numbers {
  const own = measured(slices, 'head', allEndpoints);
  const { requests, failed } = totalsOf(own);
  const seconds = latenciesOverTime(own).reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  return {
    requests,
    ratePerSecond: seconds > 0 ? (requests - failed) / seconds : null,
    errorRatio: requests > 0 ? failed / requests : null,
    percentiles: percentilesOf(own.map(({ latency }) => latency)),
  };
}

/** Histograms of different precision do not add up exactly, and percentiles never do: then nothing is said. */
function percentilesOf(histograms: readonly Parameters<typeof quantileOf>[0][]): readonly MeasuredPercentile[] {
  const [first] = histograms;
  if (!first || histograms.some(({ relativeError }) => relativeError !== first.relativeError)) return [];
  const whole = mergeHistograms(histograms);
  return quantiles.flatMap((quantile) => {
    const valueMs = quantileOf(whole, quantile);
    return valueMs === null ? [] : [{ quantile, valueMs: Number(valueMs.toPrecision(6)) }];
  });
}

function ofSummary({ summaries, durationMs }: Measurement): Numbers {
  const all = summaries.find(({ endpoint }) => endpoint === allEndpoints);
  if (!all) return { requests: 0, ratePerSecond: null, errorRatio: null, percentiles: [] };
  const succeeded = all.count - (all.failedCount ?? 0);
  return {
    requests: all.count,
    ratePerSecond: durationMs === null || durationMs <= 0 || all.failedCount === null ? null : succeeded / (durationMs / 1000),
    errorRatio: all.failedCount === null || all.count === 0 ? null : all.failedCount / all.count,
    percentiles: all.percentiles,
  };
}
