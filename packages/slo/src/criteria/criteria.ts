import type { Criteria, Criterion, CriterionMetric, Source } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import type { Objective, ServiceLevelObjectives } from '../objectives.ts';

/** The limits that a load test is held against, and what of the SLO files cannot be held against one. */
export interface CriteriaOfSlos {
  readonly criteria: Criteria;
  readonly notes: readonly string[]; // for people: file, line, and why
}

/**
 * What SLO files promise, as limits of a load test: a latency of 95 % within 200 ms is P95 <= 200 ms, an availability of 99.9 % is a
 * share of errors of at most 0.001, a throughput is the least rate per second. Each limit keeps the place that states it.
 */
export function criteriaOf(slos: readonly ServiceLevelObjectives[]): CriteriaOfSlos {
  const criteria: Criterion[] = [];
  const notes: string[] = [];
  for (const slo of slos) {
    if (slo.kind === 'document') notes.push(`${placeOf(slo.source)}: a page, not a file of objectives; no limit was taken from it`);
    for (const objective of slo.objectives) {
      const found = metricOf(objective);
      if (found.metric) criteria.push({ name: objective.name, endpoint: allEndpoints, metric: found.metric, source: found.source });
      if (found.note !== null) notes.push(`${placeOf(found.source)}: \`${objective.name}\` ${found.note}`);
    }
  }
  return { criteria, notes };
}

interface FoundMetric {
  readonly metric: CriterionMetric | null;
  readonly source: Source;
  readonly note: string | null;
}

function metricOf(objective: Objective): FoundMetric {
  const { kind, target, targetRate, source } = objective;
  if (kind === 'latency') return latencyOf(objective);
  if (kind === 'throughput') {
    if (targetRate) return found({ kind: 'throughput', limitPerSecond: targetRate.value }, targetRate.source);
    return missing(source, 'states no rate; a throughput is held as `target: 1000/s`');
  }
  if (kind === 'other') return missing(source, 'is neither availability, latency nor throughput; a load test does not measure it');
  if (!target) return missing(source, 'states no share of good requests; an availability is held as `target: 99.9`');
  return found({ kind: 'error-share', limitShare: complement(target.value) }, target.source);
}

function latencyOf({ quantile, thresholdMs, target, source }: Objective): FoundMetric {
  const share = quantile ?? target?.value ?? null;
  if (!thresholdMs) return missing(source, 'states no duration; a latency is held as `target: 200` with `unit: ms`');
  if (share === null || share <= 0 || share >= 1)
    return missing(thresholdMs.source, 'states no share between 0 and 1 of the requests that keep the duration; name it `latency_p95`, or write `quantile: 0.95`');
  const metric: CriterionMetric = { kind: 'latency', quantile: share, limitMs: thresholdMs.value };
  if (quantile === null || !target || Math.abs(quantile - target.value) < 1e-9) return found(metric, thresholdMs.source);
  return {
    metric,
    source: thresholdMs.source,
    note: `is held as P${percent(quantile)} <= ${thresholdMs.value} ms; its target of ${percent(target.value)} % counts moments, and a load test counts requests`,
  };
}

function found(metric: CriterionMetric, source: Source): FoundMetric {
  return { metric, source, note: null };
}

function missing(source: Source, note: string): FoundMetric {
  return { metric: null, source, note };
}

/** 1 - 0.999 without the dust of binary fractions. */
function complement(share: number): number {
  return Number((1 - share).toPrecision(12));
}

function percent(share: number): number {
  return Number((share * 100).toPrecision(12));
}

function placeOf({ file, line }: Source): string {
  return `${file}:${line}`;
}
