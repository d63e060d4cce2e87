export type { Grammar, GrammarName, LazyGrammar, Parsed } from './grammar.ts';
export { lazyGrammar, loadGrammar, sizeLimit } from './grammar.ts';
export type { SyntaxNode, SyntaxTree } from './node.ts';
export { ancestor, child, childOfType, childrenIn, descendants, hasKeyword, namedChildren, sourceBetween, sourceOf, textOf, walk } from './node.ts';
