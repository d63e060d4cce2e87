import { describe, expect, it } from 'vitest';
import type { MeshPolicy } from '../../../facts/deployment.ts';
import { isKnown, valueOf } from '../../../model/known.ts';
import { only, read } from '../testing/read.ts';

const object = (api: string, kind: string, spec: string): string => `apiVersion: ${api}\nkind: ${kind}\nmetadata: { name: orders }\nspec:\n${spec}`;
const rule = (spec: string): MeshPolicy => only(object('networking.istio.io/v1', 'DestinationRule', `  host: orders.shop.svc.cluster.local\n${spec}`), 'mesh-policy');
const service = (http: string): MeshPolicy => only(object('networking.istio.io/v1beta1', 'VirtualService', `  hosts: [orders]\n  http:\n${http}`), 'mesh-policy');
const route = (rest: string): MeshPolicy => only(object('gateway.networking.k8s.io/v1', 'HTTPRoute', rest), 'mesh-policy');
const limits = (policy: MeshPolicy): unknown => policy.timeouts.map(({ host, timeoutMs }) => [host, valueOf(timeoutMs)]);
const tries = (policy: MeshPolicy): unknown =>
  policy.retries.map(({ host, attempts, perTryTimeoutMs }) => [host, valueOf(attempts), isKnown(attempts) ? attempts.basis : 'unknown', valueOf(perTryTimeoutMs) ?? null]);

describe('DestinationRule', () => {
  it('reads circuit breaking, the limit on connections, locality and stickiness', () => {
    const policy = rule(
      '  trafficPolicy:\n    connectionPool: { tcp: { maxConnections: 100 } }\n    outlierDetection: { consecutive5xxErrors: 5 }\n    loadBalancer:\n      localityLbSetting: { enabled: true }\n      consistentHash: { httpCookie: { name: berth, ttl: 0s } }\n',
    );
    expect(policy).toMatchObject({
      hosts: ['orders.shop.svc.cluster.local'],
      outlierDetection: { line: 8, column: 23 },
      connectionsMax: { value: 100, says: 'maxConnections: 100' },
      locality: { line: 10 },
      sticky: { line: 11 },
    });
  });

  it('finds circuit breaking of a port or a subset, but takes no limit from there', () => {
    const subset = rule('  subsets:\n    - name: v1\n      trafficPolicy: { outlierDetection: { baseEjectionTime: 30s }, connectionPool: { tcp: { maxConnections: 9 } } }\n');
    expect(subset).toMatchObject({ outlierDetection: { line: 8 }, connectionsMax: null });
    expect(rule('  trafficPolicy:\n    portLevelSettings: [{ port: { number: 80 }, outlierDetection: { interval: 5s } }]\n').outlierDetection).not.toBeNull();
  });

  it.each([
    '  subsets: [{ name: v1, labels: { version: v1 } }]\n',
    '  trafficPolicy: { tls: { mode: ISTIO_MUTUAL }, loadBalancer: { simple: LEAST_REQUEST } }\n',
    '  trafficPolicy: { outlierDetection: null, loadBalancer: { localityLbSetting: { enabled: false } } }\n',
    '  trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-crate } } }\n',
  ])('states nothing for %j', (spec) => expect(rule(spec)).toMatchObject({ outlierDetection: null, connectionsMax: null, locality: null, sticky: null }));
});

describe('VirtualService', () => {
  it('reads timeouts and retries of each route, by the hosts that it leads to', () => {
    const policy = service(
      '    - timeout: 0.5s\n      retries: { attempts: 3, perTryTimeout: 150ms }\n      route: [{ destination: { host: orders, subset: v1 } }, { destination: { host: orders, subset: v2 } }, { destination: { host: archive } }]\n    - timeout: 0s\n      retries: { attempts: 0 }\n      route: [{ destination: { host: ledger } }]\n',
    );
    expect(limits(policy)).toEqual([
      ['orders', 500],
      ['archive', 500],
      ['ledger', Number.POSITIVE_INFINITY],
    ]);
    expect(tries(policy)).toEqual([
      ['orders', 3, 'stated', 150],
      ['archive', 3, 'stated', 150],
      ['ledger', 0, 'stated', null],
    ]);
    expect(policy).toMatchObject({ hosts: ['orders'], timeouts: [{ source: { line: 7, column: 16 } }, {}, {}] });
  });

  it('knows that Istio retries twice where nothing is said, with citation', () => {
    const policy = service('    - route: [{ destination: { host: orders } }]\n');
    expect(policy.timeouts).toEqual([]);
    expect(policy.retries).toMatchObject([{ host: 'orders', attempts: { value: 2, basis: 'default', citation: expect.stringContaining('Istio') }, source: { line: 7 } }]);
  });

  it('does not know what is no number and no duration, and says so', () => {
    const { facts, unread } = read(object('networking.istio.io/v1', 'VirtualService', '  http: [{ timeout: soon, retries: { perTryTimeout: 1s }, route: [{ destination: { host: orders } }] }]\n'));
    expect(facts).toMatchObject([{ timeouts: [{ timeoutMs: { reason: expect.stringContaining('not a duration') } }], retries: [{ attempts: { needs: { what: 'retries.attempts' } } }] }]);
    expect(unread).toMatchObject([{ line: 5 }]);
  });

  it.each(['    - redirect: { uri: /orders }\n', '    - timeout: 5s\n', '    - 5\n'])('gives none for a route that leads nowhere: %j', (http) =>
    expect(service(http)).toMatchObject({ timeouts: [], retries: [] }),
  );
});

describe('HTTPRoute', () => {
  it('reads the limit of the request, and retries where they are stated', () => {
    const policy = route(
      '  hostnames: [shop.example]\n  parentRefs: [{ name: harbour }, { kind: Service, group: "", name: orders }]\n  rules:\n    - timeouts: { request: 10s, backendRequest: 2s }\n      retry: { attempts: 3 }\n      backendRefs: [{ name: orders, port: 80 }]\n    - timeouts: { backendRequest: 1m30s }\n      backendRefs: [{ name: ledger }]\n',
    );
    expect(policy.hosts).toEqual(['shop.example', 'orders']);
    expect(limits(policy)).toEqual([
      ['orders', 10_000],
      ['ledger', 90_000],
    ]);
    expect(tries(policy)).toEqual([['orders', 3, 'stated', 2_000]]);
  });

  it('knows no defaults, for each implementation has its own', () => expect(route('  rules: [{ backendRefs: [{ name: orders }] }]\n')).toMatchObject({ timeouts: [], retries: [] }));
});

it('leaves objects of the same kind in other groups alone', () => {
  for (const api of ['appmesh.k8s.aws/v1beta2', 'gateway.solo.io/v1']) expect(read(object(api, 'VirtualService', '  hosts: [orders]\n'))).toEqual({ facts: [], unread: [] });
});
