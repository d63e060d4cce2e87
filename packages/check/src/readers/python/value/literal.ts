import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf } from '../../syntax/index.ts';

/** The value of a literal; undefined for everything else, f-strings with values in them included. */
export function literalOf(node: SyntaxNode): string | number | boolean | null | undefined {
  switch (node.type) {
    case 'integer':
    case 'float': {
      const value = Number(
        textOf(node)
          .replaceAll('_', '')
          .replace(/^0[oO]/, '0o'),
      );
      return Number.isFinite(value) ? value : undefined;
    }
    case 'unary_operator': {
      const operand = child(node, 'argument');
      const value = operand?.type === 'integer' || operand?.type === 'float' ? literalOf(operand) : undefined;
      return typeof value === 'number' && textOf(node).startsWith('-') ? -value : undefined;
    }
    case 'true':
      return true;
    case 'false':
      return false;
    case 'none':
      return null;
    case 'string':
      return stringOf(node);
    case 'concatenated_string': {
      const parts = namedChildren(node).map(stringOf);
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    default:
      return undefined;
  }
}

function stringOf(node: SyntaxNode): string | undefined {
  const parts = namedChildren(node);
  if (parts.some((part) => part.type === 'interpolation')) return undefined;
  return parts.map((part) => (part.type === 'string_content' ? unescape(textOf(part)) : '')).join('');
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["'\\])/g, '$1') : text;
}

/** The string that a node is, if it is one. */
export function textLiteral(node: SyntaxNode | null | undefined): string | null {
  const value = node ? literalOf(node) : undefined;
  return typeof value === 'string' ? value : null;
}
