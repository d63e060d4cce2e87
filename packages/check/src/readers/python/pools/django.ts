import type { Engine, PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { byDefault, unknown } from '../../../model/known.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonModule } from '../code/types.ts';
import { djangoDefaults, psycopgPool, statementDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import { isSettingsPath } from '../value/config.ts';
import { textLiteral } from '../value/literal.ts';
import { booleanSetting, numberSetting, secondsSetting, stringSetting, unknownSetting } from '../value/setting.ts';
import { timeoutIn } from './statement-timeout.ts';

/** The databases that a settings module of Django declares: a connection for each thread, unless OPTIONS has a pool. */
export function djangoPools(module: PythonModule): readonly PoolUse[] {
  if (!isSettingsPath(module.path) || !module.tree.text.includes('DATABASES')) return [];
  const found: PoolUse[] = [];
  for (const statement of module.tree.root.children) {
    const assignment = statement.children[0];
    const left = assignment?.type === 'assignment' ? child(assignment, 'left') : null;
    const right = assignment?.type === 'assignment' ? child(assignment, 'right') : null;
    if (!left || !right || textOf(left) !== 'DATABASES') continue;
    const dictionary = written(right);
    for (const pair of dictionary ? namedChildren(dictionary) : []) {
      const key = child(pair, 'key');
      const value = child(pair, 'value');
      if (key && value) found.push(ofEntry(key, written(value)));
    }
  }
  return found;
}

function written(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'dictionary') return node;
  const referent = referentOf(node);
  return referent?.kind === 'value' && referent.value.type === 'dictionary' ? referent.value : null;
}

function entryOf(dictionary: SyntaxNode, key: string, steps = 0): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  for (const pair of namedChildren(dictionary)) {
    const value = child(pair, 'value');
    if (pair.type === 'pair' && value && textLiteral(child(pair, 'key')) === key) found = value;
    const spread = pair.type === 'dictionary_splat' ? namedChildren(pair)[0] : undefined;
    const inner = spread && steps < 3 ? written(spread) : null;
    if (inner) found ??= entryOf(inner, key, steps + 1);
  }
  return found;
}

function ofEntry(key: SyntaxNode, entry: SyntaxNode | null): PoolUse {
  const source = sourceOf(key);
  if (!entry) return notFollowed(key);
  const options = entryOf(entry, 'OPTIONS');
  const optionsWritten = options && written(options);
  const pool = optionsWritten && entryOf(optionsWritten, 'pool');
  const age = entryOf(entry, 'CONN_MAX_AGE');
  const checks = entryOf(entry, 'CONN_HEALTH_CHECKS');
  const host = entryOf(entry, 'HOST') ?? entryOf(entry, 'NAME');
  const connMaxAge: Setting<number> = age
    ? secondsSetting(age)
    : { value: byDefault(djangoDefaults.connMaxAge.value, source, djangoDefaults.connMaxAge.says, djangoDefaults.connMaxAge.citation), variables: [] };
  const validation: Setting<boolean> = checks
    ? booleanSetting(checks)
    : { value: byDefault(djangoDefaults.healthChecks.value, source, djangoDefaults.healthChecks.says, djangoDefaults.healthChecks.citation), variables: [] };
  const base = {
    kind: 'pool',
    library: 'django',
    engine: engineOfBackend(entryOf(entry, 'ENGINE')),
    site: { source, within: null, lifetime: 'process', inLoop: false },
    overflowMax: null,
    statementTimeoutMs: statementOf(options, entryOf(entry, 'ENGINE'), key),
    url: host ? stringSetting(host) : null,
  } as const;
  if (pool && pool.type !== 'false' && pool.type !== 'none') return { ...base, ...pooled(pool), validation };
  return {
    ...base,
    sizeMax: {
      value: unknown('Django keeps one connection for each thread of the server', { cause: 'not-supported-yet', what: 'the number of threads of each process' }, { source, bounds: { min: 1 } }),
      variables: [],
    },
    sizeMin: null,
    acquireTimeoutMs: null,
    lifetimeMs: connMaxAge,
    validation,
  };
}

/** `OPTIONS = {'options': '-c statement_timeout=5000'}`; a file that speaks of such a timeout elsewhere is not guessed at. */
function statementOf(options: SyntaxNode | null, engine: SyntaxNode | null, key: SyntaxNode): Setting<number> | null {
  const dictionary = options && written(options);
  const found = dictionary && timeoutIn(dictionary);
  if (found) return found;
  const fallback = statementDefaults[engineOfBackend(engine)];
  if (!fallback) return null;
  const hidden = (options && !dictionary) || /statement_timeout|max_execution_time/i.test(key.tree.text);
  if (hidden) return unknownSetting(key, 'the options of this database could not be followed', 'whether they set a statement timeout');
  return { value: byDefault(fallback.value, sourceOf(key), fallback.says, fallback.citation), variables: [] };
}

/** An entry that is chosen or built when the program starts. */
function notFollowed(key: SyntaxNode): PoolUse {
  const hidden = {
    value: unknown(
      'this database is configured by an expression that could not be followed',
      { cause: 'not-supported-yet', what: `the settings of the database ${textOf(key)}` },
      { source: sourceOf(key) },
    ),
    variables: [],
  };
  return {
    kind: 'pool',
    library: 'django',
    engine: 'unknown',
    site: { source: sourceOf(key), within: null, lifetime: 'process', inLoop: false },
    sizeMax: hidden,
    sizeMin: null,
    overflowMax: null,
    acquireTimeoutMs: null,
    lifetimeMs: hidden,
    validation: hidden,
    statementTimeoutMs: null,
    url: null,
  };
}

/** `OPTIONS = {'pool': {'min_size': 2, 'max_size': 8}}` is handed to psycopg_pool. */
function pooled(pool: SyntaxNode): Pick<PoolUse, 'sizeMax' | 'sizeMin' | 'acquireTimeoutMs' | 'lifetimeMs' | 'idleTimeoutMs'> {
  const dictionary = written(pool);
  const source = sourceOf(pool);
  const value = (key: string): SyntaxNode | null => dictionary && entryOf(dictionary, key);
  const or = (node: SyntaxNode | null, read: (node: SyntaxNode) => Setting<number>, fallback: { value: number; says: string; citation: string } | null): Setting<number> => {
    if (node) return read(node);
    return { value: byDefault(fallback?.value ?? Infinity, source, fallback?.says ?? '', fallback?.citation ?? ''), variables: [] };
  };
  const least = value('min_size');
  return {
    sizeMax: or(value('max_size') ?? least, numberSetting, psycopgPool.sizeMax),
    sizeMin: or(least, numberSetting, psycopgPool.sizeMin),
    acquireTimeoutMs: or(value('timeout'), secondsSetting, psycopgPool.acquireTimeoutMs),
    lifetimeMs: or(value('max_lifetime'), secondsSetting, psycopgPool.lifetimeMs),
    idleTimeoutMs: or(value('max_idle'), secondsSetting, psycopgPool.idleTimeoutMs ?? null),
  };
}

function engineOfBackend(node: SyntaxNode | null): Engine {
  const text = node ? textOf(node) : '';
  if (/postgres|postgis/.test(text)) return 'postgres';
  if (/mysql/.test(text)) return 'mysql';
  if (/sqlite|spatialite/.test(text)) return 'sqlite';
  return /oracle/.test(text) ? 'oracle' : /mssql/.test(text) ? 'sqlserver' : 'unknown';
}
