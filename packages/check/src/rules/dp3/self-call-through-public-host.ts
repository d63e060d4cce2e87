import { broken, keptBy, line } from '../../model/judgement.ts';
import { valueOf } from '../../model/known.ts';
import type { Source } from '@plimsoll/contract';
import type { Rule } from '../../model/rule.ts';
import type { InternalCall, System } from '../../model/system.ts';
import { publishedAt } from './published.ts';

export const selfCallThroughPublicHost: Rule<InternalCall> = {
  id: 'dp3/self-call-through-public-host',
  severity: 'warning', // DP3: hops that need not be
  summary: 'Services of one system call each other by their internal names.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => system.internalCalls.filter(({ client }) => client.reach.path === 'request' || client.reach.path === 'worker'),

  judge(call, system) {
    const { client, to, host, said, joins } = call;
    const published = call.publicHost ?? publicName(call, system);
    if (!published) return keptBy([line(said, host)]);
    const inside = call.service?.name ?? to.name;
    return broken({
      at: said,
      message: `${client.owners[0]?.name ?? client.use.site.source.file} calls ${to.name} under its public name ${host}: each call leaves the network, passes the balancer and its TLS, and comes back in`,
      help: `Call ${inside} directly (http://${inside}).`,
      evidence: [line(client.use.site.source, client.use.callee), line(published, `published as ${host}`)],
      joins,
    });
  },
};

/** Names that Terraform publishes. */
function publicName({ host }: InternalCall, system: System): Source | null {
  return publishedAt(
    host,
    system.publicHosts.map(({ host: name, source }) => ({ name: valueOf(name) ?? '', source })),
  );
}
