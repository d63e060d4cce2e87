import { allEndpoints } from '@plimsoll/contract';
import type { RelativeResult } from './report.ts';
import { sayEffect, sayMs } from './say.ts';

/** What is known of the rule, printed with each of its verdicts. Measured on 586 benchmarks with ten forks each; see bench/RESULTS.md. */
export const ratioNote =
  'the rule of DP7 compares two single numbers and knows no noise: on unchanged code it raised an alarm in about one comparison of ten, and it finds half of the true slowdowns of 10 %';

/** DP7's own rule: slower when P99 of head is above `max` times that of base. */
export function judgeRatio(baseMs: number, headMs: number, max: number): RelativeResult {
  const effect = headMs / baseMs - 1;
  const says = `p99: ${sayMs(baseMs)} → ${sayMs(headMs)}, ${sayEffect(effect)} against an allowed ${sayEffect(max - 1)}`;
  return {
    metric: 'p99',
    endpoint: allEndpoints,
    answer: effect > max - 1 ? 'slower' : 'not-slower',
    baseMs,
    headMs,
    effect,
    low: effect,
    high: effect,
    margin: max - 1,
    pValue: Number.NaN,
    alpha: Number.NaN,
    minimumDetectable: Number.NaN,
    pairs: 1,
    says,
  };
}
