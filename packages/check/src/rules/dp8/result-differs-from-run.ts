import { broken, keptBy, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, runLine, sayOf, sayQuantile } from './phrases.ts';

export const resultDiffersFromRun: Rule<ClaimedResult> = {
  id: 'dp8/result-differs-from-run',
  severity: 'error', // DP8 says MUST
  summary: 'The numbers of a load test result are those of its run.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision', 'load-test'],

  subjects: (system) => system.claimed.results.filter(({ agreements }) => agreements.length > 0),

  judge({ claim, run, agreements }) {
    if (!run) throw new Error('subjects have a run');
    const name = (of: 'latency' | 'rate' | 'errors'): string => (of === 'latency' ? `${sayQuantile(claim.quantile ?? 0)} ` : '');
    const differing = agreements.filter((entry) => entry.agrees === false);
    const missing = agreements.filter((entry) => entry.agrees === null);
    const evidence = [runLine(run, claim.quantile)];
    if (differing.length > 0) {
      const pairs = differing.map(({ of, stated, measured }) => `${name(of)}${sayOf(of, stated)}, but run ${run.id} measured ${sayOf(of, measured ?? 0)}`);
      return broken({
        at: claim.source,
        message: `the decision says ${pairs.join('; and ')}`,
        help: `Take over the numbers of the run (plimsoll adr update ${claim.source.file} --run ${run.id} --write), or name the run that was meant.`,
        evidence,
      });
    }
    if (missing.length > 0) {
      const what = missing.map(({ of }) => (of === 'latency' ? sayQuantile(claim.quantile ?? 0) : of === 'rate' ? 'a rate' : 'errors')).join(' and ');
      return undecided({
        at: claim.source,
        message: `run ${run.id} does not hold ${what}, so the result cannot be held against it`,
        help: 'Record a run with histograms (plimsoll gate --record), or state a percentile that the run holds.',
        missing: [{ cause: 'no-value-given', missing: `${what} of run ${run.id}`, breaksWhen: 'it differs from the decision' }],
        evidence,
      });
    }
    return keptBy([claimLine(claim), ...evidence]);
  },
};
