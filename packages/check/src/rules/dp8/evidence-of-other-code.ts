import { broken, keptBy, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, perLine, runLine } from './phrases.ts';

export const evidenceOfOtherCode: Rule<ClaimedResult> = {
  id: 'dp8/evidence-of-other-code',
  severity: 'error', // DP8 says MUST
  summary: 'The run that shows a result measured a commit that this code grew from.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision', 'load-test'],

  // A run that names no commit was made outside of git; how long it may count is what decisions.evidence_age says.
  subjects: (system) => perLine(system.claimed.results).filter(({ run }) => run !== null && run.commit !== null),

  judge({ claim, run }) {
    const commit = run?.commit?.slice(0, 10) ?? '';
    if (!run) throw new Error('subjects have a run');
    const evidence = [runLine(run, claim.quantile)];
    if (run.isDirty && run.isAncestor !== false) {
      return undecided({
        at: claim.source,
        message: `run ${run.id} measured commit ${commit} with changes that were not committed; whether they are in this code cannot be told`,
        help: 'Measure what is committed and name that run.',
        missing: [{ cause: 'outside-the-repository', missing: 'what was changed when it was measured', breaksWhen: 'it is not in this code' }],
        evidence,
      });
    }
    if (run.isAncestor === true) return keptBy([claimLine(claim), ...evidence]);
    if (run.isAncestor === null) {
      return undecided({
        at: claim.source,
        message: `run ${run.id} measured commit ${commit}; whether this code grew from it cannot be told here`,
        help: 'Check in a full clone (fetch-depth: 0 in actions/checkout).',
        missing: [{ cause: 'outside-the-repository', missing: 'the history of commits', breaksWhen: `${commit} is on another branch` }],
        evidence,
      });
    }
    return broken({
      at: claim.evidence?.source ?? claim.source,
      message: `run ${run.id} measured commit ${commit}, which this code did not grow from`,
      help: 'Measure the merged state and name that run.',
      evidence,
    });
  },
};
