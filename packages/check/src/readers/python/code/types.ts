import type { FileIndex } from '../../reader.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/index.ts';

/** One parsed file of Python with what it declares. */
export interface PythonModule {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly workspace: Workspace;
  readonly functions: readonly PythonFunction[];
  readonly classes: readonly PythonClass[];
  readonly calls: readonly PythonCall[];
  functionAt(node: SyntaxNode): PythonFunction | null; // of this definition
  classAt(node: SyntaxNode): PythonClass | null;
}

export interface Workspace {
  readonly files: FileIndex;
  module(path: string): PythonModule | null;
  resolve(dotted: string, from: string): PythonModule | null;
}

export interface PythonFunction {
  readonly id: string;
  readonly name: string;
  readonly node: SyntaxNode; // function_definition
  readonly decorators: readonly SyntaxNode[]; // the expression after `@`
  readonly async: boolean;
  readonly inClass: PythonClass | null;
  readonly outer: PythonFunction | null;
  readonly parameters: readonly Parameter[];
  readonly module: PythonModule;
}

export interface Parameter {
  readonly name: string;
  readonly fallback: SyntaxNode | null;
  readonly annotation: SyntaxNode | null;
  readonly splat: '' | '*' | '**';
  readonly node: SyntaxNode;
}

export interface PythonClass {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly bases: readonly SyntaxNode[];
  readonly decorators: readonly SyntaxNode[];
  readonly methods: readonly PythonFunction[];
  readonly module: PythonModule;
}

export interface PythonCall {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly written: string; // 'requests.post', shortened when it spans lines
  readonly positional: readonly SyntaxNode[];
  readonly keywords: ReadonlyMap<string, SyntaxNode>;
  readonly spreads: readonly SyntaxNode[]; // what `*x` and `**x` spread
  readonly within: PythonFunction | null;
  readonly module: PythonModule;
}
