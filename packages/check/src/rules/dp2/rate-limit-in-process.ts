import type { Rule } from '../../model/rule.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

export const rateLimitInProcess: Rule<OwnedState> = {
  id: 'dp2/rate-limit-in-process',
  severity: 'error', // DP2 says must
  summary: 'A rate limit for clients counts in a store that all instances share.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => ownedStates(system, 'rate-limit'),

  judge: (subject) =>
    judgeState(subject, {
      lost: 'each counts for itself, so a client gets the limit once per instance',
      help: 'Give the limiter a shared store (Redis), or limit at the gateway.',
    }),
};
