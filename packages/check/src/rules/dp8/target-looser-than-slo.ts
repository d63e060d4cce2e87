import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedTarget } from '../../model/system.ts';
import { claimLine, sayOf, sayQuantile } from './phrases.ts';

export const targetLooserThanSlo: Rule<ClaimedTarget> = {
  id: 'dp8/target-looser-than-slo',
  severity: 'error', // DP8 says MUST
  summary: 'The design target of a decision allows nothing that the SLO of the service does not.',
  controls: ['WAF-PERF-050', 'WAF-PERF-100'],
  needs: ['decision', 'slo'],

  subjects: (system) => system.claimed.targets,

  judge({ claim, checks, joins }) {
    const lines = checks.map(({ limit }) => line(limit.value.source, `${limit.of === 'latency' ? `${sayQuantile(limit.quantile)} ` : ''}${sayOf(limit.of, limit.value.value)}`));
    const looser = checks.find((check) => check.looser);
    if (!looser) return keptBy([claimLine(claim), ...lines]);
    const { limit, stated } = looser;
    return broken({
      at: stated.source,
      message: `the decision is designed for ${limit.of === 'latency' ? `${sayQuantile(limit.quantile)} of ` : ''}${sayOf(limit.of, stated.value)}, but the SLO promises ${sayOf(limit.of, limit.value.value)}`,
      help: 'Design for what is promised, or change the promise and say so to its users.',
      evidence: [line(limit.value.source, sayOf(limit.of, limit.value.value))],
      joins,
    });
  },
};
