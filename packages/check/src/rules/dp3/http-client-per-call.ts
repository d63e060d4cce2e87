import type { ClientUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import { timesMade, wayTo } from '../../model/reach.ts';
import type { Judgement, Rule } from '../../model/rule.ts';
import type { System, Used } from '../../model/system.ts';
import { reuseHint } from './reuse-hints.ts';

export const httpClientPerCall: Rule<Used<ClientUse>> = {
  id: 'dp3/http-client-per-call',
  severity: 'warning', // advice inside DP3: latency accumulates at every hop, and a new connection adds two round trips to it
  summary: 'HTTP clients that own connections are made once and reused.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) => [...clientsMade(system), ...callsWithoutReuse(system)],

  judge: (used) => (used.use.act === 'call' ? judgeCall(used) : judgeClient(used)),
};

function judgeClient({ use, reach, owners }: Used<ClientUse>): Judgement {
  if (use.site.lifetime === 'process' || use.perCallCost === null) return keptBy([line(use.site.source, use.callee)]);
  return broken({
    at: use.site.source,
    severity: lower('warning', reach.path === 'request' && reach.by === 'calls' && !reach.refills ? 0 : 1),
    message: `${use.callee} is made anew ${timesMade(use, reach)} and brings ${use.perCallCost}: each call pays for a connection and a TLS handshake first`,
    help: 'Make the client once (module level, a singleton, a bean) and reuse it, so that connections stay open between calls.',
    together: {
      key: `${use.library} ${timesMade(use, reach)} ${use.perCallCost} ${use.site.source.file}`,
      name: `${use.site.source.line}:${use.site.source.column}`,
      many: `clients of ${use.library} in ${use.site.source.file} are made anew ${timesMade(use, reach)}, and each brings ${use.perCallCost}: each call pays for a connection and a TLS handshake first`,
    },
    evidence: wayTo(reach),
    joins: owners.flatMap((owner) => owner.joins),
  });
}

/** A call of a module function has no client to keep a connection in. Advice only: nobody made a client wrongly. */
function judgeCall({ use, reach }: Used<ClientUse>): Judgement {
  if (use.pooled) return keptBy([line(use.site.source, use.callee)]);
  return broken({
    at: use.site.source,
    severity: 'info',
    message: `${use.callee} opens a connection of its own for this call and closes it again`,
    help: `${reuseHint(use.library)}, so that connections stay open between calls.`,
    together: {
      name: `${use.site.source.file}:${use.site.source.line}`,
      key: `${use.library} ${use.site.source.file}`,
      many: `calls of ${use.library} in ${use.site.source.file} open a connection of their own and close it again`,
    },
    evidence: wayTo(reach),
  });
}

function clientsMade(system: System): readonly Used<ClientUse>[] {
  return system.clients.filter(
    ({ use, reach }) => use.act === 'client' && use.protocol === 'http' && (use.site.lifetime === 'process' || use.perCallCost !== null) && (reach.path === 'request' || reach.path === 'worker'),
  );
}

/** Go through Node's global agent, which keeps connections alive from Node 19 on (https://nodejs.org/en/blog/announcements/v19-release-announce). */
const onGlobalAgent: ReadonlySet<string> = new Set(['axios', 'got', 'http', 'node-fetch', 'superagent']);

/** Only where a request is seen to make the call: there the handshake is part of somebody's wait. */
function callsWithoutReuse(system: System): readonly Used<ClientUse>[] {
  return system.clients.filter(
    ({ use, reach }) =>
      use.act === 'call' && use.protocol === 'http' && use.site.lifetime === 'call' && reach.path === 'request' && reach.shown && !(onGlobalAgent.has(use.library) && !system.oldNode),
  );
}
