import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import type { PythonCall } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf, walk } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';

/** `connect_args={'options': '-c statement_timeout=5000'}`: PostgreSQL takes milliseconds unless a unit is written. */
export function statementTimeout(call: PythonCall): Setting<number> | null {
  for (const node of walk(call.node)) {
    if (node.type !== 'string' || !textOf(node).includes('statement_timeout')) continue;
    const found = inOptions(node);
    if (found) return found;
  }
  return null;
}

const unitMs: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000 };

function inOptions(node: SyntaxNode): Setting<number> | null {
  const { value } = stringSetting(node);
  if (!isKnown(value)) return null;
  const [, count, unit] = /statement_timeout(?:=|%3D)\s*(\d+)\s*(ms|s|min)?/.exec(value.value) ?? [];
  if (count === undefined) return null;
  const ms = Number(count) * (unitMs[unit ?? ''] ?? 1);
  return { value: { ...value, value: ms === 0 ? Infinity : ms }, variables: [] };
}
