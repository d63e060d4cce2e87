import type { Node } from 'oxc-parser';
import type { Context } from '../code/context.ts';

const guards: readonly (readonly [RegExp, string])[] = [
  [/NODE_APP_INSTANCE|CF_INSTANCE_INDEX|INSTANCE_INDEX|pm_id/, 'instance index'],
  [/\bisLeader\b|leaderElection|leader-election|isMaster\b|becomeLeader|\bifLeader\b/i, 'leader election'],
  [/\bredlock\b|\.acquire\(\s*\[/i, 'Redlock'],
  [/pg_(?:try_)?advisory(?:_xact)?_lock/, 'advisory lock'],
  [/\bset(?:nx|NX)\b|['"]NX['"]|\bNX:\s*true/, 'SET NX'],
  [/cluster\.isPrimary|cluster\.isMaster/, 'cluster primary'],
];

/** What lets an entry point run on one instance only: a condition around it, or a lock in what it runs. */
export function guardOf(node: Node, context: Context): string | null {
  const { text } = context.module;
  for (const [pattern, name] of guards) if (pattern.test(text.slice(node.start, Math.min(node.end, node.start + 4_000)))) return name;
  for (let at = node.parent ?? null; at; at = at.parent ?? null) {
    if (at.type !== 'IfStatement' || node.start < at.consequent.start) continue;
    const condition = text.slice(at.test.start, at.test.end);
    for (const [pattern, name] of guards) if (pattern.test(condition)) return name;
  }
  return null;
}
