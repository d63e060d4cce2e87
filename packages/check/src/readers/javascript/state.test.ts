import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const states = (text: string, files: Record<string, string> = {}) => facts('state', 'src/app.js', text, files);
const where = (text: string, files: Record<string, string> = {}): unknown => states(text, files)[0]?.store;

describe('sessions', () => {
  const session = "const session = require('express-session');\n";

  it.each([
    ['no store', "app.use(session({ secret: 'x' }))", {}, { where: 'process', protectsProcessOnly: false }],
    ['shorthand store', "const RedisStore = require('connect-redis').default; const store = new RedisStore({}); app.use(session({ secret: 'x', store }))", {}, { where: 'shared', what: 'redis' }],
    [
      'spread configuration',
      "const { base } = require('./config'); app.use(session({ ...base, secret: 'x' }))",
      { 'src/config.js': "const { RedisStore } = require('connect-redis'); exports.base = { store: new RedisStore({}) };" },
      { where: 'shared', what: 'redis' },
    ],
    [
      'configuration of another file',
      "const config = require('./config'); app.use(session(config.session))",
      { 'src/config.js': "module.exports = { session: { secret: 'x' } };" },
      { where: 'process', protectsProcessOnly: false },
    ],
    ['an explicit memory store', 'app.use(session({ store: new session.MemoryStore() }))', {}, { where: 'process', protectsProcessOnly: false }],
    ['a store on disk', "const FileStore = require('session-file-store')(session); app.use(session({ store: new FileStore({}) }))", {}, { where: 'disk', protectsProcessOnly: false }],
  ])('%s', (_, text, files, expected) => {
    expect(where(session + text, files)).toMatchObject(expected);
  });

  it('takes two registrations under one condition for a conditional store', () => {
    const config =
      "const session = require('express-session'), RedisStore = require('connect-redis')(session);\nmodule.exports = { plain: { secret: 'x' }, redis: { secret: 'x', store: new RedisStore({ host: 'cache' }) } };";
    const found = states(
      "const session = require('express-session'), config = require('./config'), app = require('express')();\nif (process.env.SHIPS_REDIS) {\n  app.use(session(config.redis));\n} else {\n  app.use(session(config.plain));\n}",
      { 'src/config.js': config },
    );
    expect(found.map((state) => state.store)).toMatchObject([
      { where: 'shared', what: 'redis' },
      { where: 'conditional', variable: 'SHIPS_REDIS', whenSet: 'shared', whenUnset: 'process' },
    ]);
  });

  it('follows a store that depends on an argument', () => {
    const store = where(
      "import session from 'express-session';\nimport { ConnectSessionKnexStore } from 'connect-session-knex';\nexport function sessions(config, knex) {\n  let store;\n  if (config.db) { store = new ConnectSessionKnexStore({ knex }); } else { store = new session.MemoryStore(); }\n  return session({ store, secret: 'x' });\n}",
    );
    expect(store).toMatchObject({ where: 'conditional', variable: 'config.db', whenSet: 'shared', whenUnset: 'process' });
  });

  it('reads a conditional expression and its negation', () => {
    const text = (test: string): string => `import session from 'express-session';\nimport { RedisStore } from 'connect-redis';\nexport const s = session({ store: ${test}, secret: 'x' });`;
    expect(where(text('process.env.CACHE_URL ? new RedisStore({}) : undefined'))).toMatchObject({ where: 'conditional', variable: 'CACHE_URL', whenSet: 'shared', whenUnset: 'process' });
    expect(where(text('!process.env.CACHE_URL ? undefined : new RedisStore({})'))).toMatchObject({ where: 'conditional', variable: 'CACHE_URL', whenSet: 'shared', whenUnset: 'process' });
  });

  it.each([
    ["const cookieSession = require('cookie-session'); app.use(cookieSession({ keys: ['x'] }))", { where: 'shared', what: 'cookie' }],
    ["import session from 'express-session'; export const s = (store) => session({ store })", { where: 'unknown' }],
  ])('%s', (text, expected) => {
    expect(where(text)).toMatchObject(expected);
  });

  it.each([["const restore = require('./restore'); restore({ secret: 'x' })"], ['const sessions = new Map(); exports.session = (id) => sessions.get(id)']])('is silent about %s', (text) => {
    expect(states(text, { 'src/restore.js': 'module.exports = (options) => options;' })).toEqual([]);
  });
});

describe('limits, locks and uploads', () => {
  it.each([
    ["import rateLimit from 'express-rate-limit'; export const l = rateLimit({ windowMs: 60000, max: 5 })", 'rate-limit', { where: 'process', protectsProcessOnly: false }],
    [
      "import { rateLimit } from 'express-rate-limit'; import { RedisStore } from 'rate-limit-redis'; export const l = rateLimit({ store: new RedisStore({}) })",
      'rate-limit',
      { where: 'shared', what: 'redis' },
    ],
    ["import { RateLimiterMemory } from 'rate-limiter-flexible'; export const l = new RateLimiterMemory({ points: 5 })", 'rate-limit', { where: 'process', protectsProcessOnly: false }],
    ["import { RateLimiterRedis } from 'rate-limiter-flexible'; export const l = new RateLimiterRedis({ points: 5 })", 'rate-limit', { where: 'shared' }],
    ["import Fastify from 'fastify'; import limit from '@fastify/rate-limit'; const app = Fastify(); app.register(limit, { max: 5 })", 'rate-limit', { where: 'process', protectsProcessOnly: false }],
    [
      "import Fastify from 'fastify'; import limit from '@fastify/rate-limit'; const app = Fastify(); app.register(async (scope) => { await scope.register(limit, { max: 5 }); })",
      'rate-limit',
      { where: 'process', protectsProcessOnly: false },
    ],
    ["import multer from 'multer'; export const upload = multer({ dest: 'uploads/' })", 'upload', { where: 'disk', protectsProcessOnly: false }],
    [
      "import { Mutex } from 'async-mutex'; const m = new Mutex(); export const order = (db) => m.runExclusive(async () => { if (!(await db.orders.findOne({ id: 1 }))) await db.orders.insertOne({ id: 1 }); })",
      'lock',
      { where: 'process', protectsProcessOnly: false },
    ],
    [
      "import { Mutex } from 'async-mutex'; const m = new Mutex(); let token; export const get = () => m.runExclusive(async () => { token ??= await renew(); return token; }); const renew = async () => 'x';",
      'lock',
      { where: 'process', protectsProcessOnly: true },
    ],
    [
      'class Mutex { async acquire() { return () => {} } }\nconst m = new Mutex(); export async function order(prisma) { const release = await m.acquire(); try { if (!(await prisma.order.findFirst())) await prisma.order.create({}); } finally { release(); } }',
      'lock',
      { where: 'process', protectsProcessOnly: false },
    ],
    ["export const once = (redis) => redis.set('lock', '1', 'NX', 'PX', 1000)", 'lock', { where: 'shared' }],
    ["export const once = (pool) => pool.query('select pg_try_advisory_lock(1)')", 'lock', { where: 'shared' }],
  ])('%s', (text, state, store) => {
    expect(states(text)).toMatchObject([{ state, store }]);
  });

  it.each([
    ["import multer from 'multer'; export const upload = multer({ storage: multer.memoryStorage() })"],
    ['const block = { acquire() {} }; block.acquire()'],
    ["export const set = (redis) => redis.set('a', '1', 'EX', 10)"],
  ])('is silent about %s', (text) => {
    expect(states(text)).toEqual([]);
  });
});

describe('isolation', () => {
  it('reads bulkheads, breakers and deadlines', () => {
    const text =
      "import pLimit from 'p-limit';\nimport CircuitBreaker from 'opossum';\nimport Fastify from 'fastify';\nconst limit = pLimit(4);\nexport const prices = () => limit(() => fetch('http://fruits'));\nexport const breaker = new CircuitBreaker(prices, { timeout: 1000 });\nexport const app = Fastify({ handlerTimeout: 10_000 });";
    const [executor] = facts('executor', 'src/app.ts', text);
    expect([executor?.name, brief(executor?.size), executor?.submissions.map((submission) => submission.to)]).toEqual(['limit', '4', ['external']]);
    expect(facts('breaker', 'src/app.ts', text)).toMatchObject([{ library: 'opossum', wraps: ['prices'] }]);
    expect(brief(facts('deadline', 'src/app.ts', text)[0]?.timeoutMs)).toBe('10000');
  });

  it('takes what bounds receiving a request for no deadline of the handler', () => {
    const uses = facts('deadline', 'src/app.ts', "import Fastify from 'fastify'; export const app = Fastify({ requestTimeout: 5000, connectionTimeout: 1000 });");
    expect(uses.map((use) => [use.what, brief(use.timeoutMs)])).toEqual([['server', '5000']]);
  });
});
