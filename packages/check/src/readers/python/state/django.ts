import type { StateLife, StateStore, StateUse } from '../../../facts/code.ts';
import { byDefault, isKnown } from '../../../model/known.ts';
import { inModule } from '../code/referent.ts';
import { siteAt } from '../code/site.ts';
import { calleeName } from '../code/external.ts';
import { purposeOf } from '../code/purpose.ts';
import type { PythonModule, Workspace } from '../code/types.ts';
import { cacheTimeouts } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import { isSettingsPath } from '../value/config.ts';
import { textLiteral } from '../value/literal.ts';
import { clip, oneLine } from '../value/says.ts';
import { secondsSetting, stringSetting } from '../value/setting.ts';

/** SESSION_ENGINE and CACHES of a settings module of Django. */
export function djangoState(module: PythonModule): readonly StateUse[] {
  if (!isSettingsPath(module.path)) return [];
  const found: StateUse[] = [];
  for (const [alias, backend] of caches(module)) found.push({ ...use('cache', backend, cacheStore(backend), `cache ${alias}`), life: cacheLife(backend, module) });
  const engine = assigned(module, 'SESSION_ENGINE');
  if (engine) found.push(use('session', engine, sessionStore(engine, module), 'HTTP sessions'));
  else if (module.tree.text.includes('django.contrib.sessions.middleware')) {
    const middleware = assigned(module, 'MIDDLEWARE');
    if (middleware) found.push({ ...use('session', middleware, { where: 'shared', what: 'the database' }, 'HTTP sessions'), library: 'django' });
  }
  return found;
}

function use(state: StateUse['state'], node: SyntaxNode, store: StateStore, purpose: string): StateUse {
  return { kind: 'state', state, library: 'django', site: siteAt(node), store, purpose };
}

/** The value of a setting of this module. */
export function assigned(module: PythonModule, name: string): SyntaxNode | null {
  for (const statement of module.tree.root.children) {
    const assignment = statement.children[0];
    const left = assignment?.type === 'assignment' ? child(assignment, 'left') : null;
    if (assignment && left && textOf(left) === name) return child(assignment, 'right');
  }
  return null;
}

function sessionStore(engine: SyntaxNode, module: PythonModule): StateStore {
  const { value } = stringSetting(engine);
  if (!isKnown(value)) return { where: 'unknown', reason: value.reason };
  const backend = value.value.split('.').at(-1);
  if (backend === 'db' || backend === 'cached_db') return { where: 'shared', what: 'the database' };
  if (backend === 'file') return { where: 'disk', protectsProcessOnly: false };
  if (backend === 'signed_cookies') return { where: 'shared', what: 'a signed cookie at the client' };
  if (backend !== 'cache') return { where: 'unknown', reason: `${value.value} is not known here` };
  const alias = textLiteral(assigned(module, 'SESSION_CACHE_ALIAS')) ?? 'default';
  const cache = caches(module).find(([name]) => name === alias)?.[1];
  return cache ? cacheStore(cache) : { where: 'process', protectsProcessOnly: false };
}

function caches(module: PythonModule): readonly (readonly [string, SyntaxNode])[] {
  const written = assigned(module, 'CACHES');
  const referent = written?.type === 'identifier' ? inModule(module, textOf(written)) : null;
  const dictionary = written?.type === 'dictionary' ? written : referent?.kind === 'value' ? referent.value : null;
  if (dictionary?.type !== 'dictionary') return [];
  return namedChildren(dictionary).flatMap((pair) => {
    const alias = textLiteral(child(pair, 'key'));
    const entry = child(pair, 'value');
    const backend = entry?.type === 'dictionary' ? namedChildren(entry).find((each) => textLiteral(child(each, 'key')) === 'BACKEND') : undefined;
    const value = backend ? child(backend, 'value') : null;
    return alias !== null && value ? [[alias, value] as const] : [];
  });
}

function cacheStore(backend: SyntaxNode): StateStore {
  const { value } = stringSetting(backend);
  if (!isKnown(value)) return { where: 'unknown', reason: value.reason };
  if (/LocMem|Dummy/.test(value.value)) return { where: 'process', protectsProcessOnly: false };
  if (/redis/i.test(value.value)) return { where: 'shared', what: 'Redis' };
  if (/memcache/i.test(value.value)) return { where: 'shared', what: 'Memcached' };
  if (/DatabaseCache/.test(value.value)) return { where: 'shared', what: 'the database' };
  if (/FileBasedCache/.test(value.value)) return { where: 'disk', protectsProcessOnly: false };
  return { where: 'unknown', reason: `${value.value} is not known here` };
}

/** `TIMEOUT` stands beside BACKEND; what puts entries in may stand in any file. */
function cacheLife(backend: SyntaxNode, module: PythonModule): StateLife {
  const entry = backend.parent?.parent;
  const pair = entry && namedChildren(entry).find((each) => textLiteral(child(each, 'key')) === 'TIMEOUT');
  const timeout = pair ? child(pair, 'value') : null;
  const { value, says, citation } = cacheTimeouts.django;
  const expiresMs = timeout ? secondsSetting(timeout) : { value: byDefault(value, sourceOf(backend), says, citation), variables: [] };
  const { where } = cacheStore(backend);
  const changes = where === 'process' || where === 'disk' ? cacheChanges(module.workspace) : [];
  return changes.length > 0 ? { expiresMs, writes: changes } : { expiresMs };
}

const modulesMost = 30;
const placesMost = 20;
const changed = new WeakMap<Workspace, NonNullable<StateLife['writes']>>();

/** `cache.set(…)`, `cache.delete(…)` on Django's cache, wherever they stand. */
function cacheChanges(workspace: Workspace): NonNullable<StateLife['writes']> {
  const known = changed.get(workspace);
  if (known) return known;
  const paths = workspace.files.paths.filter((path) => {
    const text = path.endsWith('.py') ? workspace.files.text(path) : undefined;
    return text !== undefined && text.includes('django.core.cache') && purposeOf(path, text) === 'source';
  });
  const calls = paths.slice(0, modulesMost).flatMap((path) => workspace.module(path)?.calls ?? []);
  const found = calls
    .filter((call) => /^django\.core\.cache\.(cache|caches)\b.*[.#](set|set_many|add|delete|delete_many|clear|incr|decr|touch|get_or_set)$/.test(calleeName(call) ?? ''))
    .slice(0, placesMost)
    .map((call) => ({ source: sourceOf(call.callee), within: call.within?.id ?? null, says: clip(oneLine(call.node)) }));
  changed.set(workspace, found);
  return found;
}
