import { at, entryOf, itemsOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import type { MeshPolicy } from '../../../facts/deployment.ts';
import { unknown } from '../../../model/known.ts';
import { istioRetriesDefault } from '../defaults.ts';
import { extentOf } from '../extent.ts';
import { readBase, unset } from '../object.ts';
import { afford } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { knownNumber, nameText } from '../value.ts';
import { knownLimit } from './duration.ts';

type Retries = MeshPolicy['retries'][number];

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/: each HTTP route with the hosts that it leads to. */
export function readVirtualService(node: YamlNode, scope: Scope): MeshPolicy | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const timeouts: MeshPolicy['timeouts'][number][] = [];
  const retries: Retries[] = [];
  for (const route of afford(itemsOf(at(spec, 'http')), scope)) {
    const timeoutMs = knownLimit(at(route, 'timeout'), scope, 'timeout');
    const timeoutSource = at(route, 'timeout')?.source;
    const retriesTo = retriesOf(route, scope);
    for (const [host, source] of destinations(route, scope)) {
      if (timeoutMs !== null && timeoutSource) timeouts.push({ timeoutMs, host, source: timeoutSource });
      retries.push(retriesTo(host, source));
    }
  }
  return {
    kind: 'mesh-policy',
    type: 'VirtualService',
    ...base,
    hosts: afford(itemsOf(at(spec, 'hosts')), scope).flatMap((host) => nameText(host, scope) ?? []),
    timeouts,
    retries,
    outlierDetection: null,
    connectionsMax: null,
    locality: null,
    sticky: null,
  };
}

/** Each host once: the subsets of one share what the route says. */
function destinations(route: YamlNode, scope: Scope): ReadonlyMap<string, Source> {
  const hosts = new Map<string, Source>();
  for (const item of afford(itemsOf(at(route, 'route')), scope)) {
    const node = at(item, 'destination', 'host');
    const host = nameText(node, scope);
    if (node !== undefined && host !== null && !hosts.has(host)) hosts.set(host, node.source);
  }
  return hosts;
}

function retriesOf(route: YamlNode, scope: Scope): (host: string, destination: Source) => Retries {
  const policy = entryOf(route, 'retries')?.value;
  if (policy?.kind !== 'mapping') return (host, destination) => ({ attempts: unset(destination, istioRetriesDefault), perTryTimeoutMs: null, host, source: destination });
  const source = extentOf(policy);
  const attempts = knownNumber(at(policy, 'attempts'), scope, 'attempts') ?? unknown('this retry policy states no attempts', { cause: 'no-value-given', what: 'retries.attempts' }, { source });
  const perTryTimeoutMs = knownLimit(at(policy, 'perTryTimeout'), scope, 'perTryTimeout');
  return (host) => ({ attempts, perTryTimeoutMs, host, source });
}
