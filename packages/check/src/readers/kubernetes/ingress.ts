import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesIngress } from '../../facts/deployment.ts';
import { extentOf } from './extent.ts';
import { readBase } from './object.ts';
import { readIngressTimeouts, readRouteTimeouts } from './ingress-timeouts.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { findStickyAnnotation, findStickyRoute } from './sticky.ts';
import { nameText } from './value.ts';

type Backend = KubernetesIngress['backends'][number];

export function readIngress(node: YamlNode, scope: Scope): KubernetesIngress | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const backends = [...readBackend(at(spec, 'defaultBackend') ?? at(spec, 'backend'), null, null, scope)];
  const hosts = new Set<string>();
  for (const rule of afford(itemsOf(at(spec, 'rules')), scope)) {
    const host = nameText(at(rule, 'host'), scope);
    if (host !== null) hosts.add(host);
    for (const path of afford(itemsOf(at(rule, 'http', 'paths')), scope)) {
      backends.push(...readBackend(at(path, 'backend'), host, nameText(at(path, 'path'), scope), scope));
    }
  }
  for (const tls of afford(itemsOf(at(spec, 'tls')), scope)) {
    for (const item of afford(itemsOf(at(tls, 'hosts')), scope)) {
      const host = nameText(item, scope);
      if (host !== null) hosts.add(host);
    }
  }
  const sticky = findStickyAnnotation(at(node, 'metadata', 'annotations'));
  return { kind: 'kubernetes-ingress', ...base, backends, timeouts: readIngressTimeouts(node, base, scope), hosts: [...hosts], sticky };
}

/** `service.name` since networking.k8s.io/v1, `serviceName` before. */
function readBackend(backend: YamlNode | undefined, host: string | null, path: string | null, scope: Scope): readonly Backend[] {
  const service = nameText(at(backend, 'service', 'name') ?? at(backend, 'serviceName'), scope);
  return backend === undefined || service === null ? [] : [{ service, host, path, source: extentOf(backend) }];
}

/** An OpenShift route: one host and path to one service, with alternates for split traffic. */
export function readRoute(node: YamlNode, scope: Scope): KubernetesIngress | null {
  // Knative, Gloo and others have a kind of this name too.
  if (!/^(?:route\.openshift\.io\/|v1$)/.test(textOf(at(node, 'apiVersion')) ?? '')) return null;
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const host = nameText(at(spec, 'host'), scope);
  const path = nameText(at(spec, 'path'), scope);
  const backends = [at(spec, 'to'), ...itemsOf(at(spec, 'alternateBackends'))].flatMap((backend) => {
    const service = nameText(at(backend, 'name'), scope);
    return backend === undefined || service === null ? [] : [{ service, host, path, source: extentOf(backend) }];
  });
  const sticky = findStickyRoute(at(node, 'metadata', 'annotations'));
  return { kind: 'kubernetes-ingress', ...base, backends, timeouts: readRouteTimeouts(node, base, scope), hosts: host === null ? [] : [host], sticky };
}
