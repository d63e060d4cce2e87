import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, childrenIn, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { folderOfImport } from './module.ts';
import { packageIn, unitAt } from './package.ts';
import type { GoFunction, GoImport, GoUnit, GoValue } from './unit.ts';
import { functionAround, parametersIn, receiverOf } from './unit.ts';

/** `name = value` or `name := value` in a function. `nth`: which result of a call with several. */
export interface Binding {
  readonly name: string; // as written: 'db', 's.client'
  readonly value: SyntaxNode | null;
  readonly nth: number;
  readonly declares: boolean;
  readonly node: SyntaxNode;
}

const bindings = new WeakMap<SyntaxNode, readonly Binding[]>();

/** All bindings in a body, in the order of the text. */
export function bindingsIn(body: SyntaxNode): readonly Binding[] {
  const before = bindings.get(body);
  if (before) return before;
  const found: Binding[] = [];
  for (const node of walk(body)) {
    if (node.type === 'short_var_declaration' || node.type === 'assignment_statement') {
      const operator = child(node, 'operator');
      if (operator && textOf(operator) !== '=') continue;
      bind(found, namedChildren(child(node, 'left') ?? node), namedChildren(child(node, 'right') ?? node), node, node.type === 'short_var_declaration');
    } else if (node.type === 'var_spec' || node.type === 'const_spec') {
      const value = child(node, 'value');
      bind(found, childrenIn(node, 'name'), value ? namedChildren(value) : [], node, true);
    }
  }
  bindings.set(body, found);
  return found;
}

function bind(found: Binding[], names: readonly SyntaxNode[], values: readonly SyntaxNode[], node: SyntaxNode, declares: boolean): void {
  names.forEach((name, index) => {
    const shared = values.length === 1 && names.length > 1;
    found.push({ name: textOf(name), value: (shared ? values[0] : values[index]) ?? null, nth: shared ? index : 0, declares, node });
  });
}

const byName = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly Binding[]>>();

function namedIn(body: SyntaxNode): ReadonlyMap<string, readonly Binding[]> {
  const before = byName.get(body);
  if (before) return before;
  const made = Map.groupBy(bindingsIn(body), (each) => each.name);
  byName.set(body, made);
  return made;
}

/** The body in which a local name is looked up: the outermost function around. */
export function bodyAround(unit: GoUnit, node: SyntaxNode): SyntaxNode | null {
  return functionAround(unit, node)?.body ?? ancestor(node, 'func_literal');
}

/** The last binding of a name before a place, within the blocks that enclose the place. */
export function bindingOf(unit: GoUnit, name: string, at: SyntaxNode): Binding | null {
  const body = bodyAround(unit, at);
  if (!body) return null;
  return (
    namedIn(body)
      .get(name)
      ?.findLast((each) => each.node.end <= at.start && reaches(each, at)) ?? null
  );
}

/** A declaration holds in its own block; an assignment changes the variable for everything after it. */
function reaches(binding: Binding, at: SyntaxNode): boolean {
  if (!binding.declares) return true;
  const block = ancestor(
    binding.node,
    'block',
    'expression_case',
    'communication_case',
    'default_case',
    'type_case',
    'if_statement',
    'for_statement',
    'expression_switch_statement',
    'func_literal',
    'source_file',
  );
  return block !== null && block.start <= at.start && at.end <= block.end;
}

/** Is this name a parameter of a function or function literal around the place? */
export function parameterAt(unit: GoUnit, name: string, at: SyntaxNode): { readonly type: SyntaxNode; readonly index: number; readonly of: GoFunction | null } | null {
  for (let above: SyntaxNode | null = at; above; above = above.parent) {
    if (!/^(func_literal|function_declaration|method_declaration)$/.test(above.type)) continue;
    const parameters = [...parametersIn(child(above, 'parameters')), ...parametersIn(child(above, 'receiver'))];
    const index = parameters.findIndex((each) => each.name === name);
    const found = parameters[index];
    if (found) return { type: found.type, index, of: above.type === 'func_literal' ? null : functionAround(unit, above) };
  }
  return null;
}

export function importNamed(unit: GoUnit, name: string): GoImport | null {
  return unit.imports.find((each) => each.names.includes(name)) ?? null;
}

/** The import that a selector's operand names, unless a variable of that name hides it. */
export function packageOf(unit: GoUnit, operand: SyntaxNode | null): GoImport | null {
  if (operand?.type !== 'identifier' && operand?.type !== 'package_identifier') return null;
  const name = textOf(operand);
  const found = importNamed(unit, name);
  return found && !bindingOf(unit, name, operand) && !parameterAt(unit, name, operand) ? found : null;
}

/** 'net/http.Get' for a call or selector of an imported package; version suffixes are dropped. Null for methods. */
export function qualified(unit: GoUnit, node: SyntaxNode): string | null {
  const called = node.type === 'call_expression' ? child(node, 'function') : node;
  const plain = called?.type === 'index_expression' ? child(called, 'operand') : called;
  if (plain?.type !== 'selector_expression' && plain?.type !== 'qualified_type') return null;
  const operand = child(plain, 'operand') ?? child(plain, 'package');
  const name = child(plain, 'field') ?? child(plain, 'name');
  const found = name && packageOf(unit, operand);
  return found ? `${found.path.replace(/\/v\d+(?=\/|$)/g, '').replace(/\.v\d+$/, '')}.${textOf(name)}` : null;
}

/** A package-level value by its name here, or as `store.Limit` of another package of the repository. */
export function valueNamed(unit: GoUnit, node: SyntaxNode): { readonly value: GoValue; readonly unit: GoUnit } | null {
  if (node.type === 'identifier') return inPackage(unit.folder, textOf(node), unit);
  if (node.type !== 'selector_expression') return null;
  const found = packageOf(unit, child(node, 'operand'));
  const folder = found && folderOfImport(found.path, unit.files);
  const name = child(node, 'field');
  return folder !== null && name ? inPackage(folder, textOf(name), unit) : null;
}

function inPackage(folder: string, name: string, from: GoUnit): { value: GoValue; unit: GoUnit } | null {
  const here = folder === from.folder ? from.values.get(name) : undefined;
  if (here) return { value: here, unit: from };
  const path = packageIn(folder, from.files).values.get(name);
  const unit = path === undefined ? null : unitAt(path, from.files);
  const value = unit?.values.get(name);
  return unit && value ? { value, unit } : null;
}

/** The declaration of a called function: of this package, or of another package of the repository. */
export function functionNamed(unit: GoUnit, call: SyntaxNode): { readonly function: GoFunction; readonly unit: GoUnit } | null {
  const called = child(call, 'function');
  if (called?.type === 'identifier') return declared(unit.folder, textOf(called), unit);
  const found = called ? packageOf(unit, receiverOf(call)) : null;
  const folder = found && folderOfImport(found.path, unit.files);
  const name = called && child(called, 'field');
  return folder !== null && name ? declared(folder, textOf(name), unit) : null;
}

function declared(folder: string, name: string, from: GoUnit): { function: GoFunction; unit: GoUnit } | null {
  const own = folder === from.folder ? from.functions.find((each) => each.name === name && !each.receiver) : undefined;
  if (own) return { function: own, unit: from };
  const path = packageIn(folder, from.files).functions.get(name);
  const unit = path === undefined ? null : unitAt(path, from.files);
  const found = unit?.functions.find((each) => each.name === name && !each.receiver);
  return unit && found ? { function: found, unit } : null;
}

/** The values that a function returns at a position, those of nested literals left out. */
export function returnedBy(found: GoFunction, nth: number): readonly SyntaxNode[] {
  if (!found.body) return [];
  const values: SyntaxNode[] = [];
  for (const node of walk(found.body, (each) => each.type !== 'func_literal')) {
    if (node.type !== 'return_statement') continue;
    const list = namedChildren(node)[0];
    const value = list?.type === 'expression_list' ? namedChildren(list)[nth] : undefined;
    if (value && value.type !== 'nil') values.push(value);
  }
  return values;
}
