import type { ConfigEntry } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import { map } from '../../model/known.ts';
import type { PythonModule } from '../python/index.ts';
import { evaluate } from '../python/index.ts';
import type { SyntaxNode } from '../syntax/index.ts';
import { child, sourceOf, textOf } from '../syntax/index.ts';

/** The values that a configuration module assigns at its top level; the last one of a name holds. */
export function topAssignments(module: PythonModule): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (const statement of module.tree.root.children) {
    const assignment = statement.type === 'expression_statement' ? statement.children[0] : undefined;
    const left = assignment?.type === 'assignment' ? child(assignment, 'left') : null;
    const right = assignment?.type === 'assignment' ? child(assignment, 'right') : null;
    if (left?.type === 'identifier' && right) found.set(textOf(left), right);
  }
  return found;
}

export function configEntry(key: string, value: SyntaxNode): ConfigEntry {
  const { known, variables, scale } = evaluate(value);
  const text: Setting<string> = { value: map(known, String), variables, ...(scale === undefined ? {} : { scale }) };
  return { kind: 'config-entry', key, value: text, profile: null, source: sourceOf(value) };
}
