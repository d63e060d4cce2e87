import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, textOf } from '../../syntax/index.ts';
import { settingIn } from '../../condition/index.ts';
import type { GoUnit } from './unit.ts';
import { argsOf, functionAround } from './unit.ts';

const againstZero = /(?<![\w.])([\w.]+)\s*(?:[=!]=|<=|>)\s*0\b/g;

/** The setting that decides whether a call is made, within its function: the condition around it, or a period among its arguments that the function compares with zero. */
export function switchAround(unit: GoUnit, call: SyntaxNode): string | null {
  const body = functionAround(unit, call)?.body;
  if (!body) return null;
  for (let check = ancestor(call, 'if_statement'); check && check.start >= body.start; check = ancestor(check, 'if_statement')) {
    const condition = child(check, 'condition');
    const found = condition && call.start >= condition.end ? settingIn(textOf(condition)) : null;
    if (found !== null) return found;
  }
  for (const argument of argsOf(call)) {
    const named = settingIn(textOf(argument));
    if (named !== null && comparedWithZero(body).has(named)) return named;
  }
  return null;
}

const compared = new WeakMap<SyntaxNode, ReadonlySet<string>>();

function comparedWithZero(body: SyntaxNode): ReadonlySet<string> {
  const known = compared.get(body) ?? new Set([...textOf(body).matchAll(againstZero)].map(([, name]) => name ?? ''));
  compared.set(body, known);
  return known;
}
