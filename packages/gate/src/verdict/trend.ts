import { allEndpoints } from '@plimsoll/contract';
import type { Run } from '@plimsoll/contract';
import { changePoints } from '../statistics/index.ts';
import type { TrendResult } from './report.ts';
import { runQuantile } from './history.ts';

const window = 50;

/** Where the level of accepted runs changed, so that many small steps are seen that no single comparison shows. Never decides. */
export function trendOf(runs: readonly Run[]): readonly TrendResult[] {
  const recent = runs.slice(-window);
  return (
    [
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const
  ).flatMap(([metric, quantile]) => {
    const points = recent.flatMap((run) => {
      const value = runQuantile(run.measurement, quantile);
      return value === null || value <= 0 ? [] : [{ log: Math.log(value), commit: run.git?.commit.slice(0, 10) ?? run.id }];
    });
    return changePoints(
      points.map(({ log }) => log),
      { pValueMax: 1e-4, magnitudeMin: Math.log(1.02), lengthMin: 3 },
    ).map(({ index, before, after, pValue }): TrendResult => ({
      metric,
      endpoint: allEndpoints,
      from: points[index - 1]?.commit ?? '',
      to: points[index]?.commit ?? '',
      effect: Math.expm1(after - before),
      pValue,
    }));
  });
}
