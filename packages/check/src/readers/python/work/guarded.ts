import { referentOf } from '../code/referent.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, walk } from '../../syntax/index.ts';

/** Pairs of makers and uses are compared; a file with more of them is not written by people. */
export const makersMost = 100;
const heldMost = 1000;

/** Does this expression stand for the object that `maker` makes? */
export function isObject(node: SyntaxNode, maker: SyntaxNode): boolean {
  if (node === maker) return true;
  if (node.type !== 'identifier' && node.type !== 'attribute') return false;
  const referent = referentOf(node);
  return referent?.kind === 'value' && [referent.value, ...referent.others].some((value) => value === maker || (value.start === maker.start && value.tree.file === maker.tree.file));
}

export interface Held {
  readonly object: SyntaxNode;
  readonly body: SyntaxNode;
  readonly from: number; // acquired here; what stands before in the body runs without it
  readonly to: number;
}

const held = new WeakMap<PythonModule, readonly Held[]>();

/** Every `with object:` and `object.acquire()` of a module, with what runs meanwhile. */
function heldIn(module: PythonModule): readonly Held[] {
  const known = held.get(module);
  if (known) return known;
  const found: Held[] = [];
  for (const node of walk(module.tree.root)) {
    if (node.type !== 'with_item') continue;
    const value = child(node, 'value') ?? namedChildren(node)[0];
    const object = value?.type === 'as_pattern' ? namedChildren(value)[0] : value;
    const body = child(ancestor(node, 'with_statement') ?? node, 'body');
    if (object && body) found.push({ object, body, from: body.start, to: body.end });
  }
  for (const call of module.calls) {
    const object = call.written.endsWith('.acquire') ? child(call.callee, 'object') : null;
    const body = object && call.within && child(call.within.node, 'body');
    if (object && body) found.push({ object, body, from: call.node.end, to: releasedAt(call, body) });
  }
  const kept = found.slice(0, heldMost);
  held.set(module, kept);
  return kept;
}

/** `lock.release()` after `lock.acquire()`; without one, the end of the function. */
function releasedAt(acquired: PythonCall, body: SyntaxNode): number {
  const released = acquired.written.replace(/acquire$/, 'release');
  const found = acquired.module.calls.find((call) => call.written === released && call.node.start > acquired.node.end && call.node.end <= body.end);
  return found?.node.start ?? body.end;
}

/** Where an object is acquired, and what runs until it is released. */
export function acquisitions(module: PythonModule, maker: SyntaxNode): readonly Held[] {
  return heldIn(module)
    .filter((each) => isObject(each.object, maker))
    .slice(0, makersMost);
}

/** The blocks that run while the object is held: the bodies of `with lock:`, and the functions that call `lock.acquire()`. */
export function guardedBlocks(module: PythonModule, maker: SyntaxNode): readonly SyntaxNode[] {
  return [...new Set(heldIn(module).flatMap((each) => (isObject(each.object, maker) ? [each.body] : [])))].slice(0, makersMost);
}

const callsMost = 300;

export function callsIn(block: SyntaxNode, module: PythonModule): readonly PythonCall[] {
  const found: PythonCall[] = [];
  for (let index = firstFrom(block.start, module); index < module.calls.length && found.length < callsMost; index++) {
    const call = module.calls[index];
    if (!call || call.node.start >= block.end) break;
    if (call.node.end <= block.end) found.push(call);
  }
  return found;
}

/** Calls are in the order of the text, so the first one of a block can be searched for. */
function firstFrom(start: number, module: PythonModule): number {
  let low = 0;
  let high = module.calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((module.calls[middle]?.node.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
