// An instance of a service with sessions, to be killed. node -C source service.ts express|fastify redis|postgres PORT
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { argv, stdout } from 'node:process';
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

const [, , framework = '', backend = '', port = ''] = argv;
const secret = 'a secret that both instances share';
const cookie = { secure: false, maxAge: 3_600_000 } as const;

async function redisSessions(): Promise<RedisStore> {
  const client = createClient({ socket: { host: '127.0.0.1', port: Number(port) } });
  client.on('error', () => {});
  await client.connect();
  return new RedisStore({ client, prefix: `${framework}:` });
}

async function onExpress(): Promise<number> {
  const store = backend === 'redis' ? await redisSessions() : postgresSessions({ pool: new pg.Pool({ host: '127.0.0.1', port: Number(port), user: 'plimsoll', database: 'postgres', max: 5 }), Store: session.Store }); // prettier-ignore
  const app = express();
  app.use(session({ store: guardSessions(store), secret, resave: false, saveUninitialized: false, cookie }));
  app.get('/login', (request, response) => {
    request.session.user = String(request.query['user']);
    response.json({ user: request.session.user });
  });
  app.get('/who', (request, response) => void response.json({ user: request.session.user ?? null }));
  app.get('/again', (request, response) => {
    request.session.regenerate((error: unknown) => void response.status(error ? 500 : 200).json({ user: request.session.user ?? null }));
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function onFastify(): Promise<number> {
  const store = backend === 'redis' ? await redisSessions() : postgresSessions({ pool: new pg.Pool({ host: '127.0.0.1', port: Number(port), user: 'plimsoll', database: 'postgres', max: 5 }) }); // prettier-ignore
  const app = fastify();
  await app.register(fastifyCookie);
  await app.register(fastifySession, { store: guardSessions(store), secret, saveUninitialized: false, cookie, cookieName: 'connect.sid' });
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
  return (app.server.address() as AddressInfo).port;
}

stdout.write(`${await (framework === 'express' ? onExpress() : onFastify())}\n`);
