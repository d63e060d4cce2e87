import type { StateUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { qualified } from '../code/scope.ts';
import type { GoFunction, GoUnit } from '../code/unit.ts';
import { argsOf, calledName } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { durationSetting, shown } from '../value/value.ts';
import { ioBelow } from '../work/io.ts';

/**
 * A slice in a struct or a package that one function appends to and another one writes out and empties, by the clock of a ticker.
 * What stands in it is lost when the process ends.
 */
export function buffersOf(unit: GoUnit): readonly StateUse[] {
  const flushedMs = tickerIn(unit);
  if (!flushedMs) return [];
  const appends = new Map<string, { node: SyntaxNode; within: GoFunction }[]>();
  const emptied = new Map<string, GoFunction[]>();
  for (const within of unit.functions) {
    for (const node of within.body ? walk(within.body) : []) {
      const [left, right] = [child(node, 'left'), child(node, 'right')];
      const [target, value] = node.type === 'assignment_statement' && left && right ? [namedChildren(left)[0], namedChildren(right)[0]] : [];
      if (!target || !value || !isKept(unit, target)) continue;
      const name = textOf(target).replace(/^.*\./s, '');
      if (value.type === 'call_expression' && calledName(value) === 'append' && textOf(argsOf(value)[0] ?? value) === textOf(target))
        appends.set(name, [...(appends.get(name) ?? []), { node, within }]);
      else if (/^(nil|make\(.*\)|\[\].*\{\s*\}|.*\[:0\])$/s.test(textOf(value))) emptied.set(name, [...(emptied.get(name) ?? []), within]);
    }
  }
  return [...appends].flatMap(([name, places]) => {
    const flushes = (emptied.get(name) ?? []).filter((flush) => !/^(New|new|init|Reset|reset)/.test(flush.name) && places.some((place) => place.within !== flush));
    const [first] = places;
    if (!first || !flushes.some((flush) => flush.body && ioBelow(unit, flush.body))) return [];
    const writes = places.map((place) => ({ source: sourceOf(place.node), within: place.within.id, says: shown(place.node) }));
    return [
      {
        kind: 'state',
        state: 'buffer',
        library: 'slice',
        site: { source: sourceOf(first.node), within: first.within.id, lifetime: 'process', inLoop: false },
        store: { where: 'process', protectsProcessOnly: false },
        purpose: `what ${name} gathers until it is written out`,
        life: { writes, flushedMs },
      } satisfies StateUse,
    ];
  });
}

/** A field, or a variable of the package. */
function isKept(unit: GoUnit, target: SyntaxNode): boolean {
  return target.type === 'selector_expression' || (target.type === 'identifier' && unit.values.has(textOf(target)));
}

function tickerIn(unit: GoUnit): Setting<number> | null {
  for (const node of walk(unit.tree.root)) {
    const time = node.type === 'call_expression' && /^time\.(NewTicker|Tick)$/.test(qualified(unit, node) ?? '') ? argsOf(node)[0] : undefined;
    if (time) return durationSetting(evaluate(unit, time), time, `${shown(child(node, 'function') ?? node)}(${shown(time)})`);
  }
  return null;
}
