import type { ClientUse, KubernetesService } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import { valueOf } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { RoutedService, System, Used } from '../../model/system.ts';

interface Channel {
  readonly id: string;
  readonly client: Used<ClientUse>;
  readonly backends: readonly RoutedService[]; // Services with one address of their own that it may go to
}

export const grpcPinnedToOneBackend: Rule<Channel> = {
  id: 'dp3/grpc-pinned-to-one-backend',
  severity: 'warning', // DP3 advises gRPC between services; behind one address it balances connections, not calls
  summary: 'gRPC calls are spread over all instances of their backend.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => channels(system),

  judge({ client: { use, reach, owners }, backends }) {
    if (use.balancing === 'per-call') return keptBy([line(use.site.source, use.callee)]);
    const several = backends.find(({ workload }) => workload.multiplied.answer === 'yes');
    const shown = several ?? backends[0];
    if (!shown) throw new Error('subjects have a backend');
    return broken({
      at: use.site.source,
      severity: lower('warning', several ? 0 : 1),
      message: `this channel opens one connection, and the Service ${shown.service.name} balances connections: all calls of a process go to one instance of ${shown.workload.name}${several ? '' : ', and a second one would get none of them'}`,
      help: `Make the Service headless (clusterIP: None), dial dns:///${shown.service.name} and set the load balancing policy round_robin; or let a mesh balance the calls.`,
      evidence: [line(shown.service.nameSource, `Service ${shown.service.name}, not headless`), ...(reach.entry ? [line(reach.entry, reach.why)] : [])],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

function channels(system: System): readonly Channel[] {
  return system.clients
    .filter(({ use, reach }) => use.protocol === 'grpc' && use.act === 'client' && use.balancing !== undefined && (reach.path === 'request' || reach.path === 'worker' || reach.path === 'startup'))
    .flatMap((client) => {
      const backends = backendsOf(client, system).filter(({ service }) => !service.headless && service.type !== 'ExternalName' && !inMesh(service.name, system));
      return backends.length > 0 ? [{ id: client.id, client, backends }] : [];
    });
}

/** A mesh that has rules for a service carries the calls to it, and balances them itself. */
function inMesh(name: string, system: System): boolean {
  return system.meshPolicies.some((policy) => policy.type === 'DestinationRule' && policy.hosts.some((host) => host.startsWith('*') || host.split('.')[0] === name));
}

/** Those it is known to call; where the address is handed in, those whose names its units are given. */
function backendsOf(client: Used<ClientUse>, system: System): readonly RoutedService[] {
  const called = new Set<KubernetesService | null>(system.internalCalls.filter((call) => call.client === client).map(({ service }) => service));
  const known = system.services.filter(({ service }) => called.has(service));
  if (known.length > 0) return known;
  const values = client.owners.flatMap((owner) => owner.units.flatMap((unit) => unit.environment.flatMap((entry) => valueOf(entry.value) ?? [])));
  return system.services.filter(({ service, workload }) => !client.owners.includes(workload) && values.some((value) => value.split(':')[0]?.split('.')[0] === service.name));
}
