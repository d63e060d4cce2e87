import { describe, expect, it } from 'vitest';
import { only } from './testing/read.ts';

const service = (spec: string, annotations = '{}') => only(`apiVersion: v1\nkind: Service\nmetadata: { name: orders, annotations: ${annotations} }\nspec:\n${spec}`, 'kubernetes-service');
const ingress = (annotations: string) =>
  only(
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n  annotations:\n${annotations}spec:\n  tls: [{ hosts: [shop.example, www.shop.example] }]\n  rules: [{ host: shop.example }, { host: orders.example }, { http: { paths: [] } }]\n`,
    'kubernetes-ingress',
  );
const route = (annotations: string) =>
  only(`apiVersion: route.openshift.io/v1\nkind: Route\nmetadata:\n  name: shop\n  annotations: ${annotations}\nspec: { host: shop.example, to: { name: orders } }\n`, 'kubernetes-ingress');

describe('sticky services', () => {
  it('bind by the address of the client', () => {
    expect(service('  sessionAffinity: ClientIP\n').sticky).toMatchObject({ line: 5, column: 20 });
    expect(service('  ports: []\n', '{ traefik.ingress.kubernetes.io/service.sticky.cookie: "true" }').sticky).toMatchObject({ line: 3 });
  });

  it.each(['  sessionAffinity: None\n', '  ports: []\n', '  clusterIP: None\n  sessionAffinity: ClientIP\n'])('are not: %j', (spec) => expect(service(spec).sticky).toBeNull());
});

describe('sticky ingresses', () => {
  it.each([
    'nginx.ingress.kubernetes.io/affinity: cookie',
    'nginx.ingress.kubernetes.io/upstream-hash-by: "$binary_remote_addr"',
    'alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=30,stickiness.enabled=true,stickiness.lb_cookie.duration_seconds=60',
    'haproxy-ingress.github.io/affinity: cookie',
    'appgw.ingress.kubernetes.io/cookie-based-affinity: "true"',
  ])('%s', (annotation) => expect(ingress(`    ${annotation}\n`).sticky).toMatchObject({ line: 6, column: 5 }));

  it.each([
    'nginx.ingress.kubernetes.io/session-cookie-name: route',
    'nginx.ingress.kubernetes.io/upstream-hash-by: "$request_uri"',
    'alb.ingress.kubernetes.io/target-group-attributes: stickiness.enabled=false',
    'appgw.ingress.kubernetes.io/cookie-based-affinity: "false"',
    'harbour.example/affinity: cookie',
  ])('not %s', (annotation) => expect(ingress(`    ${annotation}\n`).sticky).toBeNull());

  it('name each host once', () => expect(ingress('    a: b\n').hosts).toEqual(['shop.example', 'orders.example', 'www.shop.example']));
});

describe('sticky routes', () => {
  it.each(['{ router.openshift.io/cookie_name: berth }', '{ haproxy.router.openshift.io/balance: source }'])('%s', (annotations) => expect(route(annotations).sticky).toMatchObject({ line: 5 }));

  it.each(['{}', '{ haproxy.router.openshift.io/balance: roundrobin }', '{ router.openshift.io/cookie_name: berth, haproxy.router.openshift.io/disable_cookies: "true" }'])('not %s', (annotations) =>
    expect(route(annotations)).toMatchObject({ sticky: null, hosts: ['shop.example'] }),
  );
});
