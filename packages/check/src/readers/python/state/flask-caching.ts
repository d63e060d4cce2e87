import type { StateLife, StateStore, StateUse } from '../../../facts/code.ts';
import { isKnown } from '../../../model/known.ts';
import { calleeName } from '../code/external.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { optionOf } from '../clients/options.ts';
import { cacheTimeouts } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import { flaskConfig } from '../value/config.ts';
import { textLiteral } from '../value/literal.ts';
import { clip, oneLine } from '../value/says.ts';
import { defaultSetting, secondsSetting, stringSetting } from '../value/setting.ts';
import { assignedTo } from '../code/site.ts';

/** `cache = Cache(app, config={'CACHE_TYPE': 'SimpleCache'})` of Flask-Caching. */
export function flaskCaches(module: PythonModule): readonly StateUse[] {
  return module.calls.flatMap((call) => {
    if (!/^flask_caching\.Cache$/.test(calleeName(call) ?? '')) return [];
    const type = setting(call, 'CACHE_TYPE');
    const store = type ? storeOf(type) : null;
    if (!store) return [];
    const timeout = setting(call, 'CACHE_DEFAULT_TIMEOUT');
    const expiresMs = timeout ? secondsSetting(timeout) : defaultSetting(call, cacheTimeouts.flaskCaching);
    const changes = usesOf(call, /\.(set|set_many|delete|delete_many|delete_memoized|clear|add|inc|dec)$/);
    const life: StateLife = { expiresMs, ...(changes.length > 0 ? { writes: changes } : {}), reads: usesOf(call, /\.(get|get_many|cached|memoize)$/) };
    return [{ kind: 'state', state: 'cache', library: 'flask-caching', site: siteOf(call), store, purpose: 'cached responses and values', life }];
  });
}

function setting(call: PythonCall, key: string): SyntaxNode | null {
  const option = optionOf(call, 'config');
  const dictionary = option.given === 'yes' && option.value.type === 'dictionary' ? option.value : null;
  const pair = dictionary && namedChildren(dictionary).find((each) => textLiteral(child(each, 'key')) === key);
  return (pair && child(pair, 'value')) ?? flaskConfig(key, call.module)[0] ?? null;
}

/** Null for the cache that keeps nothing. */
function storeOf(type: SyntaxNode): StateStore | null {
  const { value, variables } = stringSetting(type);
  if (variables[0] !== undefined) return { where: 'unknown', reason: `CACHE_TYPE comes from ${variables[0]}` };
  if (!isKnown(value)) return { where: 'unknown', reason: 'the value of CACHE_TYPE is not known' };
  if (/null/i.test(value.value)) return null;
  if (/redis/i.test(value.value)) return { where: 'shared', what: 'Redis' };
  if (/memcached/i.test(value.value)) return { where: 'shared', what: 'Memcached' };
  if (/filesystem/i.test(value.value)) return { where: 'disk', protectsProcessOnly: false };
  return /simple/i.test(value.value) ? { where: 'process', protectsProcessOnly: false } : { where: 'unknown', reason: `${value.value} is not known here` };
}

function usesOf(maker: PythonCall, methods: RegExp): NonNullable<StateLife['writes']> {
  const target = assignedTo(maker.node);
  const name = target ? textOf(target) : null;
  if (name === null) return [];
  return maker.module.calls
    .filter((call) => call.written.startsWith(`${name}.`) && methods.test(call.written))
    .slice(0, 20)
    .map((call) => ({ source: sourceOf(call.callee), within: call.within?.id ?? null, says: clip(oneLine(call.node)) }));
}
