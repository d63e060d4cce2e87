import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf } from '../../syntax/index.ts';
import { folderOfImport } from './module.ts';
import { packageIn, unitAt } from './package.ts';
import { bindingOf, functionNamed, packageOf, parameterAt, qualified, valueNamed } from './scope.ts';
import type { GoField, GoFunction, GoUnit } from './unit.ts';
import { calledName, receiverOf, typeName } from './unit.ts';

/** A named type: `folder` when it is declared in the repository, `path` ('net/http') when outside; '' for built-in ones. */
export interface GoType {
  readonly name: string;
  readonly folder: string | null;
  readonly path: string;
}

export function outside(type: GoType | null): string {
  return type && type.folder === null && type.path !== '' ? `${type.path}.${type.name}` : '';
}

/** The type that a type expression names, pointers and slices stripped. */
export function typeWritten(unit: GoUnit, node: SyntaxNode): GoType | null {
  let inner = node;
  while (/^(pointer_type|slice_type|array_type|parenthesized_type|generic_type|channel_type)$/.test(inner.type)) {
    const next = child(inner, 'type') ?? child(inner, 'element') ?? child(inner, 'value') ?? namedChildren(inner)[0];
    if (!next) return null;
    inner = next;
  }
  if (inner.type === 'type_identifier') {
    const name = textOf(inner);
    const here = unit.structs.has(name) || packageIn(unit.folder, unit.files).types.has(name);
    return { name, folder: here ? unit.folder : null, path: '' };
  }
  if (inner.type !== 'qualified_type') return null;
  const found = packageOf(unit, child(inner, 'package'));
  if (!found) return null;
  const folder = folderOfImport(found.path, unit.files);
  return { name: typeName(inner), folder, path: folder === null ? (qualified(unit, inner) ?? '').replace(/\.[^./]*$/, '') : '' };
}

/** The type of an expression as far as declarations tell it. */
export function typeOf(unit: GoUnit, node: SyntaxNode, levels = 6): GoType | null {
  if (levels === 0) return null;
  switch (node.type) {
    case 'unary_expression':
    case 'parenthesized_expression':
      return typeOf(unit, child(node, 'operand') ?? namedChildren(node)[0] ?? node, levels - 1);
    case 'composite_literal':
    case 'type_assertion_expression':
      return typeIn(unit, child(node, 'type'));
    case 'call_expression':
      return typeOfCall(unit, node, 0, levels - 1);
    case 'selector_expression': {
      const member = fieldOf(unit, node, levels - 1);
      if (member) return typeWritten(member.unit, member.field.type);
      const value = valueNamed(unit, node);
      return value ? (typeIn(value.unit, value.value.type) ?? (value.value.value ? typeOf(value.unit, value.value.value, levels - 1) : null)) : null;
    }
    case 'identifier': {
      const name = textOf(node);
      const binding = bindingOf(unit, name, node);
      const parameter = parameterAt(unit, name, node);
      if (binding && (!parameter || binding.declares)) {
        const type = typeIn(unit, binding.node.type === 'var_spec' ? child(binding.node, 'type') : null);
        if (type) return type;
        const value = binding.value;
        return value?.type === 'call_expression' ? typeOfCall(unit, value, binding.nth, levels - 1) : value ? typeOf(unit, value, levels - 1) : null;
      }
      if (parameter) return typeWritten(unit, parameter.type);
      const value = valueNamed(unit, node);
      return value ? (typeIn(value.unit, value.value.type) ?? (value.value.value ? typeOf(value.unit, value.value.value, levels - 1) : null)) : null;
    }
    default:
      return null;
  }
}

function typeIn(unit: GoUnit, node: SyntaxNode | null): GoType | null {
  return node ? typeWritten(unit, node) : null;
}

function typeOfCall(unit: GoUnit, call: SyntaxNode, nth: number, levels: number): GoType | null {
  const name = calledName(call);
  if (name === 'new' && !receiverOf(call)) {
    const type = namedChildren(child(call, 'arguments') ?? call)[0];
    return type ? typeWritten(unit, type) : null;
  }
  const called = functionNamed(unit, call) ?? methodCalled(unit, call, levels);
  const result = called?.function.results[nth];
  return called && result ? typeWritten(called.unit, result) : null;
}

/** The method that a call names, when the type before the dot is one of the repository's. */
export function methodCalled(unit: GoUnit, call: SyntaxNode, levels = 6): { readonly function: GoFunction; readonly unit: GoUnit } | null {
  const receiver = receiverOf(call);
  const type = receiver && !packageOf(unit, receiver) ? typeOf(unit, receiver, levels) : null;
  if (!type || type.folder === null) return null;
  const path = packageIn(type.folder, unit.files).methods.get(`${type.name}.${calledName(call)}`);
  const at = path === undefined ? null : path === unit.path ? unit : unitAt(path, unit.files);
  const found = at?.functions.find((each) => each.name === calledName(call) && each.receiver && typeName(each.receiver.type) === type.name);
  return at && found ? { function: found, unit: at } : null;
}

/** The struct field that `s.client` means. */
export function fieldOf(unit: GoUnit, selector: SyntaxNode, levels = 6): { readonly field: GoField; readonly owner: GoType; readonly unit: GoUnit } | null {
  const operand = child(selector, 'operand');
  const name = child(selector, 'field');
  if (!operand || !name || packageOf(unit, operand)) return null;
  const owner = typeOf(unit, operand, levels);
  if (!owner || owner.folder === null) return null;
  return fieldIn(unit, owner, textOf(name), 3);
}

export function fieldIn(from: GoUnit, owner: GoType, name: string, levels: number): { field: GoField; owner: GoType; unit: GoUnit } | null {
  if (owner.folder === null || levels === 0) return null;
  const path = from.folder === owner.folder && from.structs.has(owner.name) ? from.path : packageIn(owner.folder, from.files).types.get(owner.name);
  const unit = path === undefined ? null : path === from.path ? from : unitAt(path, from.files);
  const fields = unit?.structs.get(owner.name) ?? [];
  const field = fields.find((each) => each.name === name);
  if (unit && field) return { field, owner, unit };
  if (!unit) return null;
  for (const embedded of fields) {
    if (embedded.name !== typeName(embedded.type)) continue;
    const type = typeWritten(unit, embedded.type);
    const found = type && fieldIn(unit, type, name, levels - 1);
    if (found) return found;
  }
  return null;
}
