import { product } from '../../model/arithmetic.ts';
import { broken, kept } from '../../model/judgement.ts';
import { isKnown, map } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs, sayNumber } from '../../model/say.ts';
import type { JoinedLoadTest } from '../../model/system.ts';

/** DP7 judges at P95 and P99; a test that names no percentile is held to the milder one. */
const quantileByDefault = 0.95;

export const loadTestTooSmall: Rule<JoinedLoadTest> = {
  id: 'dp7/load-test-too-small',
  severity: 'warning', // it runs and judges, only with less evidence than it seems
  summary: 'A load test takes enough samples for the percentile it judges.',
  controls: ['WAF-PERF-060'],
  needs: ['load-test'],
  practice: true,

  subjects: ({ loadTests }) => loadTests.filter(({ test }) => test.purpose === 'load-test' && iterationsOf(test.load) !== null),

  judge({ test, joins }) {
    const iterations = iterationsOf(test.load);
    if (!iterations || !isKnown(iterations)) throw new Error('subjects have a known number of iterations');
    const criterion = test.criteria.filter(({ kind, quantile }) => kind === 'latency' && quantile !== null).toSorted((a, b) => (b.quantile ?? 0) - (a.quantile ?? 0))[0];
    const quantile = criterion?.quantile ?? quantileByDefault;
    const needed = samplesFor(quantile);
    if (iterations.value >= needed) return kept(iterations);
    const name = `P${Number((quantile * 100).toFixed(3))}`;
    const duration = test.load.durationMs && isKnown(test.load.durationMs) ? ` in ${sayDurationMs(test.load.durationMs.value)}` : '';
    return broken({
      at: iterations.source,
      message: `${test.file} starts ${sayNumber(iterations.value)} iterations${duration}: from fewer than ${needed}, not even the slowest one is above the true ${name} with 95 % certainty`,
      help: `Start at least ${needed} (better ten times as many), at the rate that the service meets at its busiest hour.`,
      because: [iterations, test.load.ratePerSecond, test.load.durationMs],
      joins,
    });
  },
};

/** The least n for which the largest of n independent samples lies above the q-quantile with 95 % certainty: 1 − qⁿ ≥ 0.95 (Wilks 1941). */
export function samplesFor(quantile: number): number {
  return Math.ceil(Math.log(0.05) / Math.log(quantile));
}

/** How many iterations the test starts; null where it depends on how fast they end. */
function iterationsOf(load: JoinedLoadTest['test']['load']): Known<number> | null {
  const { ratePerSecond, durationMs } = load;
  if (!ratePerSecond || !durationMs || !isKnown(ratePerSecond) || !isKnown(durationMs)) return null;
  return product(
    ratePerSecond,
    map(durationMs, (ms) => ms / 1000),
  );
}
