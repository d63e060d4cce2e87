import type { AnyRule } from '@plimsoll/check';
import { rules } from '@plimsoll/check/rules';
import { nearest } from '@plimsoll/contract/file';
import { UsageError } from '../usage-error.ts';

/** The rule of an id, with or without its principle; what is meant is named where there is none. */
export function ruleNamed(id: string): AnyRule {
  return named(id, rules);
}

/** The same among any rules that have pages. */
export function named<Rule extends { readonly id: string }>(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((candidate) => candidate.id === id) ?? rules.find((candidate) => candidate.id.split('/')[1] === id);
  if (rule) return rule;
  const ids = rules.map((candidate) => candidate.id);
  const word = id.split('/').at(-1) ?? '';
  const near = word === '' ? [] : ids.filter((candidate) => candidate.includes(word)).slice(0, 3);
  const meant = near.length > 0 ? near : [nearest(id, ids) ?? []].flat();
  throw new UsageError(`there is no rule ${id}${meant.length > 0 ? `; did you mean ${meant.join(', ')}?` : '; plimsoll explain lists them all'}`);
}
