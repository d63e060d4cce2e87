import type { BlockingUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { argsOf, callName, rootOf } from '../code/construction.ts';
import { typeOfExpression } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround, typeAround } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { unitOf } from '../value/call.ts';
import { numberSetting } from '../value/value.ts';
import { ioAt, runsHere } from './io.ts';
import { hasEventLoop, onEventLoop } from './reactive.ts';

type Found = Pick<BlockingUse, 'what' | 'library' | 'callee' | 'durationMs' | 'instead'>;

/**
 * `Thread.sleep` and futures that are waited for without a time, wherever a caller waits too; `block()` and blocking clients where the
 * code runs on an event loop. On a servlet's thread `block()` is the way to wait for a WebClient.
 */
export function blockingOf(unit: JavaUnit): readonly BlockingUse[] {
  const found: BlockingUse[] = [];
  const mayRunOnLoop = hasEventLoop(unit);
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation') continue;
    const ofThread = sleep(unit, node) ?? future(unit, node);
    const onLoop = mayRunOnLoop && onEventLoop(unit, node);
    const use = ofThread ?? (onLoop ? (blocked(node) ?? client(unit, node)) : null);
    if (!use || !isWaitedFor(unit, node)) continue;
    found.push({ kind: 'blocking', ...use, site: callSite(unit, node), holds: onLoop ? 'event-loop' : 'thread', inAsync: onLoop });
  }
  return found;
}

function sleep(unit: JavaUnit, node: SyntaxNode): Found | null {
  const object = child(node, 'object');
  const [time] = argsOf(node);
  if (!object || !time || callName(node) !== 'sleep') return null;
  const unitMs = textOf(object) === 'Thread' ? 1 : unitOf(object);
  if (unitMs === undefined) return null;
  return { what: 'sleep', library: 'java.lang', callee: `${textOf(object)}.sleep`, durationMs: numberSetting(evaluate(unit, time), time, unitMs), instead: 'a scheduled retry' };
}

/** `future.get()` and `future.join()`: one that `allOf` has waited for is done, one in a chain of futures has ended. */
function future(unit: JavaUnit, node: SyntaxNode): Found | null {
  const name = callName(node);
  const object = child(node, 'object');
  if (!object || argsOf(node).length > 0 || (name !== 'get' && name !== 'join')) return null;
  const isAll = /^CompletableFuture\s*\.\s*(allOf|anyOf)\b/.test(textOf(object));
  if (!isAll && !(/^(Future|CompletableFuture|ListenableFuture|ScheduledFuture)$/.test(typeOfExpression(unit, object)) && object.type === 'identifier')) return null;
  const method = methodAround(unit, node);
  const text = method ? textOf(method.node) : '';
  if (/orTimeout|completeOnTimeout|isDone\(\)/.test(text) || (!isAll && /allOf\(|invokeAll\(/.test(text))) return null;
  for (let above = node.parent; above && above !== method?.node; above = above.parent) if (above.type === 'lambda_expression') return null;
  return {
    what: 'future',
    library: 'java.util.concurrent',
    callee: isAll ? `CompletableFuture.allOf(…).${name}` : `${textOf(object)}.${name}`,
    durationMs: null,
    instead: 'get(timeout, unit) or orTimeout',
  };
}

/** `.block()`, `.blockFirst()`, `.blockLast()` of Reactor; `.await().indefinitely()` of Mutiny. */
function blocked(node: SyntaxNode): Found | null {
  const name = callName(node);
  const object = child(node, 'object');
  if (!object || argsOf(node).length > 1) return null;
  const isReactor = /^block(First|Last|Optional)?$/.test(name);
  const isMutiny = /^(indefinitely|atMost)$/.test(name) && object.type === 'method_invocation' && callName(object) === 'await';
  if (!isReactor && !isMutiny) return null;
  const root = rootOf(node);
  return {
    what: 'future',
    library: isReactor ? 'reactor' : 'mutiny',
    callee: `${root.type === 'identifier' ? `${textOf(root)}…` : '…'}.${isMutiny ? 'await().' : ''}${name}`,
    durationMs: null,
    instead: isReactor ? 'flatMap on the publisher' : 'chain on the Uni',
  };
}

function client(unit: JavaUnit, node: SyntaxNode): Found | null {
  const io = ioAt(unit, node);
  if (!io || callName(node).startsWith('block') || io.what === 'sleep' || io.what === 'queue' || io.what === 'file') return null;
  const type = typeOfExpression(unit, child(node, 'object') ?? node);
  return type === 'WebClient'
    ? null
    : { what: io.to === 'external' ? 'sdk' : io.what, library: type, callee: io.says, durationMs: null, instead: io.what === 'database' ? 'R2DBC or Schedulers.boundedElastic()' : 'WebClient' };
}

/** Threads of the program's own, main, and loops that never end have no caller that waits. */
function isWaitedFor(unit: JavaUnit, node: SyntaxNode): boolean {
  const method = methodAround(unit, node);
  if (!method || method.name === 'main' || method.name === 'finalize') return false;
  if (method.name === 'run' && typeAround(unit, node)?.supertypes.some((each) => /^(Runnable|Thread|TimerTask|CommandLineRunner|ApplicationRunner)\b/.test(each))) return false;
  for (let above = node.parent; above && above !== method.node; above = above.parent) {
    if (!runsHere(above) && isThreadWork(above)) return false;
    if (above.type === 'while_statement' && isEndless(above)) return false;
  }
  return true;
}

/** The work given to a thread of its own, or to an executor. */
function isThreadWork(node: SyntaxNode): boolean {
  if (node.type === 'class_body') return true;
  const call = node.parent?.parent;
  return call?.type === 'object_creation_expression' || (call?.type === 'method_invocation' && /^(submit|execute|schedule\w*|runAsync|supplyAsync|start|startVirtualThread)$/.test(callName(call)));
}

/** `while (true)` or `while (running)` without a way out but an exception. */
function isEndless(loop: SyntaxNode): boolean {
  const condition = child(loop, 'condition');
  const inner = condition ? namedChildren(condition)[0] : null;
  if (!inner || !/^(true|!?\w*(running|stopped|closed|shutdown|interrupted|isInterrupted)\w*(\(\)|\.get\(\))?|!Thread\..*)$/i.test(textOf(inner))) return false;
  return ![...walk(child(loop, 'body') ?? loop, (each) => each.type !== 'lambda_expression' && each.type !== 'class_body')].some(
    (each) => each.type === 'return_statement' || each.type === 'break_statement',
  );
}
