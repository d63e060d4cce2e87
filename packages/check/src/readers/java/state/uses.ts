import type { StateLife } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { callName, rootOf } from '../code/construction.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround } from '../code/unit.ts';
import { shown } from '../value/value.ts';

export type Uses = NonNullable<StateLife['writes']>;

const usesKept = 20;
const writing = /^(put|putAll|putIfAbsent|compute|computeIfPresent|merge|replace|remove|removeIf|clear|invalidate|invalidateAll|refresh|add|addAll|offer|set)$/;
const reading = /^(get|computeIfAbsent|getOrDefault|getIfPresent|getUnchecked|containsKey|contains|values|keySet|entrySet|asMap|forEach|stream|size|isEmpty|iterator)$/;

/** Where something held under a name is changed and read. Filling it when the program starts, or on a miss by `computeIfAbsent`, is no change. */
export function usesOf(unit: JavaUnit, scope: SyntaxNode, name: string): { readonly writes: Uses; readonly reads: Uses } {
  const [writes, reads]: [Uses[number][], Uses[number][]] = [[], []];
  for (const node of walk(scope)) {
    if (node.type !== 'method_invocation' && node.type !== 'enhanced_for_statement') continue;
    const object = node.type === 'method_invocation' ? rootedAt(node) : child(node, 'value');
    if (!object || textOf(object).replace(/^(this|\w+)\./, '') !== name) continue;
    const method = methodAround(unit, node);
    if (!method || method.isConstructor || annotationNamed(method.annotations, 'PostConstruct', 'Bean')) continue;
    const list = node.type === 'enhanced_for_statement' || reading.test(callName(node)) ? reads : writing.test(callName(node)) ? writes : null;
    if (list && list.length < usesKept) list.push({ source: sourceOf(node), within: method.id, says: node.type === 'method_invocation' ? shown(node) : `for (… : ${textOf(object)})` });
  }
  return { writes, reads };
}

/** `cache` in `cache.get(k)` and in `cache.asMap().remove(k)`. */
function rootedAt(call: SyntaxNode): SyntaxNode | null {
  const object = child(call, 'object');
  return object?.type === 'method_invocation' && callName(object) === 'asMap' ? rootOf(object) : object;
}
