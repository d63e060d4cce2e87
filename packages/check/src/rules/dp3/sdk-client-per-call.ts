import { folderOf } from '@plimsoll/contract';
import type { ClientUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import { timesMade, wayTo } from '../../model/reach.ts';
import type { Rule } from '../../model/rule.ts';
import type { Used } from '../../model/system.ts';

export const sdkClientPerCall: Rule<Used<ClientUse>> = {
  id: 'dp3/sdk-client-per-call',
  severity: 'warning', // advice inside DP3: a new client means new connections and often new credentials
  summary: 'Clients of cloud services and other SDKs are made once and reused.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) =>
    system.clients.filter(
      ({ use, reach }) => use.protocol === 'sdk' && use.act === 'client' && (use.site.lifetime === 'process' || use.perCallCost !== null) && (reach.path === 'request' || reach.path === 'worker'),
    ),

  judge({ use, reach, owners }) {
    if (use.site.lifetime === 'process') return keptBy([line(use.site.source, use.callee)]);
    return broken({
      at: use.site.source,
      severity: lower('warning', reach.path === 'request' && reach.by === 'calls' && !reach.refills ? 0 : 1),
      message: `${use.callee} is made anew ${timesMade(use, reach)} and brings ${use.perCallCost ?? 'connections of its own'}: each call pays for a TLS handshake, and often for credentials, first`,
      help: 'Make the client once for the process (module level, a singleton, a bean) and pass it on; where each tenant has credentials of its own, keep one client for each while they hold.',
      // Branches that make the same client, and files that do it alike, have one habit to change.
      together: {
        key: `${use.library} ${timesMade(use, reach)} ${use.perCallCost} ${folderOf(use.site.source.file)}`,
        name: `${use.site.source.file}:${use.site.source.line}:${use.site.source.column}`,
        many: `SDK clients are made anew ${timesMade(use, reach)}, and each brings ${use.perCallCost ?? 'connections of its own'}: each call pays for a TLS handshake, and often for credentials, first`,
        worst: { holds: reach.path === 'request' && reach.by === 'calls', says: 'seen to make a request wait' },
      },
      evidence: wayTo(reach),
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};
