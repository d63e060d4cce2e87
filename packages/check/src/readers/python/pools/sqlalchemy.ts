import type { PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { stated } from '../../../model/known.ts';
import type { Option } from '../clients/options.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { engineDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, textOf } from '../../syntax/index.ts';
import { stringSetting, unknownSetting } from '../value/setting.ts';
import { creatorEngine } from './creators.ts';
import { engineOf } from './engine-name.ts';
import { statementTimeout } from './statement-timeout.ts';
import type { Options } from './values.ts';
import { countOr, optionsOfCall, pick, secondsOrNever, truth } from './values.ts';

const creates = /^(sqlalchemy(\.engine|\.ext\.asyncio|\.future)*\.create(_async)?_engine|sqlmodel\.create_engine)$/;

export function sqlalchemyPools(call: PythonCall): readonly PoolUse[] {
  const name = calleeName(call);
  if (name === null || !creates.test(name)) return [];
  const url = argument(call, 'url', 0);
  const own = optionsOfCall(call);
  const pool = own('pool');
  const built = pool.given === 'yes' ? poolCall(pool.value) : null;
  const creator = built ? (built.keywords.get('creator') ?? built.positional[0] ?? null) : (call.keywords.get('creator') ?? null);
  const fromUrl = engineOf(url);
  const engine = fromUrl === 'unknown' ? creatorEngine(creator) : fromUrl;
  const settings = built ? ofPoolObject(built, own) : pool.given === 'no' ? ofEngine(call, own) : elsewhere(pool, call, own);
  return [
    { kind: 'pool', library: 'sqlalchemy', engine, site: siteOf(call), ...settings, statementTimeoutMs: statementTimeout(call, engine, [own('connect_args')]), url: url ? stringSetting(url) : null },
  ];
}

type EngineSettings = Pick<PoolUse, 'sizeMax' | 'sizeMin' | 'overflowMax' | 'acquireTimeoutMs' | 'lifetimeMs' | 'validation'>;

/** The arguments of create_engine, or the engine options of Flask-SQLAlchemy. */
export function ofEngine(call: PythonCall, options: Options): EngineSettings {
  const poolclass = options('poolclass');
  const rest = {
    sizeMin: null,
    acquireTimeoutMs: pick(options('pool_timeout'), call, secondsOrNever, engineDefaults.poolTimeout),
    lifetimeMs: pick(options('pool_recycle'), call, secondsOrNever, engineDefaults.poolRecycle),
    validation: pick(options('pool_pre_ping'), call, truth, engineDefaults.prePing),
  };
  if (poolclass.given === 'yes' && /(NullPool|StaticPool)$/.test(textOf(poolclass.value))) return { ...rest, ...ofPoolClass(poolclass.value), acquireTimeoutMs: null };
  return {
    ...rest,
    sizeMax: pick(options('pool_size'), call, countOr(0), engineDefaults.poolSize),
    overflowMax: pick(options('max_overflow'), call, countOr(-1), engineDefaults.maxOverflow),
  };
}

function ofPoolClass(node: SyntaxNode): Pick<PoolUse, 'sizeMax' | 'overflowMax'> {
  const parent = node.parent?.type === 'keyword_argument' ? node.parent : node;
  const one = textOf(node).endsWith('StaticPool');
  return { sizeMax: { value: stated(one ? 1 : Infinity, sourceOf(node), textOf(parent)), variables: [] }, overflowMax: null };
}

function poolCall(node: SyntaxNode): PythonCall | null {
  const direct = callAt(node);
  const referent = direct ? null : referentOf(node);
  const made = direct ?? (referent?.kind === 'value' ? callAt(referent.value) : null);
  return made && /^sqlalchemy\.pool\.(\w+\.)?\w*Pool$/.test(calleeName(made) ?? '') ? made : null;
}

/** `QueuePool(creator, pool_size=…, max_overflow=…, timeout=…)` handed to the engine. */
function ofPoolObject(built: PythonCall, engine: Options): EngineSettings {
  const options = optionsOfCall(built, { pool_size: 1, max_overflow: 2, timeout: 3 });
  const validation = options('pre_ping');
  return {
    sizeMax: pick(options('pool_size'), built, countOr(0), engineDefaults.poolSize),
    sizeMin: null,
    overflowMax: pick(options('max_overflow'), built, countOr(-1), engineDefaults.maxOverflow),
    acquireTimeoutMs: pick(options('timeout'), built, secondsOrNever, engineDefaults.poolTimeout),
    lifetimeMs: pick(options('recycle'), built, secondsOrNever, engineDefaults.poolRecycle),
    validation: pick(validation.given === 'no' ? engine('pool_pre_ping') : validation, built, truth, engineDefaults.prePing),
  };
}

function elsewhere(pool: Option, call: PythonCall, own: Options): EngineSettings {
  const node = pool.given === 'yes' ? pool.value : pool.given === 'unknown' ? pool.spread : call.callee;
  if (pool.given === 'unknown') return ofEngine(call, own);
  const hidden = <T>(what: string): Setting<T> => unknownSetting(node, `the pool is made elsewhere, by ${textOf(node).slice(0, 40)}`, what);
  return {
    sizeMax: hidden('the size of that pool'),
    sizeMin: null,
    overflowMax: hidden('the overflow of that pool'),
    acquireTimeoutMs: hidden('its timeout'),
    lifetimeMs: hidden('its recycling'),
    validation: hidden('whether it checks connections'),
  };
}
