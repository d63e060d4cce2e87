import { setTimeout as sleep } from 'node:timers/promises';
import { credentials, makeGenericClientConstructor, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServiceDefinition, ServiceError } from '@grpc/grpc-js';
import { createRoute } from '@plimsoll/runtime/route';
import type { Endpoint, Route, RouteOptions } from '@plimsoll/runtime/route';
import { connectionAge, grpcRoute } from '@plimsoll/runtime/route/grpc';
import { afterEach, describe, expect, it } from 'vitest';
import { seeded } from './seeded.ts';

const text = { serialize: (value: string) => Buffer.from(value), deserialize: (bytes: Buffer) => bytes.toString() };
const definition: ServiceDefinition = {
  pay: {
    path: '/payments.Payments/Pay',
    requestStream: false,
    responseStream: false,
    requestSerialize: text.serialize,
    requestDeserialize: text.deserialize,
    responseSerialize: text.serialize,
    responseDeserialize: text.deserialize,
  },
};
const Client = makeGenericClientConstructor(definition, 'Payments');
const addressOf: Readonly<Record<string, string>> = { a: '127.0.0.2', b: '127.0.0.3', c: '127.0.0.4' };
const opened: (() => unknown)[] = [];
afterEach(() => {
  for (const close of opened.splice(0).toReversed()) close();
});

interface Instance extends Endpoint {
  readonly server: Server;
  served: number;
  failing: boolean;
}

async function service(zones: readonly string[], ports: readonly number[] = []): Promise<Instance[]> {
  return Promise.all(
    zones.map(async (zone, index) => {
      const server = new Server(connectionAge());
      const host = addressOf[zone] ?? '';
      const counted = { served: 0, failing: false };
      server.addService(definition, {
        pay: (_call: unknown, answer: (error: Partial<ServiceError> | null, value?: string) => void) => {
          counted.served++;
          if (counted.failing) answer({ code: status.UNAVAILABLE, details: 'database away' });
          else answer(null, zone);
        },
      });
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      server.bindAsync(`${host}:${ports[index] ?? 0}`, ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
      const port = await promise;
      opened.push(() => server.forceShutdown());
      return Object.assign(counted, { server, host, port, zone });
    }),
  );
}

async function open(read: () => readonly Endpoint[], options: Partial<RouteOptions> = {}): Promise<{ route: Route; pay: () => Promise<string> }> {
  const route = await createRoute({ name: 'payments', zone: 'a', random: seeded(8), endpoints: { refreshMs: 60_000, read: async () => read() }, ...options });
  const grpc = grpcRoute(route);
  const client = new Client(grpc.target, credentials.createInsecure(), grpc.options);
  opened.push(
    () => route.close(),
    () => grpc.close(),
    () => client.close(),
  );
  const pay = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const method: unknown = client['pay'];
      if (typeof method !== 'function') throw new Error('the client has the method');
      method.call(client, 'pay', { deadline: Date.now() + 2000 }, (error: ServiceError | null, zone: string) => (error ? reject(error) : resolve(zone)));
    });
  return { route, pay };
}

const many = async (pay: () => Promise<string>, rounds: number): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    for (const zone of await Promise.all(Array.from({ length: 10 }, () => pay().catch((error: ServiceError) => `error ${error.code}`)))) counts[zone] = (counts[zone] ?? 0) + 1;
  }
  return counts;
};

describe('calls over gRPC', () => {
  it('stay in the zone where zones are balanced, and are spread in it', async () => {
    const instances = await service(['a', 'a', 'b', 'b', 'c', 'c']);
    const { pay } = await open(() => instances);
    await many(pay, 3); // connections are being made: calls go where there is one
    for (const instance of instances) instance.served = 0;
    const counts = await many(pay, 20);
    expect((counts['a'] ?? 0) / 200).toBeGreaterThanOrEqual(0.95);
    for (const { served } of instances.filter(({ zone }) => zone === 'a')) expect(served / 100).toBeLessThanOrEqual(1.2);
  });

  it('go to other zones when the own one disappears, and come back', async () => {
    const instances = await service(['a', 'a', 'b', 'b', 'c', 'c']);
    const { pay } = await open(() => instances, { ejectionMs: 300 });
    await many(pay, 3);
    const lost = instances.filter(({ zone }) => zone === 'a');
    for (const { server } of lost) server.forceShutdown();
    await sleep(50); // what was on the way may fail; what comes after may not
    const counts = await many(pay, 10);
    expect(Object.keys(counts).toSorted()).toEqual(['b', 'c']);
    await service(
      ['a', 'a'],
      lost.map(({ port }) => port),
    );
    let back: Readonly<Record<string, number>> = {};
    for (let waited = 0; waited < 50 && (back['a'] ?? 0) < 10; waited++) {
      await sleep(100);
      back = await many(pay, 1);
    }
    expect(back).toEqual({ a: 10 });
  });

  it('leave out an instance that cannot serve', async () => {
    const instances = await service(['a', 'a', 'a', 'b', 'b', 'b']);
    const { pay } = await open(() => instances, { failuresMax: 3 });
    await many(pay, 3);
    const [bad] = instances;
    if (!bad) throw new Error('some were asked for');
    bad.failing = true;
    bad.served = 0;
    for (let call = 0; call < 40; call++) await pay().catch(() => {});
    expect(bad.served).toBe(3);
  });

  it('follow the endpoints without losing calls', async () => {
    const instances = await service(['a', 'a']);
    let now = instances.slice(0, 1);
    const { pay, route } = await open(() => now);
    expect(await pay()).toBe('a');
    now = instances;
    await route.refresh();
    const counts = await many(pay, 10);
    expect(counts).toEqual({ a: 100 });
    expect(instances[1]?.served).toBeGreaterThan(20);
  });

  it('fail with the reason where no endpoint is known', async () => {
    const { pay } = await open(() => {
      throw new Error('queryA ESERVFAIL');
    });
    await expect(pay()).rejects.toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('ESERVFAIL') });
  });

  it('refuse a second route of the same name', async () => {
    const { route } = await open(() => []);
    expect(() => grpcRoute(route)).toThrow('has a route of this name already');
  });
});
