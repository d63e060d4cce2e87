import type { Unread } from '@plimsoll/contract';
import type { SyntaxNode, SyntaxTree } from '../../syntax/index.ts';
import { ancestor, child, childOfType, childrenIn, lazyGrammar, namedChildren, textOf, walk } from '../../syntax/index.ts';
import type { LazyGrammar } from '../../syntax/index.ts';
import type { FileIndex, SourceText } from '../../reader.ts';
import type { JavaAnnotation } from './annotations.ts';
import { annotationsOf } from './annotations.ts';

export const javaGrammar: LazyGrammar = lazyGrammar('java');

/** One Java file, cut into its types with their fields and methods. */
export interface JavaUnit {
  readonly path: string;
  readonly files: FileIndex;
  readonly tree: SyntaxTree;
  readonly packageName: string;
  readonly imports: readonly JavaImport[];
  readonly types: readonly JavaType[];
  readonly methods: readonly JavaMethod[]; // of all types
}

export interface JavaImport {
  readonly name: string; // qualified: 'java.net.http.HttpClient', 'a.b.C.MAX' when static
  readonly isStatic: boolean;
  readonly all: boolean; // ends in `.*`
  readonly node: SyntaxNode;
}

export interface JavaType {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly annotations: readonly JavaAnnotation[];
  readonly supertypes: readonly string[]; // as written, with type arguments
  readonly fields: readonly JavaVariable[];
  readonly methods: readonly JavaMethod[];
  readonly unit: JavaUnit;
}

/** A field, local variable or parameter. */
export interface JavaVariable {
  readonly name: string;
  readonly type: string; // without type arguments: 'List', 'HttpClient', 'var'
  readonly value: SyntaxNode | null;
  readonly node: SyntaxNode;
  readonly isFinal: boolean;
  readonly annotations: readonly JavaAnnotation[];
}

export interface JavaMethod {
  readonly id: string;
  readonly name: string;
  readonly type: JavaType;
  readonly isConstructor: boolean;
  readonly isStatic: boolean;
  readonly returns: string; // without type arguments, '' for constructors
  readonly parameters: readonly JavaVariable[];
  readonly annotations: readonly JavaAnnotation[];
  readonly node: SyntaxNode;
  readonly body: SyntaxNode | null;
}

const typeNodes = ['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration', 'annotation_type_declaration'];

export function readUnit(file: SourceText, files: FileIndex): { unit: JavaUnit | null; unread: readonly Unread[] } {
  const { tree, unread } = javaGrammar.parse(file);
  if (!tree) return { unit: null, unread };
  const top = namedChildren(tree.root);
  const packageNode = top.find((node) => node.type === 'package_declaration');
  const packageName = packageNode
    ? (namedChildren(packageNode)
        .map(textOf)
        .find((text) => !text.startsWith('@')) ?? '')
    : '';
  const types: JavaType[] = [];
  const methods: JavaMethod[] = [];
  const unit: JavaUnit = { path: file.path, files, tree, packageName, imports: top.flatMap(importOf), types, methods };
  for (const node of walk(tree.root)) if (typeNodes.includes(node.type)) types.push(typeOf(node, unit));
  const seen = new Map<string, number>();
  for (const type of types) for (const method of methodsOf(type, seen)) methods.push(method);
  return { unit, unread };
}

function importOf(node: SyntaxNode): readonly JavaImport[] {
  if (node.type !== 'import_declaration') return [];
  const name = childOfType(node, 'scoped_identifier', 'identifier');
  if (!name) return [];
  return [{ name: textOf(name).replace(/\s/g, ''), isStatic: node.children.some((each) => each.type === 'static'), all: childOfType(node, 'asterisk') !== null, node }];
}

function typeOf(node: SyntaxNode, unit: JavaUnit): JavaType {
  const methods: JavaMethod[] = [];
  const written = [child(node, 'superclass'), child(node, 'interfaces'), childOfType(node, 'extends_interfaces')].flatMap((clause) => (clause ? supertypesIn(clause) : []));
  const body = child(node, 'body');
  const record = childOfType(node, 'formal_parameters');
  const fields = [...(record ? parametersIn(record) : []), ...(body ? namedChildren(body).flatMap(variablesIn) : [])];
  return { name: textOfChild(node, 'name'), node, annotations: annotationsOf(node), supertypes: written, fields, methods, unit };
}

function supertypesIn(clause: SyntaxNode): readonly string[] {
  return namedChildren(clause).flatMap((each) => (each.type === 'type_list' ? namedChildren(each).map(textOf) : [textOf(each)]));
}

function* methodsOf(type: JavaType, seen: Map<string, number>): Iterable<JavaMethod> {
  const body = child(type.node, 'body');
  const members = body ? namedChildren(body).flatMap((node) => (node.type === 'enum_body_declarations' ? namedChildren(node) : [node])) : [];
  for (const node of members) {
    const isConstructor = node.type === 'constructor_declaration' || node.type === 'compact_constructor_declaration';
    if (!isConstructor && node.type !== 'method_declaration') continue;
    const parameters = child(node, 'parameters');
    const name = textOfChild(node, 'name');
    const plain = `${type.unit.path}#${type.name}.${name}`;
    const nth = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, nth);
    const returned = child(node, 'type');
    const method: JavaMethod = {
      id: nth === 1 ? plain : `${plain}~${nth}`,
      name,
      type,
      isConstructor,
      isStatic: childOfType(node, 'modifiers')?.children.some((each) => each.type === 'static') ?? false,
      returns: returned ? plainType(returned) : '',
      parameters: parameters ? parametersIn(parameters) : [],
      annotations: annotationsOf(node),
      node,
      body: child(node, 'body') ?? childOfType(node, 'constructor_body', 'block'),
    };
    (type.methods as JavaMethod[]).push(method);
    yield method;
  }
}

function parametersIn(list: SyntaxNode): readonly JavaVariable[] {
  return namedChildren(list).flatMap((node) => {
    const type = child(node, 'type') ?? namedChildren(node).find((each) => each.type.endsWith('type') || each.type.endsWith('type_identifier'));
    const name = child(node, 'name') ?? childOfType(node, 'variable_declarator');
    if (!name) return [];
    return [{ name: textOf(name), type: type ? plainType(type) : '', value: null, node, isFinal: true, annotations: annotationsOf(node) }];
  });
}

/** The variables that a field or local variable declaration introduces. */
export function variablesIn(node: SyntaxNode): readonly JavaVariable[] {
  if (node.type !== 'field_declaration' && node.type !== 'local_variable_declaration' && node.type !== 'constant_declaration') return [];
  const type = child(node, 'type');
  const isFinal = node.type === 'constant_declaration' || (childOfType(node, 'modifiers')?.children.some((each) => each.type === 'final') ?? false);
  const annotations = annotationsOf(node);
  return childrenIn(node, 'declarator').map((declarator) => ({
    name: textOfChild(declarator, 'name'),
    type: type ? plainType(type) : '',
    value: child(declarator, 'value'),
    node: declarator,
    isFinal,
    annotations,
  }));
}

export function plainType(node: SyntaxNode): string {
  return simpleType(textOf(node));
}

/** 'java.util.List<String>[]' is 'List'. */
export function simpleType(written: string): string {
  const bare = written
    .replace(/<.*$/s, '')
    .replace(/@\w+\s+/g, '')
    .replace(/[[\]\s.]+$/, '');
  return bare.slice(bare.lastIndexOf('.') + 1).trim();
}

export function textOfChild(node: SyntaxNode, field: string): string {
  const found = child(node, field);
  return found ? textOf(found) : '';
}

const methodByNode = new WeakMap<JavaUnit, ReadonlyMap<SyntaxNode, JavaMethod>>();

/** The method or constructor that a node stands in; code of lambdas belongs to the method around it. */
export function methodAround(unit: JavaUnit, node: SyntaxNode): JavaMethod | null {
  const byNode = methodByNode.get(unit) ?? new Map(unit.methods.map((method) => [method.node, method]));
  methodByNode.set(unit, byNode);
  for (let above: SyntaxNode | null = node; above; above = above.parent) {
    const found = byNode.get(above);
    if (found) return found;
  }
  return null;
}

export function typeAround(unit: JavaUnit, node: SyntaxNode): JavaType | null {
  const above = ancestor(node, ...typeNodes);
  return unit.types.find((type) => type.node === above) ?? null;
}
