import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { resolveName } from '../code/scope.ts';
import type { JavaUnit } from '../code/unit.ts';

/** Where the value of an expression is made: the variable's initial value, its only assignment, or the expression itself. */
export function originOf(unit: JavaUnit, node: SyntaxNode, levels = 3): SyntaxNode | null {
  if (node.type === 'parenthesized_expression' || node.type === 'cast_expression') {
    const inner = namedChildren(node).at(-1);
    return inner && levels > 0 ? originOf(unit, inner, levels - 1) : null;
  }
  if (node.type !== 'identifier' && node.type !== 'field_access') return node;
  const found = resolveName(unit, node);
  if (!found || found.unit !== unit) return null;
  const made = found.variable.value && found.variable.value.type !== 'null_literal' ? found.variable.value : onlyAssignment(unit, found.method?.body ?? found.owner?.node ?? null, found.variable.name);
  if (!made) return null;
  return levels > 0 && (made.type === 'identifier' || made.type === 'field_access') ? originOf(unit, made, levels - 1) : made;
}

/** The value of `name = …` where a scope has exactly one that is no plain hand-over of a parameter; several that make it alike count as one. */
function onlyAssignment(unit: JavaUnit, scope: SyntaxNode | null, name: string): SyntaxNode | null {
  if (!scope) return null;
  const values: SyntaxNode[] = [];
  for (const node of walk(scope)) {
    if (node.type !== 'assignment_expression') continue;
    const [left, right] = [child(node, 'left'), child(node, 'right')];
    if (left && right && textOf(left).replace(/^this\./, '') === name && right.type !== 'null_literal') values.push(right);
  }
  const made = values.filter((value) => value.type !== 'identifier' || resolveName(unit, value)?.where !== 'parameter');
  const [first] = made;
  return first && made.every((each) => textOf(each) === textOf(first)) ? first : null;
}
