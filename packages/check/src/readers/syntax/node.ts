import type { Source } from '@plimsoll/contract';
import { sourceAt } from '@plimsoll/contract';

/**
 * A node of a parsed file, detached from the parser's memory: it may be kept as long as anyone likes. Punctuation is left out;
 * keywords (`async`, `static`, `defer`) and operators stay as unnamed nodes. Offsets count UTF-16 code units.
 */
export interface SyntaxNode {
  readonly type: string;
  readonly named: boolean;
  readonly field: string | null; // the name this node has in its parent: 'function', 'arguments', 'left'
  readonly start: number;
  readonly end: number;
  readonly depth: number; // 0 for the root, never above `depthLimit`
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
  readonly tree: SyntaxTree;
}

export interface SyntaxTree {
  readonly file: string;
  readonly text: string;
  readonly root: SyntaxNode;
  readonly lineStarts: readonly number[];
}

export function textOf(node: SyntaxNode): string {
  return node.tree.text.slice(node.start, node.end);
}

export function sourceOf(node: SyntaxNode): Source {
  return sourceBetween(node.tree, node.start, node.end);
}

export function sourceBetween(tree: SyntaxTree, start: number, end: number): Source {
  return sourceAt(tree.file, tree.lineStarts, start, end);
}

/** The first child that has this field name. */
export function child(node: SyntaxNode, field: string): SyntaxNode | null {
  return node.children.find((each) => each.field === field) ?? null;
}

export function childrenIn(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter((each) => each.field === field);
}

/** The first child of one of these types. */
export function childOfType(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | null {
  return node.children.find((each) => types.includes(each.type)) ?? null;
}

/** Children that are grammar nodes of their own and no comments. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((each) => each.named && !each.type.endsWith('comment'));
}

/** Does the node carry this keyword itself (`async`, `static`)? */
export function hasKeyword(node: SyntaxNode, keyword: string): boolean {
  return node.children.some((each) => !each.named && each.type === keyword);
}

/** The node and everything below it, parents before children, in the order of the text. `enter` false: leave out what is below that node. */
export function* walk(node: SyntaxNode, enter?: (node: SyntaxNode) => boolean): Generator<SyntaxNode> {
  const open: SyntaxNode[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    if (enter && !enter(next)) continue;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const below = next.children[index];
      if (below) open.push(below);
    }
  }
}

export function descendants(node: SyntaxNode, ...types: readonly string[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const each of walk(node)) if (each !== node && types.includes(each.type)) found.push(each);
  return found;
}

/** The nearest node above of one of these types. */
export function ancestor(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | null {
  let above = node.parent;
  while (above && !types.includes(above.type)) above = above.parent;
  return above;
}
