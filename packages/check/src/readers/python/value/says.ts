import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf } from '../../syntax/index.ts';

const longest = 80;

/** The phrase a finding shows for a value: with the keyword or name that it is given to, `timeout=5`, `BACKEND_TIMEOUT = 4`. */
export function saysOf(node: SyntaxNode): string {
  let shown = node;
  for (let above = node.parent; above; above = above.parent) {
    if (above.type === 'keyword_argument' || above.type === 'assignment' || above.type === 'pair' || above.type === 'default_parameter' || above.type === 'typed_default_parameter') {
      shown = above;
      break;
    }
    if (above.type !== 'parenthesized_expression' && above.type !== 'call' && above.type !== 'argument_list' && above.type !== 'binary_operator' && above.type !== 'tuple') break;
  }
  const whole = oneLine(shown);
  return whole.length <= longest ? whole : clip(oneLine(node));
}

export function oneLine(node: SyntaxNode): string {
  const text = textOf(node);
  return (text.length > 1000 ? text.slice(0, 1000) : text).replace(/\s+/g, ' ');
}

export function clip(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
