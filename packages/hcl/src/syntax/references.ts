import type { Range } from '../source/range.ts';
import type { Expression, Part, Step } from './nodes.ts';

/** A name that an expression reads, with the steps behind it. */
export interface NameUse {
  readonly root: string;
  readonly steps: readonly Step[];
  readonly range: Range;
}

/** All names an expression may read, whichever way its conditions turn out. Variables bound by `for` are left out. */
export function namesUsed(expression: Expression): readonly NameUse[] {
  const uses: NameUse[] = [];
  visit(expression, new Set(), uses);
  return uses;
}

function visit(expression: Expression, bound: ReadonlySet<string>, uses: NameUse[]): void {
  const go = (inner: Expression): void => visit(inner, bound, uses);
  switch (expression.kind) {
    case 'variable':
      if (!bound.has(expression.name)) uses.push({ root: expression.name, steps: [], range: expression.range });
      return;
    case 'traversal':
      if (expression.source.kind !== 'variable') go(expression.source);
      else if (!bound.has(expression.source.name)) uses.push({ root: expression.source.name, steps: expression.steps, range: expression.range });
      visitSteps(expression.steps, go);
      return;
    case 'template':
      visitParts(expression.parts, bound, uses);
      return;
    case 'call':
      expression.arguments.forEach(go);
      return;
    case 'unary':
      go(expression.operand);
      return;
    case 'binary':
      [expression.left, expression.right].forEach(go);
      return;
    case 'conditional':
      [expression.condition, expression.consequent, expression.alternative].forEach(go);
      return;
    case 'tuple':
      expression.items.forEach(go);
      return;
    case 'object':
      expression.items.flatMap(({ key, value }) => [key, value]).forEach(go);
      return;
    case 'for': {
      go(expression.collection);
      const inner = including(bound, [expression.keyName, expression.valueName]);
      for (const part of [expression.key, expression.value, expression.condition]) if (part) visit(part, inner, uses);
      return;
    }
    case 'literal':
    case 'invalid':
      return;
  }
}

function visitParts(parts: readonly Part[], bound: ReadonlySet<string>, uses: NameUse[]): void {
  for (const part of parts) {
    if (part.kind === 'interpolation') visit(part.expression, bound, uses);
    else if (part.kind === 'if') {
      visit(part.condition, bound, uses);
      visitParts([...part.consequent, ...part.alternative], bound, uses);
    } else if (part.kind === 'for') {
      visit(part.collection, bound, uses);
      visitParts(part.body, including(bound, [part.keyName, part.valueName]), uses);
    }
  }
}

function visitSteps(steps: readonly Step[], go: (expression: Expression) => void): void {
  for (const step of steps) {
    if (step.kind === 'index') go(step.key);
    else if (step.kind === 'splat') visitSteps(step.each, go);
  }
}

function including(bound: ReadonlySet<string>, names: readonly (string | undefined)[]): ReadonlySet<string> {
  return new Set([...bound, ...names.filter((name) => name !== undefined)]);
}
