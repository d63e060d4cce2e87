import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesIngress } from '../../facts/deployment.ts';
import { extentOf } from './extent.ts';
import { readBase } from './object.ts';
import { readIngressTimeouts, readRouteTimeouts } from './ingress-timeouts.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { nameText } from './value.ts';

type Backend = KubernetesIngress['backends'][number];

export function readIngress(node: YamlNode, scope: Scope): KubernetesIngress | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const backends = [...readBackend(at(spec, 'defaultBackend') ?? at(spec, 'backend'), null, null, scope)];
  for (const rule of afford(itemsOf(at(spec, 'rules')), scope)) {
    const host = nameText(at(rule, 'host'), scope);
    for (const path of afford(itemsOf(at(rule, 'http', 'paths')), scope)) {
      backends.push(...readBackend(at(path, 'backend'), host, nameText(at(path, 'path'), scope), scope));
    }
  }
  return { kind: 'kubernetes-ingress', ...base, backends, timeouts: readIngressTimeouts(node, base, scope) };
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
  return { kind: 'kubernetes-ingress', ...base, backends, timeouts: readRouteTimeouts(node, base, scope) };
}
