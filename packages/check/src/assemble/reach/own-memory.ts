import { isWorkerRole } from '../../model/roles.ts';
import type { CodeFunction, EntryPoint, FunctionCall } from '../../facts/index.ts';
import type { CodeGraph } from './graph.ts';

/** Clocks that code makes itself; a queue or a job library brings work that somebody else has put there. */
const clocks: ReadonlySet<string> = new Set(['thread', 'setInterval', 'ticker', 'loop', 'ScheduledExecutorService', 'java.util.Timer']);
const depthMax = 4;

const memory = /(?:cache|map|registry|snapshot)\w*(?:\(\))?$/i;
const changes = /^(?:put|set|add|remove|delete|invalidate|clear|computeIfAbsent|putAll|replace)/;
const ofDeque = /^(?:add|remove)(?:First|Last)$/;
const harmless =
  /^(?:get|find|fetch|read|load|list|count|is|has|contains|equals|compare|size|length|keys|values|entries|stream|map|filter|forEach|format|to|of|as|value|parse|now|current|last|latest|sleep|start|interrupt|monitor|debug|info|warn|error|trace|log|new|build|record|expire)(?:[A-Z_]|$)/;

/** Whether a clock does nothing but read and keep memory of its own process up to date. Each instance needs it for itself; it cannot move elsewhere. */
export function keepsOwnMemory(worker: EntryPoint, graph: CodeGraph): boolean {
  const starting = worker.within ? graph.functions.get(worker.within) : undefined;
  if (!starting || !isWorkerRole(worker.role) || !clocks.has(worker.framework)) return false;
  const seen = new Set([starting.id]);
  // Whoever starts it hands in what it does with each piece: `reader.start(row -> cache.put(row.id(), row))`.
  const callers = graph.callersOf(starting.id).flatMap((caller) => callsBelow(caller, graph, depthMax, seen));
  const calls = [...callsBelow(starting, graph, depthMax, seen), ...callers];
  return calls.some(changesMemory) && calls.every((call) => changesMemory(call) || (call.target !== null && graph.functions.has(call.target)) || harmless.test(call.name) || isUnread(call, graph));
}

function callsBelow(declared: CodeFunction, graph: CodeGraph, depth: number, seen: Set<string>): readonly FunctionCall[] {
  return declared.calls.flatMap((call) => {
    const target = call.target === null || seen.has(call.target) ? undefined : graph.functions.get(call.target);
    if (!target) return [call];
    if (depth === 0) return [{ ...call, target: null }]; // not followed: its name must speak for it
    seen.add(target.id);
    return [call, ...callsBelow(target, graph, depth - 1, seen)];
  });
}

function changesMemory({ name, callee }: FunctionCall): boolean {
  return ofDeque.test(name) || (changes.test(name) && memory.test(callee.slice(0, Math.max(callee.lastIndexOf('.'), 0))));
}

/** A file of the project that holds nothing a reader looks for calls nothing outside. */
function isUnread({ target }: FunctionCall, graph: CodeGraph): boolean {
  return target !== null && !graph.functions.has(target);
}
