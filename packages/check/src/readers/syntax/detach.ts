import { lineStartsOf } from '@plimsoll/contract';
import type { Language, Tree, TreeCursor } from 'web-tree-sitter';
import type { SyntaxNode, SyntaxTree } from './node.ts';

/** Below this depth a tree is cut off: nobody writes such code, and whoever walks a tree by recursion is safe. */
export const depthLimit = 1000;

export interface Detached {
  readonly tree: SyntaxTree;
  readonly firstError: SyntaxNode | null;
  readonly cutAt: SyntaxNode | null;
}

type Growing = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] };

/** Most nodes are leaves: they share this list. */
const none: readonly SyntaxNode[] = [];

/** Copies the parser's tree into plain objects in one walk, so that nothing refers to the parser's memory afterwards. */
export function detach(parsed: Tree, cursor: TreeCursor, language: Language, file: string, text: string): Detached {
  const tree: { -readonly [K in keyof SyntaxTree]?: SyntaxTree[K] } = { file, text, lineStarts: lineStartsOf(text) };
  let firstError: SyntaxNode | null = null;
  let cutAt: SyntaxNode | null = null;
  const take = (parent: Growing | null): Growing => nodeAt(cursor, language, parent, tree as SyntaxTree);
  const root = take(null);
  tree.root = root;
  if (parsed.rootNode.isError) firstError = root;
  const above: Growing[] = [root];
  let down = cursor.gotoFirstChild();
  while (above.length > 0) {
    const parent = above[above.length - 1] as Growing;
    if (!down) {
      above.pop();
      cursor.gotoParent();
      down = above.length > 0 && cursor.gotoNextSibling();
      continue;
    }
    const node = take(parent);
    const faulty = node.type === 'ERROR' || cursor.nodeIsMissing;
    if (faulty) firstError ??= node;
    if (node.named || node.field !== null || /^[a-z]/.test(node.type)) adopt(parent, node);
    if (node.depth >= depthLimit) {
      cutAt ??= node;
      down = cursor.gotoNextSibling();
    } else if (cursor.gotoFirstChild()) {
      above.push(node);
    } else {
      down = cursor.gotoNextSibling();
    }
  }
  cursor.delete();
  return { tree: tree as SyntaxTree, firstError, cutAt };
}

function nodeAt(cursor: TreeCursor, language: Language, parent: Growing | null, tree: SyntaxTree): Growing {
  const fieldId = cursor.currentFieldId;
  return {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    field: fieldId === 0 ? null : (language.fields[fieldId] ?? null),
    start: cursor.startIndex,
    end: cursor.endIndex,
    depth: parent ? parent.depth + 1 : 0,
    parent,
    children: none,
    tree,
  };
}

function adopt(parent: Growing, node: SyntaxNode): void {
  if (parent.children === none) parent.children = [node];
  else (parent.children as SyntaxNode[]).push(node);
}
