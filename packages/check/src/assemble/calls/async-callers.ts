import type { Site } from '../../facts/index.ts';
import type { AsyncCall } from '../../model/calls.ts';
import type { Reach } from '../../model/system.ts';
import type { CodeGraph } from '../reach/graph.ts';

/** Plain calls of a Python function inside `async def`, on a path that load takes. A function that is handed to a thread is not called there. */
export function asyncCallers(graph: CodeGraph, reachOf: (site: Site) => Reach): (functionId: string | null) => readonly AsyncCall[] {
  return (functionId) => {
    const called = functionId === null ? undefined : graph.functions.get(functionId);
    if (!called || called.async || graph.files.get(called.source.file)?.language !== 'python') return [];
    return graph.callersOf(called.id).flatMap((caller) => {
      if (!caller.async) return [];
      return caller.calls
        .filter((call) => call.target === called.id)
        .flatMap((call): readonly AsyncCall[] => {
          const { path } = reachOf({ source: call.source, within: caller.id, lifetime: 'call', inLoop: call.inLoop });
          return path === 'request' || path === 'worker' ? [{ source: call.source, callee: call.callee, path }] : [];
        });
    });
  };
}
