import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { stated } from '../../../model/known.ts';
import type { Looking } from './evaluate.ts';
import { valueOf } from './evaluate.ts';
import { unitsIn } from '../code/package.ts';
import type { GoField, GoUnit } from '../code/unit.ts';
import { typeName } from '../code/unit.ts';
import type { GoType } from '../code/types.ts';
import type { Value } from './value.ts';
import { shown, unclear } from './value.ts';

interface Member {
  readonly field: GoField;
  readonly owner: GoType;
  readonly unit: GoUnit;
}

/** A field of a configuration struct: its tag names the variable and the default, or the one place that fills it does. */
export function taggedValue(member: Member, looking: Looking, node: SyntaxNode): Value {
  const { field } = member;
  const env = tag(field, 'env') ?? tag(field, 'envconfig') ?? tag(field, 'split_words');
  if (env !== undefined) {
    const [name = '', ...options] = env.split(',');
    const inline = options
      .join(',')
      .split(/,\s*/)
      .find((option) => option.trim().startsWith('default='))
      ?.trim()
      .slice('default='.length);
    const fallback = tag(field, 'envDefault') ?? tag(field, 'env-default') ?? tag(field, 'default') ?? inline;
    const variables = name === '' || name === 'true' ? [] : [name];
    if (fallback === undefined) return unclear(`${field.name} has no default in its struct tag`, `a value for ${variables[0] ?? field.name}`, 'no-value-given', node, variables);
    const number = Number(fallback);
    return { known: stated(fallback.trim() !== '' && Number.isFinite(number) ? number : fallback, sourceOf(field.node), shown(field.node)), variables, isDuration: false };
  }
  const filled = onlyFilling(member);
  return filled
    ? valueOf(filled.value, { unit: filled.unit, bound: new Map(), levels: looking.levels - 1, steps: looking.steps })
    : unclear(`${shown(node)} is set elsewhere`, `the value of ${shown(node)}`, 'not-supported-yet', node);
}

function tag(field: GoField, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}:"([^"]*)"`).exec(field.tag)?.[1];
}

/** The single `Config{Field: value}` or `x.Field = value` in the package that declares the struct. */
export function onlyFilling(member: Member): { readonly value: SyntaxNode; readonly unit: GoUnit } | null {
  const found: { value: SyntaxNode; unit: GoUnit }[] = [];
  const folder = member.owner.folder ?? member.unit.folder;
  for (const unit of unitsIn(folder, member.unit.files, new RegExp(`\\b${member.field.name}\\s*[:=]`))) {
    for (const node of walk(unit.tree.root)) {
      const value = node.type === 'keyed_element' ? keyed(node, member) : node.type === 'assignment_statement' ? assigned(node, member) : null;
      if (value) found.push({ value, unit });
    }
  }
  const [first] = found;
  return first && found.every((each) => textOf(each.value) === textOf(first.value)) ? first : null;
}

function keyed(node: SyntaxNode, member: Member): SyntaxNode | null {
  const [key, value] = [child(node, 'key'), child(node, 'value')];
  const inner = value?.children[0];
  const literal = node.parent?.parent;
  const type = literal?.type === 'composite_literal' ? child(literal, 'type') : null;
  return key && inner && type && textOf(key) === member.field.name && typeName(type) === member.owner.name ? inner : null;
}

function assigned(node: SyntaxNode, member: Member): SyntaxNode | null {
  const left = child(node, 'left')?.children;
  const right = child(node, 'right')?.children;
  const index = left?.findIndex((each) => each.type === 'selector_expression' && textOf(child(each, 'field') ?? each) === member.field.name) ?? -1;
  return index >= 0 && left?.length === right?.length ? (right?.[index] ?? null) : null;
}
