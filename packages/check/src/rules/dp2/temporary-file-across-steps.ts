import { keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

export const temporaryFileAcrossSteps: Rule<OwnedState> = {
  id: 'dp2/temporary-file-across-steps',
  severity: 'error', // DP2 says must
  summary: 'What one step leaves for the next lies in shared storage.',
  controls: ['WAF-PERF-020', 'WAF-PERF-090'],
  needs: ['code', 'infrastructure'],

  // Where a path goes is followed; where that could not be seen, nothing is said.
  subjects: (system) => ownedStates(system, 'temporary-file').filter(({ state }) => state.use.life?.leaves !== undefined),

  judge(subject) {
    const { use } = subject.state;
    const leaves = use.life?.leaves;
    if (!leaves) return keptBy([line(use.site.source, `${use.library}, within one function`)]);
    return judgeState(subject, {
      lost: `the step that takes it over (${leaves.says}) may run on another one, where there is no such file`,
      help: 'Put the output of the step into object storage, and hand its key on through the queue.',
    });
  },
};
