import type { Rule } from '../../model/rule.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

export const sessionInProcessMemory: Rule<OwnedState> = {
  id: 'dp2/session-in-process-memory',
  severity: 'error', // DP2 says must
  summary: 'HTTP sessions of a workload with more than one instance live in a shared store.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => ownedStates(system, 'session'),

  judge: (subject) =>
    judgeState(subject, {
      lost: 'a session is known to one of them only, and lost when it is scaled in',
      help: 'Give the session middleware a store that all instances share (Redis, or the database), or keep the session in a signed cookie.',
    }),
};
