import type { SyntaxNode } from '../../syntax/index.ts';
import { child, childrenIn, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { parametersOf } from './functions.ts';
import type { Parameter } from './types.ts';

/** What gives a name its meaning in one scope. */
export type Binding =
  | { readonly kind: 'value'; readonly value: SyntaxNode; readonly node: SyntaxNode }
  | { readonly kind: 'annotated'; readonly annotation: SyntaxNode; readonly node: SyntaxNode }
  | { readonly kind: 'opaque'; readonly node: SyntaxNode } // a loop variable, an unpacked value, a changed value
  | { readonly kind: 'parameter'; readonly parameter: Parameter; readonly node: SyntaxNode }
  | { readonly kind: 'import'; readonly module: string; readonly member: string | null; readonly node: SyntaxNode }
  | { readonly kind: 'definition'; readonly node: SyntaxNode };

export type Bindings = ReadonlyMap<string, readonly Binding[]>;

/** A name that is bound more often means nothing that could be said. */
const bindingsMost = 50;

const scopes = new WeakMap<SyntaxNode, Bindings>();

/** The names of a module, class or function, without those of the functions and classes inside. */
export function bindingsOf(scope: SyntaxNode): Bindings {
  const known = scopes.get(scope);
  if (known) return known;
  const found = new Map<string, Binding[]>();
  const bind = (name: string, binding: Binding): void => {
    const before = found.get(name);
    if (!before) found.set(name, [binding]);
    else if (before.length < bindingsMost) before.push(binding);
  };
  if (scope.type === 'function_definition') for (const each of parametersOf(scope)) bind(each.name, { kind: 'parameter', parameter: each, node: each.node });
  const inside = (node: SyntaxNode): boolean => node === scope || (node.type !== 'function_definition' && node.type !== 'class_definition' && node.type !== 'lambda');
  for (const node of walk(scope, inside)) if (node !== scope && node.named) bindNode(node, bind);
  if (scope.parent === null) bindGlobals(scope, bind);
  scopes.set(scope, found);
  return found;
}

type Bind = (name: string, binding: Binding) => void;

function bindNode(node: SyntaxNode, bind: Bind): void {
  switch (node.type) {
    case 'assignment': {
      const right = child(node, 'right');
      const left = child(node, 'left');
      const annotation = child(node, 'type');
      if (left && right) bindTarget(left, right.type === 'assignment' ? lastRight(right) : right, node, bind);
      else if (left?.type === 'identifier' && annotation) bind(textOf(left), { kind: 'annotated', annotation, node });
      return;
    }
    case 'named_expression':
      return bindTarget(child(node, 'name'), child(node, 'value'), node, bind);
    case 'augmented_assignment':
    case 'for_statement':
    case 'for_in_clause':
      return bindTarget(child(node, 'left'), null, node, bind);
    case 'as_pattern': {
      const [value, alias] = namedChildren(node);
      return bindTarget(alias ? (namedChildren(alias)[0] ?? alias) : null, node.parent?.type === 'except_clause' ? null : (value ?? null), node, bind);
    }
    case 'function_definition':
    case 'class_definition': {
      const name = child(node, 'name');
      if (name) bind(textOf(name), { kind: 'definition', node });
      return;
    }
    case 'import_statement':
    case 'import_from_statement':
      return bindImport(node, bind);
  }
}

function lastRight(node: SyntaxNode): SyntaxNode {
  let value = node;
  for (let right = child(value, 'right'); value.type === 'assignment' && right; right = child(value, 'right')) value = right;
  return value;
}

function bindTarget(left: SyntaxNode | null, right: SyntaxNode | null, node: SyntaxNode, bind: Bind): void {
  if (!left) return;
  if (left.type === 'identifier') return bind(textOf(left), right ? { kind: 'value', value: right, node } : { kind: 'opaque', node });
  if (left.type !== 'pattern_list' && left.type !== 'tuple_pattern' && left.type !== 'list_pattern') return;
  const parts = namedChildren(left);
  const values = right && (right.type === 'expression_list' || right.type === 'tuple' || right.type === 'list') ? namedChildren(right) : [];
  for (const [index, part] of parts.entries()) {
    if (part.type !== 'identifier') continue;
    const value = values.length === parts.length ? values[index] : undefined;
    bind(textOf(part), value ? { kind: 'value', value, node } : { kind: 'opaque', node });
  }
}

function bindImport(node: SyntaxNode, bind: Bind): void {
  for (const { module, member, name } of importsIn(node)) {
    if (member !== '*') bind(name, { kind: 'import', module, member, node });
  }
}

export interface ImportedName {
  readonly specifier: string; // 'a.b' also where `import a.b` binds only `a`
  readonly module: string;
  readonly member: string | null; // null: the module itself; '*': everything
  readonly name: string; // what it is called here
}

export function importsIn(node: SyntaxNode): readonly ImportedName[] {
  const names = childrenIn(node, 'name');
  if (node.type === 'import_statement') {
    return names.map((each) => {
      const { original, alias } = aliased(each);
      const first = original.split('.')[0] ?? original;
      return alias === null ? { specifier: original, module: first, member: null, name: first } : { specifier: original, module: original, member: null, name: alias };
    });
  }
  const from = child(node, 'module_name');
  const module = from ? textOf(from).replace(/\s+/g, '') : '';
  if (node.children.some((each) => each.type === 'wildcard_import')) return [{ specifier: module, module, member: '*', name: '*' }];
  return names.map((each) => {
    const { original, alias } = aliased(each);
    return { specifier: module, module, member: original, name: alias ?? original };
  });
}

function aliased(node: SyntaxNode): { readonly original: string; readonly alias: string | null } {
  if (node.type !== 'aliased_import') return { original: textOf(node).replace(/\s+/g, ''), alias: null };
  const name = child(node, 'name');
  const alias = child(node, 'alias');
  return { original: name ? textOf(name).replace(/\s+/g, '') : '', alias: alias ? textOf(alias) : null };
}

/** `global x` in a function: what is assigned there belongs to the module. */
function bindGlobals(root: SyntaxNode, bind: Bind): void {
  for (const node of walk(root)) {
    if (node.type !== 'global_statement') continue;
    const names = namedChildren(node).map(textOf);
    let scope = node.parent;
    while (scope && scope.type !== 'function_definition') scope = scope.parent;
    if (!scope) continue;
    for (const name of names) for (const binding of bindingsOf(scope).get(name) ?? []) bind(name, binding);
  }
}
