import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Metadata, Server as GrpcServer, ServerCredentials, credentials, status } from '@grpc/grpc-js';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import express from 'express';
import { fastify } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { expressDeadline, fastifyDeadline, grpcClientDeadline, grpcDeadline, httpDeadline, remainingMs, withDeadline } from './index.ts';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function ask(port: number, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<Answer> {
  const asking = request({
    host: '127.0.0.1',
    port,
    method: body === undefined ? 'GET' : 'POST',
    path: '/',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    agent: false,
  });
  const responded = once(asking, 'response');
  if (body !== undefined) {
    asking.write(body.slice(0, 5));
    await sleep(30); // so that the rest comes by an event of the socket
  }
  asking.end(body?.slice(5));
  const [response] = (await responded) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

const whatIsLeft = (): string => String(Math.ceil((remainingMs() ?? 0) / 1000) * 1000); // a busy machine may take some of it

const saysWhatIsLeft = async (): Promise<string> => {
  await sleep(1);
  return whatIsLeft();
};

type Edge = [name: string, start: () => Promise<number>];

const edges: readonly Edge[] = [
  [
    'node:http',
    () => {
      const listener = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
        await text(incoming);
        response.end(await saysWhatIsLeft());
      };
      return listening(createServer(httpDeadline({ timeoutMs: 5000 }, listener)));
    },
  ],
  [
    'Express',
    () => {
      const app = express();
      app.use(expressDeadline({ timeoutMs: 5000 }));
      app.use(express.json());
      app.all('/', async (_request, response) => {
        response.send(await saysWhatIsLeft());
      });
      return listening(createServer(app));
    },
  ],
  [
    'Fastify',
    async () => {
      const app = fastify();
      await app.register(fastifyDeadline, { timeoutMs: 5000 });
      app.route({ method: ['GET', 'POST'], url: '/', handler: saysWhatIsLeft });
      await app.listen({ port: 0, host: '127.0.0.1' });
      closers.push(() => app.close());
      return (app.server.address() as AddressInfo).port;
    },
  ],
];

describe.each(edges)('%s', (_name, start) => {
  const port = start();

  it('sets its own deadline where the caller has none', async () => expect(await ask(await port)).toEqual({ status: 200, body: '5000' }));
  it("takes the caller's when that is shorter", async () => expect(await ask(await port, { 'plimsoll-remaining-ms': '2000' })).toEqual({ status: 200, body: '2000' }));
  it("never lengthens its own by the caller's", async () => expect(await ask(await port, { 'plimsoll-remaining-ms': '90000' })).toEqual({ status: 200, body: '5000' }));
  it('keeps it while a body is read', async () => expect(await ask(await port, { 'plimsoll-remaining-ms': '2000' }, '{"amount":12}')).toEqual({ status: 200, body: '2000' }));
  it('answers 504 to a caller who has no time, and says why', async () => {
    const { status: code, body } = await ask(await port, { 'plimsoll-remaining-ms': '0' });
    expect(code).toBe(504);
    expect(body).toContain('the caller has 0 ms left, too little to begin');
  });
  it('of many at once keeps each to itself', async () => {
    const answers = await Promise.all([1000, 2000, 3000, 4000].map(async (ms) => (await ask(await port, { 'plimsoll-remaining-ms': String(ms) })).body));
    expect(answers).toEqual(['1000', '2000', '3000', '4000']);
  });
});

it('Fastify brings the deadline back where another hook has lost it', async () => {
  const pool = new EventEmitter();
  const turning = setInterval(() => pool.emit('free'), 5);
  closers.push(() => clearInterval(turning));
  const app = fastify();
  await app.register(fastifyDeadline, { timeoutMs: 5000 });
  app.addHook('onRequest', (_request, _reply, done) => void pool.once('free', () => done())); // a listener runs in the context of whoever emits
  app.post('/', saysWhatIsLeft);
  await app.listen({ port: 0, host: '127.0.0.1' });
  closers.push(() => app.close());
  expect(await ask((app.server.address() as AddressInfo).port, {}, '{"amount":12}')).toEqual({ status: 200, body: '5000' });
});

describe('a public edge', () => {
  it('need not heed its callers', async () => {
    const port = await listening(createServer(httpDeadline({ timeoutMs: 5000, trustsCallers: false }, async (_request, response) => void response.end(await saysWhatIsLeft()))));
    expect(await ask(port, { 'plimsoll-remaining-ms': '0' })).toEqual({ status: 200, body: '5000' });
  });
  it('without a possible time is refused at the start', () => expect(() => httpDeadline({ timeoutMs: 0 }, () => undefined)).toThrow('deadline: timeoutMs is 0; it must be above 0'));
});

describe('gRPC', () => {
  const bytes = { requestSerialize: Buffer.from, requestDeserialize: (each: Buffer) => each, responseSerialize: Buffer.from, responseDeserialize: (each: Buffer) => each };
  const definition: ServiceDefinition = { check: { path: '/quay.Quay/Check', requestStream: false, responseStream: false, ...bytes } };
  const started = (async () => {
    const server = new GrpcServer();
    class Checks {
      readonly #pauseMs = 1;
      check(_call: unknown, callback: (error: null, value: Buffer) => void): void {
        setTimeout(() => callback(null, Buffer.from(whatIsLeft())), this.#pauseMs);
      }
    }
    class Quay extends Checks {} // methods stand on prototypes, where grpc-js finds them
    server.addService(definition, grpcDeadline({ timeoutMs: 5000 }, new Quay()) as unknown as UntypedServiceImplementation);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { interceptors: [grpcClientDeadline()] });
    closers.push(() => client.close(), () => server.forceShutdown()); // prettier-ignore
    return client;
  })();
  const call = async (options: { deadline?: number } = {}): Promise<string> => {
    const client = await started;
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        '/quay.Quay/Check',
        Buffer.from,
        (each: Buffer) => each,
        Buffer.from('x'),
        new Metadata(),
        options,
        (error, value) => (error ? reject(error) : resolve(String(value))),
      );
    });
  };

  it("sets the service's own deadline where the caller has none", async () => expect(await call()).toBe('5000'));
  it('carries what is left of the travelling one', async () => expect(await withDeadline(2000, () => call())).toBe('2000'));
  it("keeps the call's own when that comes sooner", async () => expect(await withDeadline(3000, () => call({ deadline: Date.now() + 1000 }))).toBe('1000'));
  it('does not begin with too little left', () => expect(() => withDeadline(5, () => grpcClientDeadline()({}, () => 'called'))).toThrow('left of the deadline; the next hop needs 11'));

  it('answers DEADLINE_EXCEEDED to a call that comes without time', () => {
    const answers: unknown[] = [];
    const handlers = grpcDeadline({ timeoutMs: 5000 }, { check: () => expect.unreachable() });
    (handlers.check as (...args: unknown[]) => void)({ getDeadline: () => new Date(Date.now() - 50) }, (error: unknown) => answers.push(error));
    expect(answers).toMatchObject([{ code: status.DEADLINE_EXCEEDED, details: 'the caller has 0 ms left, too little to begin' }]);
  });
});
