import type { Rule } from '../../model/rule.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

export const connectionRegistryInProcess: Rule<OwnedState> = {
  id: 'dp2/connection-registry-in-process',
  severity: 'error', // DP2 says must
  summary: 'A message reaches clients on whichever instance they are connected to.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => ownedStates(system, 'connection-registry'),

  judge: (subject) =>
    judgeState(subject, {
      lost: 'a message that is sent on one of them does not reach clients of the others',
      help: 'Connect the instances: a Redis adapter for socket.io, or publish every message to a channel that all instances subscribe to.',
    }),
};
