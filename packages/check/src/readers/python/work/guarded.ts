import { referentOf } from '../code/referent.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, walk } from '../../syntax/index.ts';

/** Does this expression stand for the object that `maker` makes? */
export function isObject(node: SyntaxNode, maker: SyntaxNode): boolean {
  if (node === maker) return true;
  if (node.type !== 'identifier' && node.type !== 'attribute') return false;
  const referent = referentOf(node);
  return referent?.kind === 'value' && [referent.value, ...referent.others].some((value) => value === maker || (value.start === maker.start && value.tree.file === maker.tree.file));
}

/** The blocks that run while the object is held: the bodies of `with lock:`, and the functions that call `lock.acquire()`. */
export function guardedBlocks(module: PythonModule, maker: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const node of walk(module.tree.root)) {
    if (node.type === 'with_item') {
      const value = child(node, 'value') ?? namedChildren(node)[0];
      const held = value?.type === 'as_pattern' ? namedChildren(value)[0] : value;
      const body = held && isObject(held, maker) ? child(ancestor(node, 'with_statement') ?? node, 'body') : null;
      if (body) found.push(body);
    }
  }
  for (const call of module.calls) {
    const object = call.written.endsWith('.acquire') ? child(call.callee, 'object') : null;
    const body = object && isObject(object, maker) ? call.within && child(call.within.node, 'body') : null;
    if (body && !found.includes(body)) found.push(body);
  }
  return found;
}

export function callsIn(block: SyntaxNode, module: PythonModule): readonly PythonCall[] {
  return module.calls.filter((call) => call.node.start >= block.start && call.node.end <= block.end);
}
