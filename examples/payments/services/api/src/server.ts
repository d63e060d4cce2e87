import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import session from '@fastify/session';
import fastify from 'fastify';
import { fastifyDeadline } from '@plimsoll/runtime/deadline';
import { RuntimeError } from '@plimsoll/runtime/errors';
import { boundariesAt, createMetrics, createServerMetrics, fastifyMetrics, prometheusContentType, prometheusText } from '@plimsoll/runtime/telemetry';
import { pool } from './database.ts';
import { fraud } from './fraud.ts';
import { merchantLogin } from './login.ts';
import { payments } from './payments.ts';
import { redis } from './state/redis.ts';
import { postgresCounts, redisCounts } from './state/request-counts.ts';
import { postgresSessions, redisSessions, sessionLifeMs } from './state/sessions.ts';

const sessions = redis ? redisSessions(redis) : postgresSessions(pool);
const counts = redis ? redisCounts(redis) : postgresCounts(pool);
const requests = createServerMetrics({ boundaries: boundariesAt([200, 500]) }); // the latency targets of docs/slos/payment-api.yml
const metrics = createMetrics([requests, fraud, pool]);

const app = fastify({
  trustProxy: (_address, hop) => hop < 1, // the load balancer
  bodyLimit: 16_384,
  requestTimeout: 10_000,
  keepAliveTimeout: 65_000, // above the 60 s after which the load balancer gives up an idle connection, so that it never reuses a closed one
});

// The top of the timeout pyramid: fraud 300 ms + connection 50 ms + query 250 ms + queue 150 ms stay below it.
await app.register(fastifyDeadline, { timeoutMs: 800 });
await app.register(fastifyMetrics, { metrics: requests });

app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
  const code = error.statusCode ?? (error instanceof RuntimeError ? 503 : 500);
  if (code >= 500) console.error(error);
  return reply.code(code).send({ error: code < 500 ? error.message : 'try again; the reference keeps a payment from being made twice' });
});

app.get('/health', () => ({ status: 'up' }));
app.get('/metrics', (_request, reply) => reply.type(prometheusContentType).send(prometheusText(metrics)));

await app.register(async (scope) => {
  await scope.register(cookie);
  await scope.register(session, { store: sessions, secret: process.env.SESSION_SECRET ?? '', saveUninitialized: false, cookie: { secure: 'auto', maxAge: sessionLifeMs } });
  merchantLogin(scope);
});
await app.register(async (scope) => {
  await scope.register(rateLimit, { store: counts, timeWindow: 60_000, max: 120, skipOnError: true, keyGenerator: (request) => String(request.headers['x-merchant'] ?? 'unknown') });
  payments(scope);
});

const address = await app.listen({ port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? '0.0.0.0' });
console.log(`listening on ${new URL(address).port}`);

process.once('SIGTERM', () => void close());

async function close(): Promise<void> {
  await app.close();
  await Promise.all([pool.close(), redis?.close()]);
}
