import type { Rule } from '../../model/rule.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

export const lockInProcess: Rule<OwnedState> = {
  id: 'dp2/lock-in-process',
  severity: 'error', // DP2 says must
  summary: 'A lock around shared data holds across all instances.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => ownedStates(system, 'lock'),

  judge: (subject) =>
    judgeState(subject, {
      lost: 'two of them can hold it at once',
      help: 'Take the lock where all instances see it: Redis SET NX with a fencing token, a PostgreSQL advisory lock, or a conditional write.',
    }),
};
