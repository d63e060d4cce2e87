import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesFact } from '../../facts/deployment.ts';
import { readPrometheusRule } from './alert-rules.ts';
import { readHorizontalPodAutoscaler, readScaledObject } from './autoscaler.ts';
import { readClaim } from './claim.ts';
import { readConfigMap, readSecret } from './config.ts';
import { readDisruptionBudget } from './disruption-budget.ts';
import { readIngress, readRoute } from './ingress.ts';
import { readDestinationRule } from './mesh/destination-rule.ts';
import { readHttpRoute } from './mesh/http-route.ts';
import { readVirtualService } from './mesh/virtual-service.ts';
import type { Scope } from './scope.ts';
import { readService } from './service.ts';
import { readScaledJobWorkload, readWorkload } from './workload.ts';

/** One object to its facts; an object of another kind or another API group of the same kind gives none. */
export function readObject(node: YamlNode, scope: Scope): readonly KubernetesFact[] {
  const kind = textOf(at(node, 'kind')) ?? '';
  const group = (textOf(at(node, 'apiVersion')) ?? '').replace(/(?:^|\/)v\d\w*$/, '');
  if (!groupsOf.get(kind)?.includes(group)) return [];
  return factsOf(kind, node, scope).filter((fact) => fact !== null);
}

// Other operators use some of these kinds in groups of their own; those are not these objects.
const groupsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['Deployment', ['apps', 'extensions']],
  ['StatefulSet', ['apps']],
  ['DaemonSet', ['apps', 'extensions']],
  ['DeploymentConfig', ['apps.openshift.io', '']],
  ['Job', ['batch']],
  ['CronJob', ['batch']],
  ['Service', ['']],
  ['Ingress', ['networking.k8s.io', 'extensions']],
  ['Route', ['route.openshift.io', '']],
  ['HorizontalPodAutoscaler', ['autoscaling']],
  ['ScaledObject', ['keda.sh', 'keda.k8s.io']],
  ['ScaledJob', ['keda.sh']],
  ['ConfigMap', ['']],
  ['Secret', ['']],
  ['PodDisruptionBudget', ['policy']],
  ['PersistentVolumeClaim', ['']],
  ['PrometheusRule', ['monitoring.coreos.com']],
  ['DestinationRule', ['networking.istio.io']],
  ['VirtualService', ['networking.istio.io']],
  ['HTTPRoute', ['gateway.networking.k8s.io', 'policy.linkerd.io']],
]);

function factsOf(kind: string, node: YamlNode, scope: Scope): readonly (KubernetesFact | null)[] {
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'DeploymentConfig':
    case 'Job':
    case 'CronJob':
      return [readWorkload(kind, node, scope)];
    case 'Service':
      return [readService(node, scope)];
    case 'Ingress':
      return [readIngress(node, scope)];
    case 'Route':
      return [readRoute(node, scope)];
    case 'HorizontalPodAutoscaler':
      return [readHorizontalPodAutoscaler(node, scope)];
    case 'ScaledObject':
      return [readScaledObject('ScaledObject', node, scope)];
    case 'ScaledJob':
      return [readScaledObject('ScaledJob', node, scope), readScaledJobWorkload(node, scope)];
    case 'ConfigMap':
      return [readConfigMap(node, scope)];
    case 'Secret':
      return [readSecret(node, scope)];
    case 'PodDisruptionBudget':
      return [readDisruptionBudget(node, scope)];
    case 'PersistentVolumeClaim':
      return [readClaim(node, scope)];
    case 'PrometheusRule':
      return [readPrometheusRule(node, scope)];
    case 'DestinationRule':
      return [readDestinationRule(node, scope)];
    case 'VirtualService':
      return [readVirtualService(node, scope)];
    case 'HTTPRoute':
      return [readHttpRoute(node, scope)];
    default:
      return [];
  }
}
