import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import session from '@fastify/session';
import fastify from 'fastify';
import { fastifyDeadline } from '@plimsoll/runtime/deadline';
import { RuntimeError } from '@plimsoll/runtime/errors';
import { boundariesAt, createMetrics, createServerMetrics, fastifyMetrics, prometheusContentType, prometheusText } from '@plimsoll/runtime/telemetry';
import { serverRole, startWorkload } from '@plimsoll/runtime/workload';
import { pool } from './database.ts';
import { fraud } from './fraud.ts';
import { merchantLogin } from './login.ts';
import { payments } from './payments.ts';
import { relay } from './queue/relay.ts';
import { refunds } from './refunds.ts';
import { redis } from './state/redis.ts';
import { postgresCounts, redisCounts } from './state/request-counts.ts';
import { sessionLifeMs, sessions } from './state/sessions.ts';

const counts = redis ? redisCounts(redis) : postgresCounts(pool);
const requests = createServerMetrics({ boundaries: boundariesAt([200, 500]) }); // the latency targets of docs/slos/payment-api.yml
const metrics = createMetrics([requests, fraud, pool]);

const app = fastify({
  trustProxy: (_address, hop) => hop < 1, // the load balancer
  bodyLimit: 16_384,
  requestTimeout: 10_000,
});

// The top of the timeout pyramid. It travels: whatever comes later in a request gets what is left of it, down to the statement in the database.
await app.register(fastifyDeadline, { timeoutMs: 800 });
await app.register(fastifyMetrics, { metrics: requests });

app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
  const code = error.statusCode ?? (error instanceof RuntimeError ? 503 : 500);
  if (code >= 500) console.error(error);
  return reply.code(code).send({ error: code < 500 ? error.message : 'try again; the reference keeps a payment from being made twice' });
});

app.get('/health', (_request, reply) => reply.code(api.ready() ? 200 : 503).send({ status: api.ready() ? 'up' : 'ending' }));
app.get('/metrics', (_request, reply) => reply.type(prometheusContentType).send(prometheusText(metrics)));

await app.register(async (scope) => {
  await scope.register(cookie);
  await scope.register(session, { store: sessions, secret: process.env.SESSION_SECRET ?? '', saveUninitialized: false, cookie: { secure: 'auto', maxAge: sessionLifeMs } });
  merchantLogin(scope);
});
await app.register(async (scope) => {
  await scope.register(rateLimit, { store: counts, timeWindow: 60_000, max: 120, skipOnError: true, keyGenerator: (request) => String(request.headers['x-merchant'] ?? 'unknown') });
  payments(scope);
  refunds(scope);
});

const address = await app.listen({ port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? '0.0.0.0' });
const api = await startWorkload(serverRole({ server: app.server, loadBalancerMs: Number(process.env.LOAD_BALANCER_MS ?? 5_000), deadlineMs: 1_000 }), {
  name: 'api',
  closings: [
    { name: 'relay', close: () => relay.close() },
    { name: 'pool', close: () => pool.close() },
    { name: 'redis', close: () => redis?.close() },
  ],
});
metrics.add(api); // the request rate that it scales on
console.log(`listening on ${new URL(address).port}`);
