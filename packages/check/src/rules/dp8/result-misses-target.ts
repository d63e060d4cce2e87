import type { DecisionRecord } from '@plimsoll/decisions';
import { broken, keptBy, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, runLine, sayOf, sayQuantile } from './phrases.ts';

export const resultMissesTarget: Rule<ClaimedResult> = {
  id: 'dp8/result-misses-target',
  severity: 'error', // DP8 says MUST
  summary: 'A load test result meets the design target, at the same load or a higher one, or the miss is accepted as debt.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) => system.claimed.results.filter(({ targets }) => targets.length > 0),

  judge({ decision, claim, run, targets, met }) {
    const evidence = [...targets.map(({ target }) => claimLine(target)), ...(run ? [runLine(run, claim.quantile)] : [])];
    if (met === true) return keptBy([claimLine(claim), ...evidence]);
    if (met === false) {
      const debt = acceptedDebt(decision);
      if (debt && claim.ticked === false) return keptBy([claimLine(claim), ...evidence, { ...debt.source, says: debt.text.trim() }]);
      const misses = targets.flatMap(({ target, missed }) =>
        missed.map(({ of, wanted, got }) =>
          of === 'rate'
            ? `it was measured at ${sayOf(of, got)}, and the target asks for ${sayOf(of, wanted)}`
            : `${of === 'latency' ? `${sayQuantile(target.quantile ?? 0)} is ` : ''}${sayOf(of, got)}, and the target is ${target.comparator === '<' ? 'below' : 'at most'} ${sayOf(of, wanted)}`,
        ),
      );
      return broken({
        at: claim.source,
        message: `the result misses the design target: ${[...new Set(misses)].join('; ')}`,
        help: 'Meet the target and measure again under its load; or mark the result with ❌ and accept the miss as performance debt, with an id and a target date.',
        evidence,
      });
    }
    const unknown = [...new Set(targets.flatMap((check) => check.unknown))].map((of) => (of === 'latency' ? 'latency' : of === 'rate' ? 'rate' : 'error rate'));
    return undecided({
      at: claim.source,
      message: `whether the result meets the design target is not known: it states no ${unknown.join(' and no ')}`,
      help: 'State it (1200 req/s at P95 = 145ms), or name the stored run as evidence.',
      missing: [{ cause: 'no-value-given', missing: `the ${unknown.join(' and the ')} of the result`, breaksWhen: 'it misses the target' }],
      evidence,
    });
  },
};

function acceptedDebt({ claims }: DecisionRecord) {
  return claims.find((claim) => claim.kind === 'debt');
}
