import { at, entriesOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesIngress } from '../../facts/deployment.ts';
import { isKnown, map, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { nginxTimeoutDefaults, routeTimeoutDefault } from './defaults.ts';
import { placeOfUnset, unset } from './object.ts';
import type { ObjectBase } from './object.ts';
import type { Scope } from './scope.ts';
import { knownText } from './value.ts';

type Timeout = KubernetesIngress['timeouts'][number];

const nginxAnnotation = /^(?:nginx\.ingress\.kubernetes\.io|nginx\.org)\/(proxy-(?:read|send|connect))-timeout$/;
const routeAnnotation = 'haproxy.router.openshift.io/timeout';
const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, '': 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function readIngressTimeouts(node: YamlNode, base: ObjectBase, scope: Scope): readonly Timeout[] {
  const annotations = at(node, 'metadata', 'annotations');
  const stated: Timeout[] = [];
  for (const entry of entriesOf(annotations)) {
    const what = nginxAnnotation.exec(entry.key)?.[1] as 'proxy-read' | 'proxy-send' | 'proxy-connect' | undefined;
    if (what !== undefined) stated.push({ what, timeoutMs: readDuration(entry.key, entry.value, scope) });
  }
  const ingressClass = textOf(at(node, 'spec', 'ingressClassName')) ?? textOf(at(annotations, 'kubernetes.io/ingress.class'));
  if (ingressClass !== 'nginx') return stated;
  const place = placeOfUnset(node, 'spec', base);
  const left = nginxTimeoutDefaults.filter(({ what }) => !stated.some((timeout) => timeout.what === what));
  return [...stated, ...left.map((fallback) => ({ what: fallback.what, timeoutMs: unset(place, fallback) }))];
}

export function readRouteTimeouts(node: YamlNode, base: ObjectBase, scope: Scope): readonly Timeout[] {
  const annotation = at(node, 'metadata', 'annotations', routeAnnotation);
  const timeoutMs = annotation === undefined ? unset(placeOfUnset(node, 'spec', base), routeTimeoutDefault) : readDuration(routeAnnotation, annotation, scope);
  return [{ what: 'route', timeoutMs }];
}

/** Seconds when there is no unit (ingress-nginx), else HAProxy's and NGINX's units. */
function readDuration(name: string, node: YamlNode, scope: Scope): Known<number> {
  const says = `${name.slice(name.indexOf('/') + 1)}: ${textOf(node) ?? ''}`;
  const text = knownText(node, scope, says);
  if (text !== null && !isKnown(text)) return text;
  const match = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m|h|d|)$/.exec(text?.value.trim() ?? '');
  const unit = unitMs[match?.[2] ?? '?'];
  if (text !== null && match && unit !== undefined) return map(text, () => Number(match[1]) * unit);
  scope.unread.push({ file: scope.file, line: node.source.line, message: `${name} is not a duration such as 60 or 60s; its value is taken as unknown` });
  return unknown(`${name} is not a duration`, { cause: 'no-value-given', what: `a duration for ${name}` }, { source: node.source });
}
