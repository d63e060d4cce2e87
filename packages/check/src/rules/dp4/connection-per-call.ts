import type { ConnectionUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Reach, Used } from '../../model/system.ts';

/** A function that returns what it opened may be called once; only where the connection ends with the call, or the handler opens it, is it per call. */
function isDecided(use: ConnectionUse, reach: Reach): boolean {
  return use.asPoolCreator || use.site.lifetime === 'process' || use.closedInSameFunction || reach.direct;
}

export const connectionPerCall: Rule<Used<ConnectionUse>> = {
  id: 'dp4/connection-per-call',
  severity: 'error', // DP4 says MUST
  summary: 'Requests take database connections from a pool instead of opening their own.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],

  subjects: (system) => system.connections.filter(({ use, reach }) => use.engine !== 'sqlite' && use.engine !== 'h2' && (reach.path === 'request' || reach.path === 'worker') && isDecided(use, reach)),

  judge({ use, reach, owners }) {
    if (use.asPoolCreator || use.site.lifetime === 'process') return keptBy([line(use.site.source, use.library)]);
    return broken({
      at: use.site.source,
      severity: lower('error', reach.path === 'worker' ? 1 : 0),
      message: `every call opens its own ${use.library} connection${use.closedInSameFunction ? ' and closes it again' : ''}: the number of connections follows the number of requests, and each pays for a handshake`,
      help: 'Open a pool of a set size once, and take connections from it.',
      evidence: reach.entry ? [line(reach.entry, reach.why)] : [],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};
