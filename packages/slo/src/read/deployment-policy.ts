import type { Stated } from '@plimsoll/contract';
import { at, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { FreezePolicy } from '../policy/policy.ts';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';

const stepsMax = 20;

/** A step of WAF++'s `deployment_policy`: `{ condition: "error_budget_remaining < 10%", action: freeze new features }`. */
interface Step {
  readonly node: YamlNode;
  readonly condition: string;
  readonly action: string;
}

export function stepsOf(policy: YamlNode | undefined): readonly Step[] {
  return itemsOf(policy)
    .slice(0, stepsMax)
    .flatMap((node): readonly Step[] => {
      const [condition, action] = [textOf(at(node, 'condition')), textOf(at(node, 'action'))];
      if (condition !== undefined) return [{ node, condition, action: action ?? '' }];
      // Short: the condition is the key.
      return entriesOf(node).flatMap(({ key, value }) => (textOf(value) === undefined ? [] : [{ node, condition: key, action: textOf(value) ?? '' }]));
    });
}

/**
 * The steps as a policy that can be followed: where one freezes, features wait at or below its upper bound; where one asks for care, care is
 * taken below it. A step that is not understood decides nothing, and is noted.
 */
export function readDeploymentPolicy(policy: YamlNode | undefined, notes: Notes): FreezePolicy | null {
  if (!policy) return null;
  let [freezeBelow, cautionBelow]: [Stated<number> | null, Stated<number> | null] = [null, null];
  for (const { node, condition, action } of stepsOf(policy)) {
    const below = upperBoundOf(condition);
    if (below === undefined) {
      notes.add(node.source, `the condition \`${shorten(condition)}\` is not understood and decides nothing; write \`error_budget_remaining < 10%\` or \`10-50%\``);
      continue;
    }
    const stated = below === null ? null : { value: below, source: node.source };
    if (/\b(?:freez|froz|block|halt|stop)/i.test(action)) freezeBelow = higher(freezeBelow, stated);
    else if (/\b(?:caution|care|careful|load test|sign-off|approv|review)/i.test(action)) cautionBelow = higher(cautionBelow, stated);
    else if (stated) notes.add(node.source, `the action \`${shorten(action)}\` is not understood and decides nothing; write \`freeze new features\` or \`extra caution\``);
  }
  if (!freezeBelow && !cautionBelow) return null;
  return { source: policy.source, freezeBelow, cautionBelow, liftsAbove: null, onNoData: null, coverageMin: null, fastBurn: null, slowBurn: null, through: null, classes: null, notOurFault: null };
}

/** Of `< 10%` and `10-50%` the upper end; null of `> 50%`, which has none; undefined: not understood. */
function upperBoundOf(condition: string): number | null | undefined {
  const text = condition.slice(0, 200).replace(/^\s*error[_ ]budget[_ ]remaining\s*(?:is|in|between|:)?\s*/i, '');
  const range = /^(\d+(?:\.\d+)?)\s*%?\s*(?:-|–|to|and)\s*(\d+(?:\.\d+)?)\s*%\s*$/i.exec(text);
  if (range) return share(range[2]);
  const [, relation = '', number] = /^(<=|>=|<|>|≤|≥|==?)\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text) ?? [];
  if (number === undefined) return /^(?:is )?(?:exhausted|spent)\s*$/i.test(text) ? 0 : undefined;
  return /^[>≥]/.test(relation) ? null : share(number);
}

function share(percent: string | undefined): number | undefined {
  const value = Number(`${percent ?? ''}e-2`);
  return value >= 0 && value <= 1 ? value : undefined;
}

function higher(a: Stated<number> | null, b: Stated<number> | null): Stated<number> | null {
  return a && b ? (a.value >= b.value ? a : b) : (a ?? b);
}
