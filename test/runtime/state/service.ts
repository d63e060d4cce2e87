// A service with sessions; instance.ts runs it as a process that can be killed.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import fastify from 'fastify';
import pg from 'pg';
import { createClient } from 'redis';
import { guardSessions, postgresSessions } from '@plimsoll/runtime/state';

declare module 'express-session' {
  interface SessionData {
    user: string;
  }
}
declare module 'fastify' {
  interface Session {
    user: string;
  }
}

export interface Service {
  readonly port: number;
  stop(): Promise<void>;
}

interface Behind {
  readonly framework: 'express' | 'fastify';
  readonly backend: 'redis' | 'postgres';
  /** Of the backend. */
  readonly port: number;
}

const secret = 'a secret that both instances share';
const cookie = { secure: false, maxAge: 3_600_000 } as const;

/** As a process in production has it. */
const production = { environment: 'production' };

export function startService(behind: Behind): Promise<Service> {
  return behind.framework === 'express' ? onExpress(behind) : onFastify(behind);
}

async function redisSessions({ framework, port }: Behind): Promise<{ store: RedisStore; close(): Promise<void> }> {
  const client = createClient({ socket: { host: '127.0.0.1', port } });
  client.on('error', () => {});
  await client.connect();
  return { store: new RedisStore({ client, prefix: `${framework}:` }), close: async () => client.destroy() };
}

function inPostgres<Base extends object>({ port }: Behind, Store: { readonly Store?: abstract new () => Base }) {
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres', max: 5 });
  return { store: postgresSessions({ pool, ...Store }), close: () => pool.end() };
}

async function onExpress(behind: Behind): Promise<Service> {
  const { store, close } = behind.backend === 'redis' ? await redisSessions(behind) : inPostgres(behind, { Store: session.Store });
  const app = express();
  app.use(session({ store: guardSessions(store, production), secret, resave: false, saveUninitialized: false, cookie }));
  app.get('/login', (request, response) => {
    request.session.user = JSON.stringify(request.query['user']).slice(1, -1);
    response.json({ user: request.session.user });
  });
  app.get('/who', (request, response) => void response.json({ user: request.session.user ?? null }));
  app.get('/again', (request, response) => {
    request.session.regenerate((error: unknown) => void response.status(error ? 500 : 200).json({ user: request.session.user ?? null }));
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await close();
    },
  };
}

async function onFastify(behind: Behind): Promise<Service> {
  const { store, close } = behind.backend === 'redis' ? await redisSessions(behind) : inPostgres(behind, {});
  const app = fastify({ forceCloseConnections: true });
  await app.register(fastifyCookie);
  await app.register(fastifySession, { store: guardSessions(store, production), secret, saveUninitialized: false, cookie, cookieName: 'connect.sid' });
  app.get<{ Querystring: { user: string } }>('/login', async (request) => {
    request.session.user = request.query.user;
    return { user: request.session.user };
  });
  app.get('/who', async (request) => ({ user: request.session.user ?? null }));
  app.get('/again', async (request) => {
    await request.session.regenerate();
    return { user: request.session.user ?? null };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    port: (app.server.address() as AddressInfo).port,
    async stop() {
      await app.close();
      await close();
    },
  };
}
