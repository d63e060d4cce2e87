import type { LockHold } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, childOfType, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { callName } from '../code/construction.ts';
import { typeOfExpression } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { isSynchronized, lockedBlock } from '../state/locks.ts';
import { ioOfCall, runsHere } from './io.ts';

const ioKept = 5;
const locksExamined = 200; // each looks through the rest of its block

/** `synchronized` and `lock.lock()` with I/O before they are released. Whoever reads under a read lock shares it. */
export function lockHoldsOf(unit: JavaUnit): readonly LockHold[] {
  const found: LockHold[] = [];
  let examined = 0;
  for (const node of walk(unit.tree.root)) {
    const held = heldAt(unit, node);
    if (held && examined++ === locksExamined) break;
    const io = held ? ioIn(unit, held.block, held.from, held.to) : [];
    if (held && io.length > 0) found.push({ kind: 'lock-hold', library: held.library, site: callSite(unit, held.at), io });
  }
  return found;
}

interface Held {
  readonly library: string;
  readonly at: SyntaxNode;
  readonly block: SyntaxNode;
  readonly from: number;
  readonly to: number;
}

function heldAt(unit: JavaUnit, node: SyntaxNode): Held | null {
  if (node.type === 'synchronized_statement') return whole('synchronized', node.children.find((each) => each.type === 'synchronized') ?? node, childOfType(node, 'block'));
  if (node.type === 'method_declaration' && isSynchronized(node)) return whole('synchronized', child(node, 'name') ?? node, child(node, 'body'));
  const block = lockedBlock(unit, node);
  const lock = child(node, 'object');
  if (!block || !lock || callName(node) === 'tryLock' || /read/i.test(textOf(lock))) return null;
  const release = [...walk(block)].find((each) => each.type === 'method_invocation' && each.start > node.end && callName(each) === 'unlock' && textOf(child(each, 'object') ?? each) === textOf(lock));
  return release ? { library: typeOfExpression(unit, lock) || 'Lock', at: node, block, from: node.end, to: release.start } : null;
}

function whole(library: string, at: SyntaxNode, block: SyntaxNode | null): Held | null {
  return block && { library, at, block, from: block.start, to: block.end };
}

function ioIn(unit: JavaUnit, block: SyntaxNode, from: number, to: number): LockHold['io'] {
  const io: LockHold['io'][number][] = [];
  for (const node of walk(block, (each) => each === block || runsHere(each))) {
    if (node.type !== 'method_invocation' || node.start < from || node.end > to || io.length === ioKept) continue;
    const call = ioOfCall(unit, node);
    if (call) io.push({ source: sourceOf(node), says: call.says, what: call.what });
  }
  return io;
}
