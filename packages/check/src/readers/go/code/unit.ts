import type { Unread } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { LazyGrammar, SyntaxNode, SyntaxTree } from '../../syntax/index.ts';
import { ancestor, child, childOfType, childrenIn, lazyGrammar, namedChildren, textOf, walk } from '../../syntax/index.ts';
import type { FileIndex, SourceText } from '../../reader.ts';

export const goGrammar: LazyGrammar = lazyGrammar('go');

/** One Go file, cut into its declarations. */
export interface GoUnit {
  readonly path: string;
  readonly folder: string;
  readonly files: FileIndex;
  readonly tree: SyntaxTree;
  readonly packageName: string;
  readonly imports: readonly GoImport[];
  readonly functions: readonly GoFunction[];
  readonly values: ReadonlyMap<string, GoValue>; // package level
  readonly structs: ReadonlyMap<string, readonly GoField[]>;
}

export interface GoImport {
  readonly path: string;
  readonly names: readonly string[]; // the alias, or what the package is probably called
  readonly node: SyntaxNode;
}

export interface GoFunction {
  readonly id: string;
  readonly name: string;
  readonly receiver: GoParameter | null;
  readonly parameters: readonly GoParameter[];
  readonly results: readonly SyntaxNode[]; // types
  readonly node: SyntaxNode;
  readonly body: SyntaxNode | null;
}

export interface GoParameter {
  readonly name: string;
  readonly type: SyntaxNode;
}

/** A package-level constant or variable. `iota` constants have no value. */
export interface GoValue {
  readonly name: string;
  readonly constant: boolean;
  readonly value: SyntaxNode | null;
  readonly type: SyntaxNode | null;
  readonly node: SyntaxNode;
}

export interface GoField {
  readonly name: string; // of an embedded field: its type's name
  readonly type: SyntaxNode;
  readonly tag: string;
  readonly node: SyntaxNode;
}

export function readUnit(file: SourceText, files: FileIndex): { unit: GoUnit | null; unread: readonly Unread[] } {
  const { tree, unread } = goGrammar.parse(file);
  if (!tree) return { unit: null, unread };
  const top = namedChildren(tree.root);
  const clause = top.find((node) => node.type === 'package_clause');
  const name = clause ? childOfType(clause, 'package_identifier') : null;
  const values = new Map<string, GoValue>();
  const structs = new Map<string, readonly GoField[]>();
  for (const node of top) {
    if (node.type === 'const_declaration' || node.type === 'var_declaration') for (const value of valuesIn(node)) values.set(value.name, value);
    if (node.type === 'type_declaration') for (const spec of namedChildren(node)) structs.set(textOfField(spec, 'name'), fieldsOf(child(spec, 'type')));
  }
  return {
    unit: {
      path: file.path,
      folder: folderOf(file.path),
      files,
      tree,
      packageName: name ? textOf(name) : '',
      imports: top.flatMap(importsOf),
      functions: functionsIn(top, file.path),
      values,
      structs,
    },
    unread,
  };
}

function importsOf(node: SyntaxNode): readonly GoImport[] {
  if (node.type !== 'import_declaration') return [];
  return [...walk(node)].flatMap((spec) => {
    const path = spec.type === 'import_spec' ? child(spec, 'path') : null;
    if (!path) return [];
    const written = textOf(path).slice(1, -1);
    const alias = child(spec, 'name');
    return [{ path: written, names: alias ? [textOf(alias)] : packageNames(written), node: spec }];
  });
}

/** 'github.com/redis/go-redis/v9' is probably package `redis`. */
export function packageNames(path: string): readonly string[] {
  const parts = path.split('/');
  const last = /^v\d+$/.test(parts.at(-1) ?? '') ? (parts.at(-2) ?? '') : (parts.at(-1) ?? '');
  const plain = last.replace(/\.v\d+$/, '');
  return [...new Set([plain, plain.replace(/^go-/, ''), plain.replace(/[-.]go$/, ''), plain.replace(/-/g, ''), plain.replace(/-/g, '_')])];
}

function functionsIn(top: readonly SyntaxNode[], path: string): readonly GoFunction[] {
  const seen = new Map<string, number>();
  return top.flatMap((node) => {
    if (node.type !== 'function_declaration' && node.type !== 'method_declaration') return [];
    const name = textOfField(node, 'name');
    const receiver = parametersIn(child(node, 'receiver'))[0] ?? null;
    const plain = `${path}#${receiver ? `${typeName(receiver.type)}.` : ''}${name}`;
    const nth = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, nth);
    const result = child(node, 'result');
    const results = result?.type === 'parameter_list' ? parametersIn(result).map((each) => each.type) : result ? [result] : [];
    return [{ id: nth === 1 ? plain : `${plain}~${nth}`, name, receiver, parameters: parametersIn(child(node, 'parameters')), results, node, body: child(node, 'body') }];
  });
}

export function parametersIn(list: SyntaxNode | null): readonly GoParameter[] {
  if (!list) return [];
  return namedChildren(list).flatMap((declaration) => {
    const type = child(declaration, 'type');
    if (!type) return [];
    const names = childrenIn(declaration, 'name');
    return names.length === 0 ? [{ name: '_', type }] : names.map((each) => ({ name: textOf(each), type }));
  });
}

function valuesIn(declaration: SyntaxNode): readonly GoValue[] {
  const constant = declaration.type === 'const_declaration';
  const specs = [...walk(declaration, (node) => node.type !== 'func_literal')].filter((node) => node.type === 'const_spec' || node.type === 'var_spec');
  return specs.flatMap((spec) => {
    const values = child(spec, 'value');
    const list = values ? namedChildren(values) : [];
    return childrenIn(spec, 'name').map((name, index) => ({
      name: textOf(name),
      constant,
      value: list[index] ?? (list.length === 1 ? (list[0] ?? null) : null),
      type: child(spec, 'type'),
      node: spec,
    }));
  });
}

function fieldsOf(type: SyntaxNode | null): readonly GoField[] {
  const list = type?.type === 'struct_type' ? childOfType(type, 'field_declaration_list') : null;
  return (list ? namedChildren(list) : []).flatMap((node) => {
    const fieldType = child(node, 'type') ?? childOfType(node, 'qualified_type', 'type_identifier', 'pointer_type');
    if (!fieldType) return [];
    const tag = child(node, 'tag');
    const names = childrenIn(node, 'name');
    const written = tag ? textOf(tag).slice(1, -1) : '';
    return names.length === 0 ? [{ name: typeName(fieldType), type: fieldType, tag: written, node }] : names.map((name) => ({ name: textOf(name), type: fieldType, tag: written, node }));
  });
}

/** The bare name of a type: '*store.Store' is 'Store'. */
export function typeName(type: SyntaxNode): string {
  return textOf(type)
    .replace(/^[*[\]\s]+/, '')
    .replace(/\[.*$/s, '')
    .replace(/^.*\./s, '');
}

export function textOfField(node: SyntaxNode, field: string): string {
  const found = child(node, field);
  return found ? textOf(found) : '';
}

const functionByNode = new WeakMap<GoUnit, ReadonlyMap<SyntaxNode, GoFunction>>();

/** The declared function around a node; function literals belong to the function they are written in. */
export function functionAround(unit: GoUnit, node: SyntaxNode): GoFunction | null {
  const byNode = functionByNode.get(unit) ?? new Map(unit.functions.map((each) => [each.node, each]));
  functionByNode.set(unit, byNode);
  const declaration = ancestor(node, 'function_declaration', 'method_declaration') ?? node;
  return byNode.get(declaration) ?? null;
}

export function argsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = child(call, 'arguments');
  return list ? namedChildren(list) : [];
}

/** The last name of what is called: `db.SetMaxOpenConns(…)` gives 'SetMaxOpenConns'. */
export function calledName(call: SyntaxNode): string {
  const called = child(call, 'function');
  if (!called) return '';
  if (called.type === 'selector_expression') return textOfField(called, 'field');
  if (called.type === 'identifier') return textOf(called);
  return called.type === 'index_expression' ? textOf(child(called, 'operand') ?? called).replace(/^.*\./s, '') : '';
}

/** What stands before the dot of a call. */
export function receiverOf(call: SyntaxNode): SyntaxNode | null {
  const called = child(call, 'function');
  return called?.type === 'selector_expression' ? child(called, 'operand') : null;
}
