import type { StateKind, StateStore, StateUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { storeOf } from './stores.ts';
import type { UseOfCall } from './use.ts';

interface StateShape {
  readonly state: StateKind;
  readonly library: string;
  readonly symbol: RegExp;
  readonly purpose: string;
  readonly options: number; // argument position; -1 where the store stands in no option
  readonly store: readonly string[]; // keys that hand the state to a store
  readonly otherwise: StateStore; // where it lives when no store is given
}

const inProcess: StateStore = { where: 'process', protectsProcessOnly: false };

const shapes: readonly StateShape[] = [
  { state: 'session', library: 'express-session', symbol: /^express-session$/, purpose: 'HTTP sessions', options: 0, store: ['store'], otherwise: inProcess },
  {
    state: 'session',
    library: 'koa-session',
    symbol: /^koa-(?:generic-)?session(?:-minimal)?$/,
    purpose: 'HTTP sessions',
    options: 0,
    store: ['store'],
    otherwise: { where: 'shared', what: 'cookie' },
  },
  { state: 'session', library: 'cookie-session', symbol: /^cookie-session$/, purpose: 'HTTP sessions', options: -1, store: [], otherwise: { where: 'shared', what: 'cookie' } },
  {
    state: 'session',
    library: 'iron-session',
    symbol: /^iron-session(?:\/\w+)?\.(?:getIronSession|withIronSession\w*|ironSession)$/,
    purpose: 'HTTP sessions',
    options: -1,
    store: [],
    otherwise: { where: 'shared', what: 'cookie' },
  },
  { state: 'rate-limit', library: 'express-rate-limit', symbol: /^express-rate-limit(?:\.rateLimit)?$/, purpose: 'request counts', options: 0, store: ['store'], otherwise: inProcess },
  { state: 'rate-limit', library: 'express-slow-down', symbol: /^express-slow-down(?:\.slowDown)?$/, purpose: 'request counts', options: 0, store: ['store'], otherwise: inProcess },
  {
    state: 'rate-limit',
    library: '@nestjs/throttler',
    symbol: /^@nestjs\/throttler\.ThrottlerModule\.forRoot(?:Async)?$/,
    purpose: 'request counts',
    options: 0,
    store: ['storage'],
    otherwise: inProcess,
  },
  { state: 'rate-limit', library: 'rate-limiter-flexible', symbol: /^rate-limiter-flexible\.RateLimiterMemory$/, purpose: 'request counts', options: -1, store: [], otherwise: inProcess },
  {
    state: 'rate-limit',
    library: 'rate-limiter-flexible',
    symbol: /^rate-limiter-flexible\.RateLimiter(?:Redis|Mongo|MySQL|Postgres|Memcache|Dynamo|Prisma|Cluster)\w*$/,
    purpose: 'request counts',
    options: -1,
    store: [],
    otherwise: { where: 'shared', what: 'the store of the limiter' },
  },
];

/** State handed to middleware: sessions, request counts. Where it lives follows from the store that is given, or not. */
export const stateUses: UseOfCall = (call, context) => {
  const plugin = fastifyPlugin(call, context); // also on the instance that a function is handed, which has no symbol
  if (plugin) return [plugin];
  if (call.symbol === null) return [];
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (!shape || isFactoryForStore(call)) return [];
  const use: StateUse = {
    kind: 'state',
    state: shape.state,
    library: shape.library,
    site: context.site(call.node),
    store: shape.options < 0 ? shape.otherwise : storeOf(call, context, call.argument(shape.options), shape.store, shape.otherwise),
    purpose: shape.purpose,
  };
  return [use];
};

/** `RedisStore = connectRedis(session)` passes the module on; it is no middleware. */
function isFactoryForStore(call: CallSite): boolean {
  return call.node.type === 'NewExpression' && call.symbol === 'express-session';
}

/** `fastify.register(session, { store })`, `fastify.register(rateLimit, { redis })`. */
function fastifyPlugin(call: CallSite, context: Context): StateUse | null {
  const { callee } = call.node;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || callee.property.name !== 'register') return null;
  const plugin = call.argument(0);
  if (!plugin) return null;
  const name = context.module.words(plugin.node);
  const text = context.module.text;
  const library = pluginNames.find(
    ([pattern]) => new RegExp(`(?:from|require\\()\\s*['"]${pattern}['"]`).test(text) && (name.includes('require(') ? name.includes(pattern) : imports(text, name, pattern)),
  );
  if (!library) return null;
  const [pattern, state, keys] = library;
  const otherwise: StateStore = pattern === '@fastify/secure-session' ? { where: 'shared', what: 'cookie' } : inProcess;
  return {
    kind: 'state',
    state,
    library: pattern,
    site: context.site(call.node),
    store: storeOf(call, context, call.argument(1), keys, otherwise),
    purpose: state === 'session' ? 'HTTP sessions' : 'request counts',
  };
}

const pluginNames: readonly (readonly [string, StateKind, readonly string[]])[] = [
  ['@fastify/session', 'session', ['store']],
  ['fastify-session', 'session', ['store']],
  ['@fastify/secure-session', 'session', []],
  ['@fastify/rate-limit', 'rate-limit', ['redis', 'store']],
  ['fastify-rate-limit', 'rate-limit', ['redis', 'store']],
];

function imports(text: string, name: string, specifier: string): boolean {
  if (!/^[\w$]+$/.test(name)) return false; // a plugin that is written where it is registered
  return new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b[^;\\n]*['"]${specifier}['"]`).test(text);
}
