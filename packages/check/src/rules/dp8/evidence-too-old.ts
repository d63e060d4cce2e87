import type { Source } from '@plimsoll/contract';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { perLine, runLine } from './phrases.ts';

export const evidenceTooOld: Rule<ClaimedResult> = {
  id: 'dp8/evidence-too-old',
  severity: 'error', // DP8 says MUST; how old is too old is for the contract to say
  summary: 'The run that shows a result is no older than the contract allows.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision', 'load-test', 'contract'],

  subjects: (system) => (system.claimed.evidenceAgeMax ? perLine(system.claimed.results).filter(({ run }) => run !== null) : []),

  judge({ claim, run }, { today, claimed }) {
    const limit = claimed.evidenceAgeMax;
    if (!run || !limit) throw new Error('subjects have a run, and the contract an age');
    const day = `${run.id.slice(0, 4)}-${run.id.slice(4, 6)}-${run.id.slice(6, 8)}`;
    const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
    const most = Math.floor(limit.value / 86_400_000);
    const evidence = [runLine(run, claim.quantile), stated(limit.source, most)];
    if (days <= most) return keptBy(evidence);
    return broken({
      at: claim.evidence?.source ?? claim.source,
      message: `run ${run.id} is ${days} days old, and decisions.evidence_age allows ${most}`,
      help: 'Measure again, and take over the numbers with plimsoll adr update.',
      evidence,
    });
  },
};

function stated(source: Source, days: number) {
  return line(source, `evidence_age: ${days}d`);
}
