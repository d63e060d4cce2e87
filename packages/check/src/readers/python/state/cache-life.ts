import type { StateLife } from '../../../facts/code.ts';
import { byDefault } from '../../../model/known.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf } from '../../syntax/index.ts';

/** Entries that live until the process ends. */
export function endless(node: SyntaxNode, says: string): NonNullable<StateLife['expiresMs']> {
  return { value: byDefault(Infinity, sourceOf(node), says, 'Python 3.13: objects live as long as something refers to them'), variables: [] };
}
