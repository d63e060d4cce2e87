import { entriesOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';

/** Annotations that bind a client to one pod, by what their value has to be. */
const annotations: readonly (readonly [key: string, value: RegExp])[] = [
  ['nginx.ingress.kubernetes.io/affinity', /^cookie$/], // https://kubernetes.github.io/ingress-nginx/examples/affinity/cookie/
  ['nginx.ingress.kubernetes.io/upstream-hash-by', /^\$(?:\{?(?:binary_)?remote_addr|\{?http_x_forwarded_for|\{?cookie_)/],
  ['nginx.org/sticky-cookie-services', /./], // https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
  ['nginx.com/sticky-cookie-services', /./],
  ['traefik.ingress.kubernetes.io/service.sticky.cookie', /^true$/], // https://doc.traefik.io/traefik/v3.4/reference/routing-configuration/kubernetes/ingress/
  ['traefik.ingress.kubernetes.io/affinity', /^true$/], // Traefik 1
  ['ingress.kubernetes.io/affinity', /^(?:cookie|true)$/],
  ['haproxy-ingress.github.io/affinity', /^cookie$/], // https://haproxy-ingress.github.io/docs/configuration/keys/#affinity
  ['haproxy.org/cookie-persistence', /./], // https://www.haproxy.com/documentation/kubernetes-ingress/community/configuration-reference/ingress/#cookie-persistence
  ['appgw.ingress.kubernetes.io/cookie-based-affinity', /^true$/], // https://azure.github.io/application-gateway-kubernetes-ingress/annotations/
  ['alb.ingress.kubernetes.io/target-group-attributes', /(?:^|,)\s*stickiness\.enabled\s*=\s*true\s*(?:,|$)/], // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
  ['service.beta.kubernetes.io/aws-load-balancer-target-group-attributes', /(?:^|,)\s*stickiness\.enabled\s*=\s*true\s*(?:,|$)/],
];

export function findStickyAnnotation(node: YamlNode | undefined): Source | null {
  for (const { key, keySource, value } of entriesOf(node)) {
    const pattern = annotations.find(([name]) => name === key)?.[1];
    if (pattern?.test(textOf(value) ?? '') === true) return { ...keySource, endLine: value.source.endLine, endColumn: value.source.endColumn };
  }
  return null;
}

/**
 * OpenShift's router sets a cookie on every route that it terminates itself, so that alone says nothing about what the application needs;
 * a route that names the cookie or balances by the client's address does.
 * https://docs.openshift.com/container-platform/4.16/networking/routes/route-configuration.html#nw-route-specific-annotations_route-configuration
 */
export function findStickyRoute(node: YamlNode | undefined): Source | null {
  const entries = entriesOf(node);
  const off = entries.some(({ key, value }) => key === 'haproxy.router.openshift.io/disable_cookies' && textOf(value)?.toLowerCase() === 'true');
  const found = entries.find(({ key, value }) => (key === 'router.openshift.io/cookie_name' && !off) || (key === 'haproxy.router.openshift.io/balance' && textOf(value) === 'source'));
  return found === undefined ? null : { ...found.keySource, endLine: found.value.source.endLine, endColumn: found.value.source.endColumn };
}
