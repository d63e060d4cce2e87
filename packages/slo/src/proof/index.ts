import { printYaml } from '../print/yaml.ts';
import { rangeOf } from '../rules/range.ts';
import type { SloRules } from '../rules/index.ts';
import { casesOf } from './cases.ts';

export interface RuleTests {
  readonly text: string; // for `promtool test rules`
  readonly notes: readonly string[]; // what is not tested, and why
}

/** Tests that prove the rules: an outage, a slow burn, an idle gap, no error series yet, a missing metric, few events. `ruleFile` is relative to the test file. */
export function ruleTestsOf({ plans }: Pick<SloRules, 'plans'>, ruleFile: string): RuleTests {
  const cases = plans.map((plan) => casesOf(plan));
  return {
    text: printYaml({ rule_files: [ruleFile], evaluation_interval: rangeOf(plans[0]?.intervalMs ?? 60_000), tests: cases.flatMap(({ tests }) => tests) }),
    notes: cases.flatMap(({ note }) => note ?? []),
  };
}
