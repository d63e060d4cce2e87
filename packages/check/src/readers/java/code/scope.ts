import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import type { JavaMethod, JavaType, JavaUnit, JavaVariable } from './unit.ts';
import { methodAround, simpleType, typeAround, variablesIn } from './unit.ts';
import { typeNamed } from './workspace.ts';

export interface Found {
  readonly variable: JavaVariable;
  readonly where: 'local' | 'parameter' | 'field';
  readonly method: JavaMethod | null; // of locals and parameters
  readonly owner: JavaType | null; // of fields
  readonly unit: JavaUnit;
}

const locals = new WeakMap<SyntaxNode, readonly JavaVariable[]>();

/** All local variables of a method, those of nested lambdas included. */
export function localsOf(method: JavaMethod): readonly JavaVariable[] {
  if (!method.body) return [];
  const known = locals.get(method.body);
  if (known) return known;
  const found: JavaVariable[] = [];
  for (const node of walk(method.body)) {
    found.push(...variablesIn(node));
    if (node.type === 'resource') {
      const name = child(node, 'name');
      const type = child(node, 'type');
      if (name && type) found.push({ name: textOf(name), type: simpleType(textOf(type)), value: child(node, 'value'), node, isFinal: true, annotations: [] });
    }
  }
  locals.set(method.body, found);
  return found;
}

/** What a plain name or `this.name` means at a place. */
export function resolveName(unit: JavaUnit, node: SyntaxNode): Found | null {
  const own = node.type === 'field_access' && child(node, 'object')?.type === 'this';
  const nameNode = own ? child(node, 'field') : node;
  if (!nameNode || nameNode.type !== 'identifier') return null;
  const name = textOf(nameNode);
  const method = methodAround(unit, node);
  if (method && !own) {
    const local = localsOf(method).findLast((each) => each.name === name && each.node.start <= node.start);
    if (local) return { variable: local, where: 'local', method, owner: null, unit };
    const parameter = method.parameters.find((each) => each.name === name);
    if (parameter) return { variable: parameter, where: 'parameter', method, owner: null, unit };
  }
  for (let type = typeAround(unit, node); type; type = type.node.parent ? typeAround(unit, type.node.parent) : null) {
    const field = fieldOf(type, name, 3);
    if (field) return field;
  }
  return staticallyImported(unit, name);
}

/** A field of a type or of the types it extends, as far as they stand in the repository. */
export function fieldOf(type: JavaType, name: string, levels: number): Found | null {
  const variable = type.fields.find((each) => each.name === name);
  if (variable) return { variable, where: 'field', method: null, owner: type, unit: type.unit };
  if (levels === 0) return null;
  for (const above of type.supertypes) {
    const declared = typeNamed(simpleType(above), type.unit);
    const found = declared && declared !== type ? fieldOf(declared, name, levels - 1) : null;
    if (found) return found;
  }
  return null;
}

function staticallyImported(unit: JavaUnit, name: string): Found | null {
  for (const each of unit.imports) {
    if (!each.isStatic) continue;
    const parts = each.name.split('.');
    const typeName = each.all ? parts.at(-1) : parts.at(-2);
    if (!each.all && parts.at(-1) !== name) continue;
    const type = typeName === undefined ? null : typeNamed(typeName, { ...unit, imports: [{ ...each, isStatic: false, all: false, name: each.all ? each.name : parts.slice(0, -1).join('.') }] });
    const found = type && fieldOf(type, name, 1);
    if (found) return found;
  }
  return null;
}

/** The simple name of an expression's type where the file itself tells it; '' otherwise. */
export function typeOfExpression(unit: JavaUnit, node: SyntaxNode, levels = 4): string {
  if (levels === 0) return '';
  if (node.type === 'object_creation_expression') return simpleType(textOf(child(node, 'type') ?? node));
  if (node.type === 'parenthesized_expression') return typeOfExpression(unit, namedChildren(node)[0] ?? node, levels - 1);
  if (node.type === 'cast_expression') return simpleType(textOf(child(node, 'type') ?? node));
  if (node.type === 'this') return typeAround(unit, node)?.name ?? '';
  if (node.type === 'identifier' || node.type === 'field_access') {
    const found = resolveName(unit, node);
    if (found && found.variable.type !== 'var') return found.variable.type;
    if (found?.variable.value) return typeOfExpression(unit, found.variable.value, levels - 1);
    return /^[A-Z]/.test(textOf(node)) ? simpleType(textOf(node)) : '';
  }
  if (node.type === 'method_invocation') return calledMethod(unit, node, levels - 1)?.returns ?? '';
  return '';
}

/** The declaration that a call names: of the type around it, of a type named before the dot, or of a variable's type. */
export function calledMethod(unit: JavaUnit, call: SyntaxNode, levels = 4): JavaMethod | null {
  const name = child(call, 'name');
  if (!name || levels === 0) return null;
  const object = child(call, 'object');
  const wanted = namedChildren(child(call, 'arguments') ?? call).length;
  if (!object || object.type === 'this' || object.type === 'super') {
    for (let type = typeAround(unit, call); type; type = type.node.parent ? typeAround(unit, type.node.parent) : null) {
      const own = methodIn(type, textOf(name), wanted, 2);
      if (own) return own;
    }
    return object ? null : staticMethod(unit, textOf(name), wanted);
  }
  const typeName = typeOfExpression(unit, object, levels - 1);
  const type = typeName === '' ? null : typeNamed(typeName, unit);
  return type ? methodIn(type, textOf(name), wanted, 2) : null;
}

export function methodIn(type: JavaType, name: string, parameters: number, levels: number): JavaMethod | null {
  const named = type.methods.filter((each) => each.name === name && !each.isConstructor);
  const fitting = named.find((each) => each.parameters.length === parameters) ?? named[0];
  if (fitting) return fitting;
  if (levels === 0) return null;
  for (const above of type.supertypes) {
    const declared = typeNamed(simpleType(above), type.unit);
    const found = declared && declared !== type ? methodIn(declared, name, parameters, levels - 1) : null;
    if (found) return found;
  }
  return null;
}

function staticMethod(unit: JavaUnit, name: string, parameters: number): JavaMethod | null {
  for (const each of unit.imports) {
    if (!each.isStatic || (!each.all && !each.name.endsWith(`.${name}`))) continue;
    const qualified = each.all ? each.name : each.name.slice(0, each.name.lastIndexOf('.'));
    const typeName = qualified.slice(qualified.lastIndexOf('.') + 1);
    const type = typeNamed(typeName, { ...unit, imports: [{ ...each, name: qualified, isStatic: false, all: false }] });
    const found = type && methodIn(type, name, parameters, 1);
    if (found) return found;
  }
  return null;
}

/** What a method hands back: the expressions of its `return` statements, those of lambdas and inner types left out. */
export function returnedBy(method: JavaMethod): readonly SyntaxNode[] {
  if (!method.body) return [];
  const found: SyntaxNode[] = [];
  for (const node of walk(method.body, (each) => each.type !== 'lambda_expression' && each.type !== 'class_body')) {
    const value = node.type === 'return_statement' ? namedChildren(node)[0] : undefined;
    if (value) found.push(value);
  }
  return found;
}
