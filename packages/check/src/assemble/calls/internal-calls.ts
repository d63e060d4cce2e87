import type { Certainty, Source } from '@plimsoll/contract';
import type { ClientUse, KubernetesFact, KubernetesIngress, KubernetesService } from '../../facts/index.ts';
import type { InternalCall } from '../../model/calls.ts';
import { standsIn } from '../../model/stand-in.ts';
import type { Used, Workload } from '../../model/system.ts';
import { hostOf, isLoopback, textsOf } from './texts.ts';

interface Name {
  readonly workload: Workload;
  readonly service: KubernetesService | null;
  readonly publicHost: Source | null;
  readonly why: string;
}

/** Joins calls to the workloads of this repository that answer them, by the host they name. */
export function internalCalls(clients: readonly Used<ClientUse>[], workloads: readonly Workload[], kubernetes: readonly KubernetesFact[]): readonly InternalCall[] {
  const names = namesOf(workloads, kubernetes);
  return clients.flatMap((client) => {
    const found = target(client, names);
    if (!found || standsIn(found.name.workload, client.owners) || (client.owners.length === 1 && client.owners[0] === found.name.workload && !found.name.publicHost)) return [];
    const from = client.owners[0]?.name ?? client.use.site.source.file;
    return [
      {
        id: `call:${client.use.site.source.file}:${client.use.site.source.line}>${found.name.workload.name}`,
        client,
        to: found.name.workload,
        service: found.name.service,
        host: found.host,
        said: found.said,
        publicHost: found.name.publicHost,
        sure: found.sure,
        joins: [{ from, to: found.name.workload.name, why: found.name.why, sure: found.sure }],
      },
    ];
  });
}

function target(client: Used<ClientUse>, names: ReadonlyMap<string, Name>): { readonly name: Name; readonly host: string; readonly said: Source; readonly sure: Certainty } | null {
  for (const { text, source } of textsOf(client.use.target, client.owners)) {
    const host = hostOf(text);
    if (!host || isLoopback(host)) continue;
    const name = names.get(host) ?? names.get(inCluster(host) ?? '');
    if (name) return { name, host, said: source, sure: 'likely' };
  }
  // The stub of a gRPC service is named after it: NewCartServiceClient(conn).GetCart.
  const stub = client.use.protocol === 'grpc' ? /\b(?:New)?([A-Z]\w+?)(?:Client|Stub|Grpc)\b/.exec(client.use.callee)?.[1] : undefined;
  const name = stub ? [...names].find(([own, candidate]) => !own.includes('.') && candidate.publicHost === null && compact(own) === compact(stub))?.[1] : undefined;
  return name && stub ? { name, host: stub, said: client.use.site.source, sure: 'likely' } : null;
}

/** `orders.shop.svc.cluster.local` → `orders`. */
function inCluster(host: string): string | null {
  const match = /^([a-z0-9-]+)\.[a-z0-9-]+(?:\.svc(?:\.[a-z0-9.-]+)?)?$/.exec(host);
  return match && (host.includes('.svc') || host.split('.').length === 2) ? (match[1] ?? null) : null;
}

function compact(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function namesOf(workloads: readonly Workload[], kubernetes: readonly KubernetesFact[]): ReadonlyMap<string, Name> {
  const names = new Map<string, Name>();
  const services = kubernetes.filter((fact) => fact.kind === 'kubernetes-service');
  const ingresses = kubernetes.filter((fact) => fact.kind === 'kubernetes-ingress');
  for (const workload of workloads) {
    for (const unit of workload.units) {
      const own = services.filter((service) => unit.takesTraffic !== null && service.source === unit.takesTraffic);
      for (const service of own) {
        names.set(service.name.toLowerCase(), { workload, service, publicHost: null, why: `service ${service.name}` });
        for (const { host, source } of publicHosts(ingresses, service)) if (!names.has(host)) names.set(host, { workload, service, publicHost: source, why: `published as ${host}` });
      }
      // A compose file resolves its services by name.
      if (unit.type === 'compose-service' && !names.has(unit.name.toLowerCase()))
        names.set(unit.name.toLowerCase(), { workload, service: null, publicHost: null, why: `compose service ${unit.name}` });
    }
  }
  return names;
}

function publicHosts(ingresses: readonly KubernetesIngress[], service: KubernetesService): readonly { readonly host: string; readonly source: Source }[] {
  return ingresses.flatMap((ingress) =>
    ingress.backends
      .filter((backend) => backend.service === service.name && ingress.namespace === service.namespace)
      .flatMap((backend) => (backend.host ? [{ host: backend.host.toLowerCase(), source: backend.source }] : [])),
  );
}
