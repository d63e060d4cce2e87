import type { ClientUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Used } from '../../model/system.ts';

export const httpClientPerCall: Rule<Used<ClientUse>> = {
  id: 'dp3/http-client-per-call',
  severity: 'error', // DP3: latency accumulates at every hop; a new connection adds two round trips to it
  summary: 'HTTP clients that own connections are made once and reused.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],

  subjects: (system) => system.clients.filter(({ use, reach }) => use.act === 'client' && use.protocol === 'http' && (use.site.lifetime === 'process' || use.perCallCost !== null) && (reach.path === 'request' || reach.path === 'worker')),

  judge({ use, reach, owners }) {
    if (use.site.lifetime === 'process' || use.perCallCost === null) return keptBy([line(use.site.source, use.callee)]);
    return broken({
      at: use.site.source,
      severity: lower('warning', reach.path === 'worker' ? 1 : 0),
      message: `${use.callee} is made anew ${use.site.inLoop ? 'in every round of a loop' : 'for every call'} and brings ${use.perCallCost}: each call pays for a connection and a TLS handshake first`,
      help: 'Make the client once (module level, a singleton, a bean) and reuse it, so that connections stay open between calls.',
      evidence: reach.entry ? [line(reach.entry, reach.why)] : [],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};
