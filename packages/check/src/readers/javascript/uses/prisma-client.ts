import type { PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { unknown } from '../../../model/known.ts';
import type { CallSite, Context } from '../code/context.ts';
import { pools, prismaAcquireTimeoutMs } from '../defaults.ts';
import { majorOf } from '../modules/packages.ts';
import { follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { fact, optionNumber, optionText } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import { engineOfUrl } from './engines.ts';

const firstWithAdapters = 7;

/** `new PrismaClient()`: the URL carries the limit up to version 6, the driver adapter does from 7 on (and may before). */
export function prismaPool(call: CallSite, context: Context): PoolUse | null {
  if (call.node.type !== 'NewExpression' || call.symbol === null || !isPrisma(call)) return null;
  const { repository } = context;
  const options = call.argument(0);
  const view = options ? objectAt(repository, options) : null;
  const unset: Place = { ...call.place, node: call.node };
  const adapter = view?.get('adapter');
  const made = adapter?.kind === 'found' ? follow(repository, adapter.value) : null;
  const site = context.site(call.node);
  const url = optionText(repository, view, [['datasourceUrl'], ['datasources', 'db', 'url']]) ?? schemaUrl(context);
  const engine = engineOfSchema(context, url);
  const none = { overflowMax: null, lifetimeMs: null, validation: null, statementTimeoutMs: null };
  if (made && made.kind === 'node' && made.place.node.type === 'NewExpression') {
    const [first] = made.place.node.arguments;
    const adapterPlace: Place = made.place;
    const adapterOptions = first && first.type !== 'SpreadElement' ? { ...adapterPlace, node: first } : null;
    const symbol = symbolOf(repository, { ...adapterPlace, node: made.place.node.callee }) ?? '';
    const inner = adapterOptions ? follow(repository, adapterOptions) : null;
    const isPoolObject = inner?.kind === 'node' && inner.place.node.type === 'NewExpression';
    const settings = isPoolObject && inner.place.node.type === 'NewExpression' && inner.place.node.arguments[0] ? { ...inner.place, node: inner.place.node.arguments[0] } : adapterOptions;
    const adapterView = settings ? objectAt(repository, settings) : null;
    const isMysql = /mariadb|mysql|planetscale/.test(symbol);
    const table = isMysql ? pools.mariadb : pools.pg;
    return {
      kind: 'pool',
      library: 'prisma',
      engine: isMysql ? 'mysql' : /pg|neon|postgres/i.test(symbol) ? 'postgres' : engine,
      site,
      sizeMax: optionNumber(repository, adapterView, adapterPlace, [['max'], ['connectionLimit']], table.sizeMax) ?? { value: fact(table.sizeMax, unset), variables: [] },
      sizeMin: null,
      ...none,
      idleTimeoutMs: optionNumber(repository, adapterView, adapterPlace, [['idleTimeoutMillis']], isMysql ? null : (table.idleTimeoutMs ?? null)),
      statementTimeoutMs: isMysql ? null : endless(optionNumber(repository, adapterView, adapterPlace, [['statement_timeout'], ['query_timeout']], table.statementTimeoutMs ?? null)),
      acquireTimeoutMs: optionNumber(repository, adapterView, adapterPlace, [['connectionTimeoutMillis'], ['acquireTimeout']], table.acquireTimeoutMs ?? null),
      url: optionText(repository, adapterView, [['connectionString'], ['host']]) ?? url,
    };
  }
  const limit = url ? queryNumber(url, 'connection_limit') : null;
  const wait = url ? queryNumber(url, 'pool_timeout', 1_000) : null;
  return {
    kind: 'pool',
    library: 'prisma',
    engine,
    site,
    ...(limit === null && adapter === null ? { sizeUnset: true as const } : {}),
    sizeMax: limit ?? unsetSize(context, unset, url, adapter?.kind === 'unknown' || adapter?.kind === 'found'),
    sizeMin: null,
    ...none,
    statementTimeoutMs: url ? queryNumber(url, 'socket_timeout', 1_000) : null,
    acquireTimeoutMs: wait ?? { value: fact(prismaAcquireTimeoutMs, unset), variables: [] },
    url,
  };
}

/** A timeout of 0 means none. */
function endless(setting: Setting<number> | null): Setting<number> | null {
  return setting && 'value' in setting.value && setting.value.value === 0 ? { ...setting, value: { ...setting.value, value: Infinity } } : setting;
}

function isPrisma(call: CallSite): boolean {
  const symbol = call.symbol ?? '';
  return (
    symbol === '@prisma/client.PrismaClient' || symbol === '@prisma/client.Prisma.PrismaClient' || (/(?:^|\/|\.)PrismaClient$/.test(symbol) && /prisma/i.test(symbol.replace(/PrismaClient$/, '')))
  );
}

/** Nobody set a limit in the code: the variables of the URL may, else it depends on the version and on the processors. */
function unsetSize(context: Context, unset: Place, url: Setting<string> | null, hasAdapter: boolean): Setting<number> {
  const major = majorOf(context.repository.manifests.dependency(context.module.path, '@prisma/client') ?? context.repository.manifests.dependency(context.module.path, 'prisma'));
  const source = unset.module.source(unset.node);
  if (hasAdapter || (major !== null && major >= firstWithAdapters)) {
    const why = hasAdapter ? 'the driver adapter is made elsewhere' : 'Prisma 7 and later take the pool size from the driver adapter, and none is given here';
    return { value: unknown(why, { cause: 'not-supported-yet', what: 'the options of the driver adapter' }, { source }), variables: [] };
  }
  const reason = 'nobody sets connection_limit, so it is 2 × processors + 1 of each instance';
  const what = `connection_limit in ${url?.variables[0] ?? 'the database URL'}, or the number of processors`;
  return { value: unknown(reason, { cause: 'no-value-given', what }, { source, bounds: { min: 3 } }), variables: [] };
}

function queryNumber(url: Setting<string>, name: string, factor: number = 1): Setting<number> | null {
  if (!('value' in url.value)) return null;
  const match = url.value.value.match(new RegExp(`[?&]${name}=(\\d+)`));
  return match ? { value: { ...url.value, value: Number(match[1]) * factor, says: match[0].slice(1) }, variables: [] } : null;
}

/** The URL of the schema file beside the package: `url = env("DATABASE_URL")`. */
function schemaUrl(context: Context): Setting<string> | null {
  const schema = schemaFor(context);
  const text = schema === null ? undefined : context.repository.files.text(schema);
  const match = text?.match(/datasource\s+\w+\s*\{[^}]*?\burl\s*=\s*env\(\s*"([^"]+)"\s*\)/);
  const name = match?.[1];
  if (schema === null || text === undefined || name === undefined || match?.index === undefined) return null;
  const line = text.slice(0, match.index + match[0].length).split('\n').length;
  const source = { file: schema, line, column: 1, endLine: line, endColumn: 1 };
  return { value: unknown(`${name} is not set in the repository's code`, { cause: 'no-value-given', what: `a value for ${name}` }, { source }), variables: [name] };
}

function engineOfSchema(context: Context, url: Setting<string> | null): PoolUse['engine'] {
  if (url && 'value' in url.value) {
    const engine = engineOfUrl(url.value.value);
    if (engine !== 'unknown') return engine;
  }
  const schema = schemaFor(context);
  const text = schema === null ? undefined : context.repository.files.text(schema);
  const provider = text?.match(/datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"([^"]+)"/)?.[1];
  return provider === undefined ? 'unknown' : engineOfUrl(provider);
}

function schemaFor(context: Context): string | null {
  const folder = context.repository.manifests.nearest(context.module.path)?.folder ?? '';
  const schemas = context.repository.files.paths.filter((path) => path.endsWith('.prisma'));
  const near = schemas.filter((path) => folder === '' || path.startsWith(`${folder}/`));
  const candidates = near.length > 0 ? near : schemas;
  return candidates.find((path) => path.endsWith('schema.prisma')) ?? candidates[0] ?? null;
}
