import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createSecureServer } from 'node:http2';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRoute, endpointKey, listed } from '@plimsoll/runtime/route';
import type { Endpoint, EndpointSource, Route, RouteOptions } from '@plimsoll/runtime/route';
import { routeDispatcher } from '@plimsoll/runtime/route/http';
import type { RouteDispatcherOptions } from '@plimsoll/runtime/route/http';
import { fetch, request } from 'undici';
import type { Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { seeded } from './seeded.ts';
import { certificate } from './certificate.ts';

const addressOf: Readonly<Record<string, string>> = { a: '127.0.0.2', b: '127.0.0.3', c: '127.0.0.4' };
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

interface Instance extends Endpoint {
  readonly server: Server;
  served: number;
  readonly hosts: Set<string | undefined>;
  connections: number;
  status: number;
}

/** Instances of a service, zones as loopback addresses. */
async function service(zones: readonly string[]): Promise<Instance[]> {
  return Promise.all(
    zones.map(async (zone) => {
      const server = createServer((received, response) => {
        instance.served++;
        instance.hosts.add(received.headers.host);
        received.resume().on('end', () => response.writeHead(instance.status).end(zone));
      });
      const host = addressOf[zone] ?? '';
      server.on('connection', () => instance.connections++);
      server.listen(0, host);
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const instance: Instance = { server, host, port, zone, served: 0, hosts: new Set(), connections: 0, status: 200 };
      opened.push(() => stop(instance));
      return instance;
    }),
  );
}

async function stop({ server }: Instance): Promise<void> {
  server.closeAllConnections();
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}

async function open(
  endpoints: EndpointSource | readonly Endpoint[],
  options: Partial<RouteOptions> = {},
  http: RouteDispatcherOptions = {},
): Promise<{ route: Route; dispatcher: Dispatcher; call: () => Promise<number> }> {
  const source = 'read' in endpoints ? endpoints : listed(endpoints);
  const route = await createRoute({ name: 'payments', zone: 'a', random: seeded(8), endpoints: source, ...options });
  const dispatcher = routeDispatcher(route, { connectMs: 300, ...http });
  opened.push(
    () => dispatcher.destroy(),
    () => route.close(),
  );
  const call = async (): Promise<number> => {
    const response = await fetch('http://payments.internal/pay?x=1', { dispatcher, method: 'POST', body: '{"amount":1}' });
    await response.text();
    return response.status;
  };
  return { route, dispatcher, call };
}

const served = (instances: readonly Instance[], zone: string): number => instances.reduce((sum, each) => sum + (each.zone === zone ? each.served : 0), 0);

describe('calls over HTTP', () => {
  it('stay in the zone where zones are balanced, spread evenly, with the name the caller used', async () => {
    const instances = await service(['a', 'a', 'b', 'b', 'c', 'c']);
    const { call, route } = await open(instances);
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, call));
    expect(served(instances, 'a') / 200).toBeGreaterThanOrEqual(0.95);
    for (const { served: count } of instances.filter(({ zone }) => zone === 'a')) expect(count / 100).toBeLessThanOrEqual(1.2);
    expect(instances[0]?.hosts).toEqual(new Set(['payments.internal']));
    expect(route.balancer.locality()).toEqual({ mode: 'zones', localShare: 1, spill: [] });
  });

  it('spill from a zone with one replica as far as others have room', async () => {
    const instances = await service(['a', 'b', 'b', 'b', 'c', 'c', 'c']);
    const { call } = await open(instances, { callers: { a: 4, b: 4, c: 4 } });
    for (let round = 0; round < 40; round++) await Promise.all(Array.from({ length: 10 }, call));
    const share = served(instances, 'a') / 400; // one of seven endpoints has 3/7 of the part of a third of the callers
    expect(share).toBeGreaterThan(0.33);
    expect(share).toBeLessThan(0.53);
  });

  it('lose nothing when the own zone disappears, and come back to it', async () => {
    const instances = await service(['a', 'a', 'b', 'b', 'c', 'c']);
    let nowMs = 0;
    const { call, route } = await open(instances, { failuresMax: 2, endpointsMin: 3, clock: { nowMs: () => nowMs, after: () => () => {} } });
    expect(await call()).toBe(200);
    const lost = instances.filter(({ zone }) => zone === 'a');
    for (const instance of lost) await stop(instance);
    const statuses = [];
    for (let round = 0; round < 10; round++) statuses.push(...(await Promise.all(Array.from({ length: 10 }, call))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(route.balancer.locality()).toMatchObject({ mode: 'zones', localShare: 0 });
    for (const { server, host, port } of lost) {
      server.listen(port, host);
      await once(server, 'listening');
    }
    nowMs = 31_000; // their time out is over
    const before = served(instances, 'a');
    for (let round = 0; round < 10; round++) await call();
    expect(served(instances, 'a') - before).toBe(10);
  });

  it('leave out an instance that answers with errors, but go everywhere again when most do', async () => {
    const instances = await service(['a', 'a', 'a', 'b', 'b', 'b']);
    const { call, route } = await open(instances, { failuresMax: 3 });
    const [bad] = instances;
    if (bad) bad.status = 503;
    for (let round = 0; round < 40; round++) await call();
    expect(bad?.served).toBe(3);
    for (const instance of instances) instance.status = 503;
    for (let round = 0; round < 60; round++) await call();
    expect(route.balancer.locality()).toEqual({ mode: 'panic' });
  });

  it('do not blame an instance for what the caller gave up, but for what it did not answer in time', async () => {
    const [instance] = await service(['a']);
    if (!instance) throw new Error('one was asked for');
    instance.server.removeAllListeners('request');
    instance.server.on('request', () => {}); // never answers
    const { dispatcher, route } = await open([instance], { failuresMax: 1 });
    const given = new AbortController();
    const call = request('http://payments.internal/', { dispatcher, signal: given.signal });
    setTimeout(() => given.abort(), 30);
    await expect(call).rejects.toThrow('abort');
    const failures = (): number | undefined => {
      const family = route.collect().find(({ name }) => name === 'plimsoll.route.failures');
      return family?.kind === 'counter' ? family.points[0]?.value : undefined;
    };
    expect(failures()).toBe(0);
    await expect(request('http://payments.internal/', { dispatcher, signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout');
    expect(failures()).toBe(1);
  });

  it('do not blame an instance for a request that could not be sent as it stood', async () => {
    const { route, dispatcher } = await open(await service(['a', 'a']), { failuresMax: 1 });
    const broken = new Readable({ read: () => broken.destroy(new Error('the file is gone')) });
    await expect(request('http://payments.internal/', { dispatcher, headers: { 'x-name': 'a\nb' } })).rejects.toThrow('invalid x-name header');
    await expect(request('http://payments.internal/', { dispatcher, method: 'POST', headers: { 'content-length': '5' }, body: 'longer than that' })).rejects.toThrow('does not match');
    await expect(request('http://payments.internal/', { dispatcher, method: 'POST', body: broken })).rejects.toThrow('the file is gone');
    const value = (name: string): unknown => route.collect().find((family) => family.name === name)?.points[0]?.value;
    expect(['plimsoll.route.failures', 'plimsoll.route.ejections', 'plimsoll.route.outstanding'].map(value)).toEqual([0, 0, 0]);
  });

  it('repeat what has no body when an idle connection closes under it, and nothing else', async () => {
    const instances = await service(['a', 'b']);
    const { dispatcher } = await open(instances, { zone: null, failuresMax: 1000 });
    for (const { server } of instances) {
      let requests = 0;
      server.removeAllListeners('request');
      // Every second request finds a connection that is just being closed.
      server.on('request', (received, response) => (++requests % 2 === 0 ? received.socket.destroy() : received.resume().on('end', () => response.end('ok'))));
    }
    const statuses = [];
    for (let call = 0; call < 10; call++) {
      const answer = await request('http://payments.internal/', { dispatcher });
      await answer.body.text();
      statuses.push(answer.statusCode);
    }
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 200));
    const posted = await Promise.allSettled(Array.from({ length: 8 }, () => request('http://payments.internal/', { dispatcher, method: 'POST', body: 'x' }).then(({ body }) => body.text())));
    expect(posted.some(({ status }) => status === 'rejected')).toBe(true);
  });

  it('replace connections after their age', async () => {
    const [instance] = await service(['a']);
    if (!instance) throw new Error('one was asked for');
    const { call } = await open([instance], {}, { connectionAgeMs: 800, connections: 1 });
    await call();
    await call();
    expect(instance.connections).toBe(1);
    await sleep(950);
    await call();
    expect(instance.connections).toBe(2);
  });

  it('follow the endpoints: new ones are called, gone ones are not', async () => {
    const instances = await service(['a', 'a']);
    let now: readonly Endpoint[] = instances.slice(0, 1);
    const { call, route } = await open({ refreshMs: 60_000, read: async () => now });
    await call();
    now = instances.slice(1);
    await route.refresh();
    await call();
    await call();
    expect(instances.map(({ served: count }) => count)).toEqual([1, 2]);
    now = []; // a name service without an answer takes no service with it
    await route.refresh();
    expect(await call()).toBe(200);
  });

  it('fail with the reason where no endpoint is known, and after the end', async () => {
    const away: EndpointSource = { refreshMs: 60_000, read: () => Promise.reject(new Error('queryA ESERVFAIL')) };
    const { dispatcher } = await open(away);
    const failing = request('http://payments.internal/', { dispatcher });
    await expect(failing).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_ROUTE_EMPTY', retryable: true });
    await expect(failing).rejects.toThrow('ESERVFAIL');
    await dispatcher.close();
    await expect(request('http://payments.internal/', { dispatcher })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_ROUTE_CLOSED' });
  });

  it('say why a connection failed where every endpoint is gone', async () => {
    const instances = await service(['a', 'b']);
    const { call } = await open(instances);
    for (const instance of instances) await stop(instance);
    await expect(call()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

it('HTTP/2 is used where it is offered', async () => {
  const pair = certificate();
  const server = createSecureServer(pair, (received, response) => void response.end(`${received.httpVersion} ${String(received.headers[':authority'])}`));
  server.listen(0, '127.0.0.2');
  await once(server, 'listening');
  opened.push(() => void server.close());
  const { port } = server.address() as { port: number };
  const { dispatcher } = await open([{ host: '127.0.0.2', port, zone: 'a' }], {}, { protocol: 'https', servername: 'payments.internal', pool: { connect: { ca: pair.cert } } });
  const response = await fetch('https://payments.internal/', { dispatcher });
  expect(await response.text()).toBe('2.0 payments.internal');
  expect(endpointKey({ host: '::1', port: 1 })).toBe('[::1]:1');
});
