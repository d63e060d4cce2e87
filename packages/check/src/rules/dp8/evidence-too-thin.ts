import { broken, keptBy } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { sayNumber } from '../../model/say.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, runLine, sayQuantile } from './phrases.ts';

export const evidenceTooThin: Rule<ClaimedResult> = {
  id: 'dp8/evidence-too-thin',
  severity: 'error', // DP8 says MUST
  summary: 'The run that shows a result is valid and has enough requests for its percentile.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision', 'load-test'],

  subjects: (system) => system.claimed.results.filter(({ run }) => run !== null),

  judge({ claim, run, requestsNeeded }) {
    if (!run) throw new Error('subjects have a run');
    const evidence = [runLine(run, claim.quantile)];
    const at = claim.evidence?.source ?? claim.source;
    if (run.verdict === 'invalid') {
      return broken({ at, message: `the gate judged run ${run.id} invalid: it measured the load generator, not the service`, help: 'Name a valid run.', evidence });
    }
    if (run.interrupted !== null) return broken({ at, message: `run ${run.id} ended early (${run.interrupted})`, help: 'Name a run that was finished.', evidence });
    if (requestsNeeded !== null && run.requests < requestsNeeded) {
      return broken({
        at,
        message: `run ${run.id} has ${sayNumber(run.requests)} requests, and ${sayQuantile(claim.quantile ?? 0)} needs at least ${sayNumber(requestsNeeded)}: with fewer than twenty above it, a few stragglers move it`,
        help: `Measure longer or under more load, at least ${sayNumber(requestsNeeded)} requests.`,
        evidence,
      });
    }
    return keptBy([claimLine(claim), ...evidence]);
  },
};
