import { folderOf } from '@plimsoll/contract';
import type { SyntaxNode } from '../../syntax/index.ts';
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

function around(module: PythonModule, name: string): readonly PythonModule[] {
  const folder = folderOf(module.path);
  const found: PythonModule[] = [module];
  for (const path of module.workspace.files.paths) {
    if (found.length > filesMost) break;
    if (!path.endsWith('.py') || path === module.path || (folderOf(path) !== folder && folderOf(path) !== folderOf(folder))) continue;
    const text = module.workspace.files.text(path);
    if (!text?.includes(`${name}(`) || purposeOf(path, text) === 'test') continue;
    const near = module.workspace.module(path);
    if (near) found.push(near);
  }
  return found;
}
