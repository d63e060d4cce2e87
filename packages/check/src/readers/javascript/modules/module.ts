import type { Expression, Node } from 'oxc-parser';
import type { Source, Unread } from '@plimsoll/contract';
import type { ParsedFile } from '../syntax/parse.ts';
import { keyName, nameOf, propertyName, scopesOf } from './scope.ts';
import type { MemberWrite, Scopes } from './scope.ts';

/** A parsed file with its names. `exports` maps a name to what it stands for; '=' is `module.exports = …`. */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly nodes: readonly Node[];
  readonly scopes: Scopes;
  readonly exports: ReadonlyMap<string, Exported>;
  readonly exportsAllOf: readonly string[]; // specifiers of `export * from`
  readonly classes: ReadonlyMap<Node, ReadonlyMap<string, readonly ClassMember[]>>;
  readonly unread: readonly Unread[];
  source(node: { readonly start: number; readonly end: number }): Source;
  words(node: { readonly start: number; readonly end: number }): string; // the text, shortened
}

export type Exported = { readonly node: Expression | Node } | { readonly from: string; readonly name: string };

/** A method, a field's initialiser, an assignment to `this.name`, or a parameter property of the constructor. */
export interface ClassMember {
  readonly value: Node | null;
  readonly type: Node | null;
  readonly at: Node;
}

export function moduleOf(path: string, text: string, parsed: ParsedFile, unread: readonly Unread[]): Module {
  const scopes = scopesOf(parsed.nodes);
  const { exports, exportsAllOf } = exportsOf(parsed.nodes);
  return {
    path,
    text,
    nodes: parsed.nodes,
    scopes,
    exports,
    exportsAllOf,
    classes: classesOf(parsed.nodes),
    unread,
    source: (node) => parsed.placeOf(node.start, node.end),
    words: (node) => shorten(text.slice(node.start, Math.min(node.end, node.start + 400))),
  };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function exportsOf(nodes: readonly Node[]): { exports: ReadonlyMap<string, Exported>; exportsAllOf: readonly string[] } {
  const exports = new Map<string, Exported>();
  const exportsAllOf: string[] = [];
  for (const node of nodes) {
    if (node.type === 'ExportNamedDeclaration') {
      if (node.declaration) {
        if (node.declaration.type === 'VariableDeclaration') {
          for (const declarator of node.declaration.declarations) {
            if (declarator.id.type === 'Identifier') exports.set(declarator.id.name, { node: declarator.id });
            else if (declarator.id.type === 'ObjectPattern') {
              for (const property of declarator.id.properties) if (property.type === 'Property' && property.value.type === 'Identifier') exports.set(property.value.name, { node: property.value });
            }
          }
        } else if ('id' in node.declaration && node.declaration.id?.type === 'Identifier') exports.set(node.declaration.id.name, { node: node.declaration });
      }
      for (const specifier of node.specifiers) {
        const name = nameOf(specifier.exported);
        exports.set(name, node.source ? { from: node.source.value, name: nameOf(specifier.local) } : { node: specifier.local });
      }
    } else if (node.type === 'ExportDefaultDeclaration') exports.set('default', { node: node.declaration });
    else if (node.type === 'ExportAllDeclaration') {
      if (node.exported) exports.set(nameOf(node.exported), { from: node.source.value, name: '*' });
      else exportsAllOf.push(node.source.value);
    } else if (node.type === 'TSExportAssignment') exports.set('=', { node: node.expression });
    else if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
      const name = propertyName(node.left);
      if (name === null) continue;
      if (isModuleExports(node.left)) exports.set('=', { node: node.right });
      else if (isModuleExports(node.left.object) || isName(node.left.object, 'exports')) exports.set(name, { node: node.right });
    }
  }
  return { exports, exportsAllOf };
}

function isModuleExports(node: Node): boolean {
  return node.type === 'MemberExpression' && isName(node.object, 'module') && propertyName(node) === 'exports';
}

function isName(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function classesOf(nodes: readonly Node[]): ReadonlyMap<Node, ReadonlyMap<string, readonly ClassMember[]>> {
  const classes = new Map<Node, Map<string, ClassMember[]>>();
  const add = (owner: Node, name: string, member: ClassMember): void => {
    const members = classes.get(owner) ?? new Map<string, ClassMember[]>();
    classes.set(owner, members);
    members.set(name, [...(members.get(name) ?? []), member]);
  };
  for (const node of nodes) {
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      for (const element of node.body.body) {
        if (element.type === 'StaticBlock' || element.type === 'TSIndexSignature') continue;
        const name = keyName(element.key, element.computed);
        if (name !== null) add(node, name, { value: element.value, type: 'typeAnnotation' in element ? (element.typeAnnotation ?? null) : null, at: element });
      }
    } else if (node.type === 'TSParameterProperty') {
      const owner = enclosingClass(node);
      const pattern = node.parameter.type === 'AssignmentPattern' ? node.parameter.left : node.parameter;
      if (owner && pattern.type === 'Identifier') add(owner, pattern.name, { value: pattern, type: pattern.typeAnnotation ?? null, at: node });
    } else if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.object.type === 'ThisExpression') {
      const owner = enclosingClass(node);
      const name = propertyName(node.left);
      if (owner && name !== null) add(owner, name, { value: node.right, type: null, at: node });
    }
  }
  return classes;
}

export function enclosingClass(node: Node): Node | null {
  for (let at = node.parent ?? null; at; at = at.parent ?? null) {
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return at;
  }
  return null;
}

export type { MemberWrite };
