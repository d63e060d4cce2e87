import type { PerformanceClaim } from '@plimsoll/decisions';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedDecision } from '../../model/system.ts';

interface Measured {
  readonly id: string;
  readonly decision: JoinedDecision['decision'];
  readonly result: PerformanceClaim;
  readonly targets: readonly PerformanceClaim[];
}

export const claimWithoutTarget: Rule<Measured> = {
  id: 'dp8/claim-without-target',
  severity: 'error', // DP8's section has the target first: without it, a number is neither good nor bad
  summary: 'A measured result in a decision stands beside the target it was measured for.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) =>
    system.decisions.flatMap(({ decision, claims }) => {
      const performance = claims.flatMap(({ claim }) => (claim.kind === 'performance' ? [claim] : []));
      const targets = performance.filter((claim) => claim.phase === 'design-target');
      return performance.filter((claim) => claim.phase === 'load-test-result').map((result) => ({ id: `result:${decision.file}:${result.source.line}`, decision, result, targets }));
    }),

  judge({ decision, result, targets }) {
    const lacking = missing(result, targets);
    if (lacking === null) return keptBy([line(result.source, result.text.trim()), ...targets.map((target) => line(target.source, target.text.trim()))]);
    return broken({
      at: result.source,
      message:
        targets.length === 0
          ? `“${decision.title}” gives a load test result but no target: whether it is good enough cannot be told`
          : `the load test result states ${lacking}, but no target in “${decision.title}” does`,
      help: targets.length === 0 ? 'Add the design target above it: rate, percentile and limit (Design target: 1000 req/s at P95 < 200ms).' : `Add ${lacking} to the design target.`,
      evidence: targets.map((target) => line(target.source, target.text.trim())),
    });
  },
};

/** What the result has and no target; null: nothing. */
function missing(result: PerformanceClaim, targets: readonly PerformanceClaim[]): string | null {
  if (targets.length === 0) return 'anything';
  if (result.ratePerSecond && !targets.some((target) => target.ratePerSecond)) return 'a rate';
  if (result.latencyMs && !targets.some((target) => target.latencyMs)) return 'a latency';
  const { quantile } = result;
  return quantile !== null && result.latencyMs && !targets.some((target) => target.quantile === quantile) ? `P${Number((quantile * 100).toFixed(3))}` : null;
}
