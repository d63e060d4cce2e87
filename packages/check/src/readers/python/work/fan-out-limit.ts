import type { Setting } from '../../../facts/setting.ts';
import { argument, callsOf } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { targetOf } from '../code/target.ts';
import type { PythonCall, PythonFunction } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { numberSetting } from '../value/setting.ts';
import { loopAround } from './fan-out-over.ts';

const limiters = /^(asyncio|threading|trio|anyio)\.(Bounded)?Semaphore$|^(anyio|trio)\.CapacityLimiter$|^aiolimiter\.AsyncLimiter$/;
const limiterName = /sem(aphore)?s?$|limit(er)?s?$|slots?$|throttle/i;

/** How many of the started pieces run at once; 'unclear' where something that looks like a limit could not be followed. */
export function limitOf(work: SyntaxNode, started: PythonCall): Setting<number> | null | 'unclear' {
  const objects = [...acquiredAround(work, started), ...bodiesOf(work).flatMap(heldIn)];
  for (const object of objects) {
    const size = sizeOf(object);
    if (size) return size;
  }
  return objects.some(looksLikeLimit) || [...walk(work)].some((node) => node.parent?.type === 'argument_list' && looksLikeLimit(node)) ? 'unclear' : null;
}

/** What runs for each element: the expression itself and the own functions that it names. */
function bodiesOf(work: SyntaxNode): readonly SyntaxNode[] {
  return [work, ...[...walk(work)].flatMap((node) => functionNamed(node)?.node ?? [])];
}

/** `async with slots:` and `await slots.acquire()` in a body. */
function heldIn(body: SyntaxNode): readonly SyntaxNode[] {
  return [...walk(body)].flatMap((node) => (node.type === 'with_item' ? withObject(node) : acquired(callAt(node))) ?? []);
}

/** `await slots.acquire()` in the loop before a piece is started. */
function acquiredAround(work: SyntaxNode, started: PythonCall): readonly SyntaxNode[] {
  const loop = loopAround(work);
  if (!loop) return [];
  return (started.within ? callsOf(started.within) : []).filter((call) => call.node.start > loop.start && call.node.end <= work.start).flatMap((call) => acquired(call) ?? []);
}

function acquired(call: PythonCall | null): SyntaxNode | null {
  return call?.written.endsWith('.acquire') ? child(call.callee, 'object') : null;
}

function looksLikeLimit(node: SyntaxNode): boolean {
  return (node.type === 'identifier' || node.type === 'attribute') && limiterName.test(textOf(node));
}

function functionNamed(node: SyntaxNode): PythonFunction | null {
  const call = callAt(node);
  if (call) return targetOf(call);
  if (node.type !== 'identifier' && node.type !== 'attribute') return null;
  const referent = referentOf(node);
  return referent?.kind === 'function' ? referent.function : null;
}

function withObject(item: SyntaxNode): SyntaxNode | null {
  const value = namedChildren(item)[0];
  return value?.type === 'as_pattern' ? (namedChildren(value)[0] ?? null) : (value ?? null);
}

function sizeOf(object: SyntaxNode): Setting<number> | null {
  const referent = referentOf(object);
  for (const value of referent?.kind === 'value' ? [referent.value, ...referent.others] : []) {
    const maker = callAt(value);
    const size = maker && limiters.test(calleeName(maker) ?? '') ? (argument(maker, 'value', 0) ?? argument(maker, 'max_rate', 0)) : null;
    if (size) return numberSetting(size);
  }
  return null;
}
