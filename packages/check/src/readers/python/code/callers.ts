import { folderOf } from '@plimsoll/contract';
import type { SyntaxNode } from '../../syntax/index.ts';
import type { FileIndex } from '../../reader.ts';
import { purposeOf } from './purpose.ts';
import type { Referent } from './referent.ts';
import { bindingsOf } from './scope.ts';
import type { Parameter, PythonClass, PythonFunction, PythonModule } from './types.ts';

/** How names are followed; handed in, since following a name may lead to its callers. */
export type Follow = (node: SyntaxNode) => Referent | null;

export function calledFunction(referent: Referent | null): PythonFunction | null {
  if (referent?.kind === 'function') return referent.function;
  if (referent?.kind === 'class') return referent.class.methods.find((each) => each.name === '__init__') ?? null;
  return referent?.kind === 'instance' ? (referent.class.methods.find((each) => each.name === '__call__') ?? null) : null;
}

const filesMost = 40;

/** What the callers in this file and in the files beside it pass for a parameter; null when one of them cannot be followed. */
export function passedFor(parameter: Parameter, made: PythonFunction, follow: Follow): readonly SyntaxNode[] | null {
  const known = passed.get(parameter.node);
  if (known) return known.values;
  const values = findPassed(parameter, made, follow);
  passed.set(parameter.node, { values });
  return values;
}

const passed = new WeakMap<SyntaxNode, { readonly values: readonly SyntaxNode[] | null }>();
const callersMost = 20;

function findPassed(parameter: Parameter, made: PythonFunction, follow: Follow): readonly SyntaxNode[] | null {
  const name = made.name === '__init__' && made.inClass ? made.inClass.name : made.name;
  const index = made.parameters.findIndex((each) => each.name === parameter.name) - (made.inClass ? 1 : 0);
  const found: SyntaxNode[] = [];
  for (const module of around(made.module, name)) {
    for (const call of module.calls) {
      if (!call.written.endsWith(name) || calledFunction(follow(call.callee))?.id !== made.id) continue;
      const value = call.keywords.get(parameter.name) ?? call.positional[index];
      if (found.length >= callersMost) return null;
      if (value) found.push(value);
      else if (call.spreads.length > 0) return null;
    }
  }
  return found;
}

/** What is passed for a field of a class whose constructor is generated from its annotated fields. */
export function passedForField(declared: PythonClass, field: string, follow: Follow): readonly SyntaxNode[] {
  const fields = [...bindingsOf(declared.node)].flatMap(([name, bindings]) =>
    bindings.some((each) => each.kind === 'annotated' || (each.kind === 'value' && each.node.children.some((part) => part.field === 'type'))) ? [name] : [],
  );
  const index = fields.indexOf(field);
  if (index < 0) return [];
  const found: SyntaxNode[] = [];
  for (const module of around(declared.module, declared.name)) {
    for (const call of module.calls) {
      if (!call.written.endsWith(declared.name) || found.length >= callersMost) continue;
      const referent = follow(call.callee);
      if (referent?.kind !== 'class' || referent.class.node.start !== declared.node.start || referent.class.module.path !== declared.module.path) continue;
      const value = call.keywords.get(field) ?? call.positional[index];
      if (value) found.push(value);
    }
  }
  return found;
}

/** The modules in the folder of a file and in the folder above that call something of this name; tests are none. */
function around(module: PythonModule, name: string): readonly PythonModule[] {
  const { workspace } = module;
  const paths = callingFiles(workspace.files, folderOf(module.path), name).filter((path) => path !== module.path);
  return [module, ...paths.slice(0, filesMost).flatMap((path) => workspace.module(path) ?? [])];
}

const calling = new WeakMap<FileIndex, Map<string, readonly string[]>>();

function callingFiles(files: FileIndex, folder: string, name: string): readonly string[] {
  const known = calling.get(files) ?? new Map<string, readonly string[]>();
  calling.set(files, known);
  const key = `${folder}#${name}`;
  const before = known.get(key);
  if (before) return before;
  const found = nearFiles(files, folder).filter((path) => {
    const text = files.text(path);
    return text?.includes(`${name}(`) && purposeOf(path, text) !== 'test';
  });
  known.set(key, found);
  return found;
}

const byFolder = new WeakMap<FileIndex, ReadonlyMap<string, readonly string[]>>();

function nearFiles(files: FileIndex, folder: string): readonly string[] {
  let known = byFolder.get(files);
  if (!known) {
    known = Map.groupBy(
      files.paths.filter((path) => path.endsWith('.py')),
      folderOf,
    );
    byFolder.set(files, known);
  }
  const own = known.get(folder) ?? [];
  return folder === '' ? own : [...own, ...(known.get(folderOf(folder)) ?? [])];
}
