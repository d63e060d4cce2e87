import type { Node } from 'oxc-parser';
import { nameOf } from '../modules/scope.ts';

export function decoratorName(decorator: Extract<Node, { type: 'Decorator' }>): string {
  const { expression } = decorator;
  const callee = expression.type === 'CallExpression' ? expression.callee : expression;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : nameOf(callee);
}
