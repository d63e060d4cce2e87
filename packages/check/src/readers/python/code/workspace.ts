import type { Unread } from '@plimsoll/contract';
import type { FileIndex, SourceText } from '../../reader.ts';
import type { LazyGrammar, SyntaxNode, SyntaxTree } from '../../syntax/index.ts';
import { lazyGrammar, walk } from '../../syntax/index.ts';
import { callOf } from './calls.ts';
import { definitionsIn } from './functions.ts';
import { moduleFile } from './resolve.ts';
import type { PythonCall, PythonClass, PythonFunction, PythonModule, Workspace } from './types.ts';

export const pythonGrammar: LazyGrammar = lazyGrammar('python');

/** Neighbouring modules are parsed again when many lie between two uses; keeping them all would cost gigabytes. */
const modulesKept = 120;

const workspaces = new WeakMap<FileIndex, Workspace>();

export function workspaceOf(files: FileIndex): Workspace {
  const known = workspaces.get(files);
  if (known) return known;
  const modules = new Map<string, PythonModule | null>();
  const workspace: Workspace = {
    files,
    module(path: string): PythonModule | null {
      const before = modules.get(path);
      if (before !== undefined) {
        modules.delete(path);
        modules.set(path, before);
        return before;
      }
      const text = files.text(path);
      const made = text === undefined ? null : readModule({ path, text }, workspace).module;
      modules.set(path, made);
      const oldest = modules.size > modulesKept ? modules.keys().next().value : undefined;
      if (oldest !== undefined) modules.delete(oldest);
      return made;
    },
    resolve(dotted: string, from: string): PythonModule | null {
      const path = moduleFile(dotted, from, files);
      return path === null ? null : workspace.module(path);
    },
  };
  workspaces.set(files, workspace);
  return workspace;
}

const unreadOfTree = new WeakMap<SyntaxTree, readonly Unread[]>();

/** Like readModule, but takes the module that a neighbour has asked for before. */
export function moduleOf(file: SourceText, files: FileIndex): { readonly module: PythonModule | null; readonly unread: readonly Unread[] } {
  const workspace = workspaceOf(files);
  const known = files.text(file.path) === file.text ? workspace.module(file.path) : null;
  return known ? { module: known, unread: unreadOfTree.get(known.tree) ?? [] } : readModule(file, workspace);
}

const moduleOfTree = new WeakMap<SyntaxTree, PythonModule>();

export function moduleAround(node: SyntaxNode): PythonModule {
  const module = moduleOfTree.get(node.tree);
  if (!module) throw new Error(`no module was made of ${node.tree.file}`);
  return module;
}

export function readModule(file: SourceText, workspace: Workspace): { readonly module: PythonModule | null; readonly unread: readonly Unread[] } {
  const { tree, unread } = pythonGrammar.parse(file);
  if (!tree) return { module: null, unread };
  if (unread.length > 0) unreadOfTree.set(tree, unread);
  const functions: PythonFunction[] = [];
  const classes: PythonClass[] = [];
  const calls: PythonCall[] = [];
  const functionByNode = new Map<SyntaxNode, PythonFunction>();
  const classByNode = new Map<SyntaxNode, PythonClass>();
  const module: PythonModule = {
    path: file.path,
    tree,
    workspace,
    functions,
    classes,
    calls,
    functionAt: (node) => functionByNode.get(node) ?? null,
    classAt: (node) => classByNode.get(node) ?? null,
  };
  moduleOfTree.set(tree, module);
  const definitions = definitionsIn(module);
  for (const each of definitions.functions) functionByNode.set(each.node, each);
  for (const each of definitions.classes) classByNode.set(each.node, each);
  functions.push(...definitions.functions);
  classes.push(...definitions.classes);
  for (const node of walk(tree.root)) {
    const call = callOf(node, module);
    if (call) calls.push(call);
  }
  return { module, unread };
}

/** The call that a node is, from the module's list, so that two lookups give the same object. */
const callsByNode = new WeakMap<PythonModule, Map<SyntaxNode, PythonCall>>();

export function callAt(node: SyntaxNode): PythonCall | null {
  if (node.type !== 'call') return null;
  const module = moduleAround(node);
  let map = callsByNode.get(module);
  if (!map) {
    map = new Map(module.calls.map((call) => [call.node, call]));
    callsByNode.set(module, map);
  }
  return map.get(node) ?? null;
}
