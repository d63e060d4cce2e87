import { broken, keptBy } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, runLine, sayOf, sayQuantile } from './phrases.ts';

export const tickContradictsNumbers: Rule<ClaimedResult> = {
  id: 'dp8/tick-contradicts-numbers',
  severity: 'error', // DP8 says MUST
  summary: 'A ✅ or ❌ beside a result is what follows from the numbers.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) => system.claimed.results.filter(({ claim, met }) => claim.ticked !== null && met !== null),

  judge({ claim, run, targets, met }) {
    const evidence = [...targets.map(({ target }) => claimLine(target)), ...(run ? [runLine(run, claim.quantile)] : [])];
    if (claim.ticked === met) return keptBy([claimLine(claim), ...evidence]);
    const [first] = targets.flatMap(({ target, missed }) => missed.map((miss) => ({ target, ...miss })));
    const why = first
      ? `${first.of === 'latency' ? `${sayQuantile(first.target.quantile ?? 0)} ` : ''}${sayOf(first.of, first.got)} against a target of ${sayOf(first.of, first.wanted)}`
      : 'every target is met';
    return broken({
      at: claim.source,
      message: met ? `this result is marked ❌, but ${why}` : `this result is marked ✅, but it misses its target: ${why}`,
      help: `Write ${met ? '✅' : '❌'}, or correct the numbers.`,
      evidence,
    });
  },
};
