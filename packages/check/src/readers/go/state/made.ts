import type { StateLife, StateUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { stated } from '../../../model/known.ts';
import { zeroIsNone } from '../clients/use.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { unitsIn } from '../code/package.ts';
import { qualified } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { durationSetting, shown } from '../value/value.ts';

type Expiry = (unit: GoUnit, node: SyntaxNode) => Setting<number> | null;

const argument =
  (index: number): Expiry =>
  (unit, node) => {
    const value = argsOf(node)[index];
    return value ? zeroIsNone(durationSetting(evaluate(unit, value), value, shown(value))) : null;
  };

const never: Expiry = (_, node) => ({ value: stated(Infinity, sourceOf(node), 'entries are only evicted for room'), variables: [] });

/** Libraries that keep a cache inside of the process, and how long an entry lives there. */
const libraries: readonly (readonly [RegExp, string, Expiry])[] = [
  [/^github\.com\/patrickmn\/go-cache\.(New|NewFrom)$/, 'go-cache', argument(0)],
  [/^github\.com\/hashicorp\/golang-lru(\/simplelru)?\.(New|New2Q|NewARC|NewLRU|NewWithEvict)$/, 'golang-lru', never],
  [/^github\.com\/hashicorp\/golang-lru\/expirable\.NewLRU$/, 'golang-lru', argument(2)],
  [/^github\.com\/dgraph-io\/ristretto\.NewCache$/, 'ristretto', () => null],
  [/^github\.com\/allegro\/bigcache\.(New|NewBigCache)$/, 'bigcache', (unit, node) => bigcacheLife(unit, node)],
  [/^github\.com\/coocood\/freecache\.NewCache$/, 'freecache', () => null],
  [/^github\.com\/jellydator\/ttlcache\.New$/, 'ttlcache', (unit, node) => ttlOption(unit, node)],
];

/** `cache.New(5*time.Minute, …)` and its kin, with what is put in and taken out. */
export function libraryCache(unit: GoUnit, node: SyntaxNode): StateUse | null {
  const full = qualified(unit, node.type === 'call_expression' ? node : genericIn(node));
  const found = full === null ? undefined : libraries.find(([pattern]) => pattern.test(full));
  if (!found) return null;
  const [, library, expiry] = found;
  const expiresMs = expiry(unit, node);
  const name = keptAs(node);
  const uses = name === null ? {} : usesOf(unit, name);
  return {
    kind: 'state',
    state: 'cache',
    library,
    site: makingSite(unit, node),
    store: { where: 'process', protectsProcessOnly: false },
    purpose: name === null ? 'cached values' : `cached values (${name})`,
    life: { ...(expiresMs ? { expiresMs } : {}), ...uses },
  };
}

/** `lru.New[string, int](128)`: the grammar takes a generic call with one argument for a conversion. */
function genericIn(node: SyntaxNode): SyntaxNode {
  const type = child(node, 'type');
  return (type?.type === 'generic_type' ? child(type, 'type') : null) ?? node;
}

function given(node: SyntaxNode): readonly SyntaxNode[] {
  const operand = child(node, 'operand');
  return node.type === 'type_conversion_expression' ? (operand ? [operand] : []) : argsOf(node);
}

/** The variable or field that holds what is made here. */
function keptAs(node: SyntaxNode): string | null {
  const keyed = ancestor(node, 'keyed_element', 'block');
  const key = keyed?.type === 'keyed_element' ? child(keyed, 'key') : null;
  if (key) return textOf(key);
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement', 'var_spec', 'block');
  const left = bound && (child(bound, 'left') ?? child(bound, 'name'));
  const first = left?.type === 'expression_list' ? namedChildren(left)[0] : left;
  return first ? textOf(first).replace(/^.*\./s, '') : null;
}

const writing = /^(Set|SetDefault|SetWithTTL|Add|Put|Store|Delete|Del|Remove|Invalidate|Purge|Clear|Flush|ContainsOrAdd|Replace|Increment|Decrement)$/;
const reading = /^(Get|GetWithExpiration|Peek|Load|Contains|Has|Items|GetIfPresent|GetOrSet)$/;

/** Calls on a holder of this name in the files of the package. */
function usesOf(unit: GoUnit, name: string): Pick<StateLife, 'writes' | 'reads'> {
  const [writes, reads]: [NonNullable<StateLife['writes']>[number][], NonNullable<StateLife['reads']>[number][]] = [[], []];
  const others = unitsIn(unit.folder, unit.files, new RegExp(`\\b${name}\\b`)).filter((each) => each.path !== unit.path);
  for (const each of [unit, ...others]) {
    for (const node of walk(each.tree.root)) {
      const receiver = node.type === 'call_expression' ? receiverOf(node) : null;
      if (!receiver || textOf(receiver).replace(/^.*\./s, '') !== name) continue;
      const list = writing.test(calledName(node)) ? writes : reading.test(calledName(node)) ? reads : null;
      if (list && list.length < 20) list.push({ source: sourceOf(node), within: functionAround(each, node)?.id ?? null, says: shown(node) });
    }
  }
  return { writes, reads };
}

function bigcacheLife(unit: GoUnit, node: SyntaxNode): Setting<number> | null {
  const config = argsOf(node).find((arg) => arg.type === 'call_expression' && calledName(arg) === 'DefaultConfig') ?? null;
  if (config) return argument(0)(unit, config);
  const made = argsOf(node).map((arg) => originOf(unit, arg, 3, false)?.node);
  const value = made.find((each) => each?.type === 'composite_literal');
  const life = value ? keyedValue(value, 'LifeWindow') : null;
  return life ? durationSetting(evaluate(unit, life), life, `LifeWindow: ${shown(life)}`) : null;
}

function ttlOption(unit: GoUnit, node: SyntaxNode): Setting<number> | null {
  const option = given(node).find((arg) => arg.type === 'call_expression' && calledName(arg) === 'WithTTL');
  return option ? argument(0)(unit, option) : null;
}
