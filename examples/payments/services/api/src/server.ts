import { RedisStore as SessionStore } from 'connect-redis';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import { RedisStore as CountStore } from 'rate-limit-redis';
import { pool } from './database.ts';
import { answerError, deadline } from './deadline.ts';
import { payments } from './payments.ts';
import { redis } from './redis.ts';

await redis.connect();

const sessions = new SessionStore({ client: redis, prefix: 'session:' });
const counts = new CountStore({ prefix: 'rate:', sendCommand: (...command) => redis.sendCommand(command) });
const merchantLimit = rateLimit({ windowMs: 60_000, limit: 120, store: counts, keyGenerator: (request) => request.get('x-merchant') ?? 'unknown' });

const app = express();
app.set('trust proxy', 1);
app.get('/health', (_request, response) => {
  response.json({ status: 'up' });
});
app.use(deadline);
app.use(express.json({ limit: '16kb' }));
app.use(session({ store: sessions, secret: process.env.SESSION_SECRET ?? '', resave: false, saveUninitialized: false }));
app.use('/payments', merchantLimit, payments);
app.use(answerError);

const server = app.listen(Number(process.env.PORT ?? 8080));
server.keepAliveTimeout = 65_000; // above the 60 s after which the load balancer gives up an idle connection, so that it never reuses a closed one

process.once('SIGTERM', () => {
  server.close(() => {
    void Promise.all([pool.end(), redis.close()]);
  });
});
