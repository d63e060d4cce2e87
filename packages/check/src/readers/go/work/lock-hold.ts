import type { LockHold } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { storedIn } from '../code/refill.ts';
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
    const region = library ? heldRegion(node, textOf(mutex)) : null;
    const io = region ? heldIo(unit, node, region) : [];
    const [first] = io;
    if (!library || !region || !first) continue;
    const refills = storedWhereLooked(region, first.node);
    found.push({
      kind: 'lock-hold',
      library,
      site: callSite(unit, node),
      io: io.map(({ node: at, says, what }) => ({ source: sourceOf(at), says, what })),
      ...(refills ? { refills: sourceOf(refills) } : {}),
    });
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

interface Region {
  readonly block: SyntaxNode;
  readonly end: number;
}

/** From the acquisition to the first release in the text; with a deferred release, the rest of the block. */
function heldRegion(lock: SyntaxNode, mutex: string): Region | null {
  const block = ancestor(lock, 'block');
  if (!block || ancestor(lock, 'func_literal', 'block')?.type === 'func_literal') return null;
  const releases = [...walk(block)].filter((each) => each.type === 'call_expression' && each.start > lock.end && calledName(each) === 'Unlock' && textOf(receiverOf(each) ?? each) === mutex);
  const plain = releases.find((each) => ancestor(each, 'defer_statement') === null);
  return releases.length === 0 ? null : { block, end: plain?.start ?? block.end };
}

function heldIo(unit: GoUnit, lock: SyntaxNode, { block, end }: Region): readonly (Omit<LockHold['io'][number], 'source'> & { readonly node: SyntaxNode })[] {
  const io: (Omit<LockHold['io'][number], 'source'> & { readonly node: SyntaxNode })[] = [];
  const inRegion = (node: SyntaxNode): boolean => runsHere(node) && node.end > lock.end && node.start < end;
  for (const node of walk(block, inRegion)) {
    if (node.type !== 'call_expression' || node.start < lock.end || node.end > end || io.length === ioKept) continue;
    const call = ioOfCall(unit, node);
    if (call) io.push({ node, says: call.says, what: call.what });
  }
  return io;
}

/** A cache that is looked at under its lock and filled under it: who waits wants this very answer, and one call serves them all. */
function storedWhereLooked({ block, end }: Region, io: SyntaxNode): SyntaxNode | null {
  const looked = [...walk(block)].filter((node) => node.type === 'if_statement' && node.start < io.start && (node.end > io.end || [...walk(node)].some(({ type }) => type === 'return_statement')));
  const fields = new Set(
    looked.flatMap((node) => [...walk(node.end > io.end ? (child(node, 'condition') ?? node) : node)].flatMap((each) => (each.type === 'selector_expression' ? [textOf(each)] : []))),
  );
  return storedIn(block).find(({ name, node }) => node.start >= io.end && node.end <= end && fields.has(name))?.node ?? null;
}
