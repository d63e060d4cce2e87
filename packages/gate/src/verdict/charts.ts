import { allEndpoints } from '@plimsoll/contract';
import type { Measurement } from '@plimsoll/contract';
import { mergeHistograms, quantileOf } from '../statistics/index.ts';
import type { GateCharts } from './report.ts';
import { latenciesOverTime, measured } from './slices.ts';

const shown: readonly number[] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999];

/** Numbers behind the pictures of a report. */
export function chartsOf(head: readonly Measurement[], base: readonly Measurement[]): GateCharts {
  const timeOf = (measurements: readonly Measurement[], arm: 'base' | 'head'): GateCharts['overTime'] => {
    let began = 0;
    return measurements.flatMap(({ slices, durationMs }) => {
      const from = began;
      const stretches = latenciesOverTime(measured(slices, arm, allEndpoints));
      began += durationMs ?? 0;
      return stretches.flatMap(({ startMs, durationMs: length, latency }) => {
        const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => quantileOf(latency, quantile));
        return p50Ms === null || p50Ms === undefined || p95Ms === null || p95Ms === undefined || p99Ms === null || p99Ms === undefined
          ? []
          : [{ arm, atMs: from + startMs + length / 2, p50Ms, p95Ms, p99Ms }];
      });
    });
  };
  const whole = (measurements: readonly Measurement[], arm: 'base' | 'head'): ReturnType<typeof mergeHistograms> =>
    mergeHistograms(measurements.flatMap(({ slices }) => measured(slices, arm, allEndpoints).map(({ latency }) => latency)));
  const [headAll, baseAll] = [whole(head, 'head'), whole(base, 'base')];
  const quantiles = shown.flatMap((quantile) => {
    const headMs = quantileOf(headAll, quantile);
    return headMs === null ? [] : [{ quantile, headMs, baseMs: base.length === 0 ? null : quantileOf(baseAll, quantile) }];
  });
  return { overTime: [...timeOf(head, 'head'), ...(base.length === 0 ? [] : timeOf(base, 'base'))], quantiles };
}
