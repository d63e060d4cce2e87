import type { ConnectionUse, PoolUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import { wayTo } from '../../model/reach.ts';
import type { Rule } from '../../model/rule.ts';
import type { Reach, System, Used } from '../../model/system.ts';

type Opening = Used<ConnectionUse | PoolUse>;

export const connectionPerCall: Rule<Opening> = {
  id: 'dp4/connection-per-call',
  severity: 'error', // DP4 says MUST
  summary: 'Requests take database connections from a pool instead of opening their own.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  subjects: (system) => openings(system),

  judge({ use, reach, owners }) {
    if (use.site.lifetime === 'process' || (use.kind === 'connection' && use.asPoolCreator)) return keptBy([line(use.site.source, use.library)]);
    const what = use.kind === 'pool' ? `makes its own ${use.library} pool` : `opens its own ${use.library} connection${use.closedInSameFunction ? ' and closes it again' : ''}`;
    return broken({
      at: use.site.source,
      severity: lower('error', reach.path === 'worker' ? 1 : 0),
      message: `every call ${what}: the number of connections follows the number of requests, and each pays for a handshake`,
      help: 'Open a pool of a set size once, and take connections from it.',
      together: {
        key: `${what} ${use.site.source.file}`, // functions of one file that each connect have one helper to share
        name: `${use.site.source.line}:${use.site.source.column}`,
        many: `places in ${use.site.source.file} ${use.kind === 'pool' ? `make a ${use.library} pool` : `open a ${use.library} connection`} of their own for every call: the number of connections follows the number of requests, and each pays for a handshake`,
      },
      evidence: wayTo(reach),
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

function openings(system: System): readonly Opening[] {
  const connections = system.connections.filter(({ use, reach }) => isDecided(use, reach));
  const pools = system.pools.filter(({ use, reach }) => use.site.lifetime === 'call' && reach.direct);
  return [...connections, ...pools].filter(({ use, reach }) => use.engine !== 'sqlite' && use.engine !== 'h2' && (reach.path === 'request' || reach.path === 'worker'));
}

/** A function that returns what it opened may be called once; only where the connection ends with the call, or the handler opens it, is it per call. */
function isDecided(use: ConnectionUse, reach: Reach): boolean {
  // What holds an advisory lock, listens or migrates needs a session of its own.
  if (/lock|listen|migrat|replicat|subscri/i.test(use.site.within ?? '')) return false;
  return use.asPoolCreator || use.site.lifetime === 'process' || use.closedInSameFunction || reach.direct;
}
