import type { StateLife, StateStore, StateUse } from '../../../facts/code.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteAt } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf } from '../../syntax/index.ts';
import { clip } from '../value/says.ts';
import { secondsSetting } from '../value/setting.ts';
import { ioIn } from '../work/io.ts';
import { endless } from './cache-life.ts';

interface Decorator {
  readonly names: RegExp;
  readonly ttl?: { readonly keyword: string; readonly at?: number };
}

const decorators: readonly Decorator[] = [
  { names: /^functools\.(lru_cache|cache)$/ },
  { names: /^async_lru\.alru_cache$/, ttl: { keyword: 'ttl' } },
  { names: /^cachetools\.func\.ttl_cache$/, ttl: { keyword: 'ttl', at: 1 } },
  { names: /^cachetools\.func\.\w+_cache$/ },
  { names: /^cachetools\.(cached|cachedmethod)$/ },
  { names: /^aiocache\.(decorators\.)?cached$/, ttl: { keyword: 'ttl', at: 0 } },
];

/** Functions whose results are kept, where what they return comes from a database or another service. */
export function functionCaches(module: PythonModule): readonly StateUse[] {
  return module.functions.flatMap((made) => made.decorators.flatMap((decorator) => useOf(made, decorator)));
}

function useOf(made: PythonFunction, decorator: SyntaxNode): readonly StateUse[] {
  const call = callAt(decorator);
  const referent = call ? null : referentOf(decorator);
  const name = call ? calleeName(call) : referent?.kind === 'external' ? referent.name : null;
  const found = name === null ? undefined : decorators.find((each) => each.names.test(name));
  const io = found && ioIn(made, 2);
  if (!found || name === null || (io?.io !== 'http' && io?.io !== 'database')) return [];
  return [
    {
      kind: 'state',
      state: 'cache',
      library: name,
      site: { ...siteAt(decorator), lifetime: 'process' },
      store: storeOf(call),
      purpose: `results of ${made.name}`,
      life: lifeOf(made, decorator, call, found),
    },
  ];
}

function lifeOf(made: PythonFunction, decorator: SyntaxNode, call: PythonCall | null, { ttl }: Decorator): StateLife {
  const given = call && ttl ? argument(call, ttl.keyword, ttl.at) : null;
  const inner = call && [...call.positional, ...call.keywords.values()].map(cacheMade).find((each) => each !== null);
  const seconds = given ?? (inner && inner.written.endsWith('TTLCache') ? argument(inner, 'ttl', 1) : null);
  const name = child(made.node, 'name') ?? made.node;
  const fill = { source: sourceOf(name), within: made.id, says: clip(`@${textOf(decorator)} ${made.name}()`) };
  const cleared = made.module.calls
    .filter((each) => each.written === `${made.name}.cache_clear` || each.written === `self.${made.name}.cache_clear`)
    .map((each) => ({ source: sourceOf(each.callee), within: each.within?.id ?? null, says: `${each.written}()` }));
  const parameters = made.parameters.filter((each) => each.name !== 'self' && each.name !== 'cls');
  // One value, read once and never dropped: what a process is configured with.
  const constant = parameters.length === 0 && cleared.length === 0 && !seconds;
  return { expiresMs: seconds ? secondsSetting(seconds) : endless(decorator, 'no entry expires'), writes: cleared, reads: [fill], ...(constant ? { immutable: true } : {}) };
}

function cacheMade(node: SyntaxNode): PythonCall | null {
  const direct = callAt(node);
  if (direct) return direct;
  const referent = referentOf(node);
  return referent?.kind === 'value' ? callAt(referent.value) : null;
}

/** aiocache keeps entries in memory unless another cache is named. */
function storeOf(call: PythonCall | null): StateStore {
  const named = call?.keywords.get('cache');
  const text = named ? textOf(named) : '';
  if (/redis/i.test(text)) return { where: 'shared', what: 'Redis' };
  return /memcache/i.test(text) ? { where: 'shared', what: 'Memcached' } : { where: 'process', protectsProcessOnly: false };
}
