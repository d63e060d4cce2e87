import type { LockHold } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { callSite } from '../code/site.ts';
import { fieldIn, outside, typeOf, typeWritten } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';
import { ioOfCall, runsHere } from './io.ts';

const ioKept = 5;
const locksExamined = 200; // each looks through the rest of its block

/** `mu.Lock()` with I/O before it is released. Readers share `RLock`, so that one is no hold of this kind. */
export function lockHoldsOf(unit: GoUnit): readonly LockHold[] {
  if (!unit.imports.some((each) => each.path === 'sync')) return [];
  const found: LockHold[] = [];
  let examined = 0;
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'call_expression' || calledName(node) !== 'Lock' || argsOf(node).length > 0) continue;
    if (examined++ === locksExamined) break;
    const mutex = receiverOf(node);
    const library = mutex && mutexType(unit, mutex);
    const io = library ? heldIo(unit, node, textOf(mutex)) : [];
    if (library && io.length > 0) found.push({ kind: 'lock-hold', library, site: callSite(unit, node), io });
  }
  return found;
}

/** The declared type of a mutex, or of the one that a struct embeds. */
function mutexType(unit: GoUnit, mutex: SyntaxNode): string | null {
  const type = typeOf(unit, mutex);
  const written = outside(type);
  if (written === 'sync.Mutex' || written === 'sync.RWMutex') return written;
  if (!type || type.folder === null) return null;
  for (const name of ['Mutex', 'RWMutex']) {
    const field = fieldIn(unit, type, name, 2);
    if (field && outside(typeWritten(field.unit, field.field.type)) === `sync.${name}`) return `sync.${name}`;
  }
  return null;
}

/** I/O between the acquisition and the first release in the text; with a deferred release, the rest of the block. */
function heldIo(unit: GoUnit, lock: SyntaxNode, mutex: string): LockHold['io'] {
  const block = ancestor(lock, 'block');
  if (!block || ancestor(lock, 'func_literal', 'block')?.type === 'func_literal') return [];
  const releases = [...walk(block)].filter((each) => each.type === 'call_expression' && each.start > lock.end && calledName(each) === 'Unlock' && textOf(receiverOf(each) ?? each) === mutex);
  const plain = releases.find((each) => ancestor(each, 'defer_statement') === null);
  if (releases.length === 0) return [];
  const end = plain?.start ?? block.end;
  const io: LockHold['io'][number][] = [];
  const inRegion = (node: SyntaxNode): boolean => runsHere(node) && node.end > lock.end && node.start < end;
  for (const node of walk(block, inRegion)) {
    if (node.type !== 'call_expression' || node.start < lock.end || node.end > end || io.length === ioKept) continue;
    const call = ioOfCall(unit, node);
    if (call) io.push({ source: sourceOf(node), says: call.says, what: call.what });
  }
  return io;
}
