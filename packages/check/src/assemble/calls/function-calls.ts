import { compareSources } from '@plimsoll/contract';
import type { CodeFunction, FanOutUse } from '../../facts/index.ts';
import type { FunctionCalls, InternalCall, RemoteCall } from '../../model/calls.ts';
import type { Used } from '../../model/system.ts';
import type { CodeGraph } from '../reach/graph.ts';

const depthMax = 2;

/**
 * For every function on the path of requests that makes or causes internal calls: those calls in its own words. A function that another
 * one of the list calls is told by its caller. Where a function starts work for all elements at once, its calls do not follow each other.
 */
export function functionCalls(calls: readonly InternalCall[], graph: CodeGraph, fanOuts: readonly Used<FanOutUse>[]): readonly FunctionCalls[] {
  const direct = Map.groupBy(
    calls.filter(({ client }) => client.use.act === 'call' && client.reach.path === 'request' && client.use.site.within !== null),
    ({ client }) => client.use.site.within ?? '',
  );
  const parallel = new Set(fanOuts.map(({ use }) => use.site.within));
  const below = new Map<string, readonly RemoteCall[]>();
  const callsOf = (declared: CodeFunction, depth: number, seen: ReadonlySet<string>): readonly RemoteCall[] => {
    const known = depth === 0 ? below.get(declared.id) : undefined;
    if (known) return known;
    const own = (direct.get(declared.id) ?? []).map((to): RemoteCall => ({ source: to.client.use.site.source, says: to.client.use.callee, inLoop: to.client.use.site.inLoop, to }));
    const through =
      depth >= depthMax
        ? []
        : declared.calls.flatMap((call) => {
            const target = call.target === null || seen.has(call.target) ? undefined : graph.functions.get(call.target);
            if (!target || parallel.has(target.id)) return [];
            return callsOf(target, depth + 1, new Set([...seen, target.id])).map((inner): RemoteCall => ({
              ...inner, // a loop further down is told where it stands
              source: call.source,
              says: call.callee,
              inLoop: call.inLoop,
            }));
          });
    const all = [...own, ...through].toSorted((a, b) => compareSources(a.source, b.source));
    if (depth === 0) below.set(declared.id, all);
    return all;
  };

  const found = [...graph.functions.values()].filter((declared) => {
    const all = parallel.has(declared.id) ? [] : callsOf(declared, 0, new Set([declared.id]));
    return all.length > 0 && !delegates(all);
  });
  const told = new Set(found.flatMap((declared) => declared.calls.flatMap(({ target }) => (target && target !== declared.id ? [target] : []))));
  return found
    .filter((declared) => !told.has(declared.id) || callsOf(declared, 0, new Set([declared.id])).some(({ inLoop }) => inLoop))
    .map((declared) => {
      const own = callsOf(declared, 0, new Set([declared.id]));
      return { id: `function:${declared.id}`, name: declared.name, source: declared.source, owners: own[0]?.to.client.owners ?? [], calls: own };
    });
}

/** A controller with one line that hands the whole work on: what is to mend stands in the function that it calls. */
function delegates([first, ...rest]: readonly RemoteCall[]): boolean {
  return first !== undefined && rest.length > 0 && !first.inLoop && rest.every(({ source }) => compareSources(source, first.source) === 0);
}
