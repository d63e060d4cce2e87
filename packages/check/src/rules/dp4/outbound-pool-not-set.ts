import type { ClientUse } from '../../facts/index.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { System, Used, Workload } from '../../model/system.ts';

interface OutboundPool {
  readonly id: string;
  readonly workload: Workload;
  readonly clients: readonly Used<ClientUse>[];
}

export const outboundPoolNotSet: Rule<OutboundPool> = {
  id: 'dp4/outbound-pool-not-set',
  severity: 'warning', // DP4 says MUST of external APIs too; said once for each service, since a default is common and bearable
  summary: 'A service that calls an external API says how many connections it may take.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  subjects: (system) => outboundPools(system),

  judge({ workload, clients }) {
    const set = clients.find(({ use }) => use.connectionsMax && !(isKnown(use.connectionsMax.value) && use.connectionsMax.value.basis === 'default'));
    if (set) return keptBy([line(set.use.site.source, set.use.callee)]);
    const [first, ...rest] = clients;
    const limit = first?.use.connectionsMax?.value;
    if (!first || !limit || !isKnown(limit)) throw new Error('subjects have a client with a default');
    return broken({
      at: first.use.site.source,
      message:
        limit.value === Infinity
          ? `${workload.name} calls an external API through ${first.use.callee}, which opens as many connections as there are requests: nothing keeps a burst of ours from becoming a burst of theirs`
          : `${workload.name} calls an external API through ${first.use.callee} with its default of ${say(limit)} connections; nobody chose that number`,
      help: 'Set the most connections to that host (maxSockets, pool_maxsize, limits, MaxConnsPerHost) from rate × latency: 50 calls a second of 200 ms each hold 10.',
      because: [limit],
      places: rest.map(({ use }) => use.site.source),
      joins: workload.joins,
    });
  },
};

/** Clients on the path of requests that speak to hosts outside and whose library has such a limit. One subject for each service. */
function outboundPools(system: System): readonly OutboundPool[] {
  const inside = new Set(system.internalCalls.map(({ client }) => client));
  return system.workloads
    .map((workload) => ({
      id: `outbound:${workload.id}`,
      workload,
      clients: system.clients.filter(
        (client) =>
          client.use.protocol === 'http' &&
          client.use.connectionsMax !== undefined &&
          client.reach.path === 'request' &&
          client.owners.includes(workload) &&
          !inside.has(client) &&
          speaksOutside(client),
      ),
    }))
    .filter(({ clients }) => clients.some(({ use }) => use.connectionsMax && isKnown(use.connectionsMax.value)));
}

function speaksOutside({ use }: Used<ClientUse>): boolean {
  const target = use.target?.value;
  return target !== undefined && isKnown(target) && /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+/i.test(target.value);
}
