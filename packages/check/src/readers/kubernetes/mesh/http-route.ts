import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { MeshPolicy } from '../../../facts/deployment.ts';
import { extentOf } from '../extent.ts';
import { readBase } from '../object.ts';
import { afford } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { knownNumber, nameText } from '../value.ts';
import { knownLimit } from './duration.ts';

/**
 * The Gateway API, https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts: `request` bounds the whole exchange, `backendRequest`
 * one try of it. What happens when they are left out is up to the implementation, so there are no defaults.
 */
export function readHttpRoute(node: YamlNode, scope: Scope): MeshPolicy | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const timeouts: MeshPolicy['timeouts'][number][] = [];
  const retries: MeshPolicy['retries'][number][] = [];
  for (const rule of afford(itemsOf(at(spec, 'rules')), scope)) {
    const perTryTimeoutMs = knownLimit(at(rule, 'timeouts', 'backendRequest'), scope, 'timeouts.backendRequest');
    const request = at(rule, 'timeouts', 'request');
    const timeoutMs = request === undefined ? perTryTimeoutMs : knownLimit(request, scope, 'timeouts.request');
    const limitNode = request ?? at(rule, 'timeouts', 'backendRequest');
    const retry = at(rule, 'retry');
    const attempts = knownNumber(at(retry, 'attempts'), scope, 'retry.attempts');
    for (const host of backends(rule, scope)) {
      if (timeoutMs !== null && limitNode) timeouts.push({ timeoutMs, host, source: limitNode.source });
      if (attempts !== null && retry) retries.push({ attempts, perTryTimeoutMs, host, source: extentOf(retry) });
    }
  }
  return {
    kind: 'mesh-policy',
    type: 'HTTPRoute',
    ...base,
    hosts: hostsOf(spec, scope),
    timeouts,
    retries,
    outlierDetection: null,
    connectionsMax: null,
    locality: null,
    sticky: null,
  };
}

/** Names that clients use: of the hosts that a gateway takes in, and of the services that the route is attached to inside a mesh. */
function hostsOf(spec: YamlNode | undefined, scope: Scope): readonly string[] {
  const named = afford(itemsOf(at(spec, 'hostnames')), scope).flatMap((host) => nameText(host, scope) ?? []);
  const services = afford(itemsOf(at(spec, 'parentRefs')), scope).flatMap((parent) => (textOf(at(parent, 'kind')) === 'Service' ? (nameText(at(parent, 'name'), scope) ?? []) : []));
  return [...new Set([...named, ...services])];
}

function backends(rule: YamlNode, scope: Scope): ReadonlySet<string> {
  return new Set(afford(itemsOf(at(rule, 'backendRefs')), scope).flatMap((reference) => nameText(at(reference, 'name'), scope) ?? []));
}
