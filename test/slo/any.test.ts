import { readYaml } from '@plimsoll/contract/yaml';
import { criteriaOf, joinedRules, lintSlos, printRules, readSloFile, ruleTestsOf, rulesOf, toOpenSlo, toSloth, toWafPlusPlus } from '@plimsoll/slo';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shapes, untestedShapes } from './shapes.ts';

const lines = [...shapes, ...untestedShapes].flatMap(({ text }) => text.split('\n'));
const odd = [
  '  - { name: a, target: 0, window: 1s }',
  '  - { name: "", target: 99.9, window: 400d }',
  'service: "\\u0000{{"',
  '  x: { counter: "a}{", errors: "}" }',
  'policy: []',
  'policy: { freeze_below: 10%, on_no_data: { production: frozen, "": go }, classes: { config: { paths: ["**", ""] } } }',
  'policy: { not_our_fault: [{ from: 2026-01-01T00:00:00Z, to: 2026-01-02T00:00:00Z, cause: network, reason: "|", approver: "\\u0000" }, {}] }',
  'deployment_policy: [{ condition: "error_budget_remaining < 1000%", action: freeze }, { "< 5%": "" }, 7]',
  'error_budgets: { a: { slo: 99.9, window: 0d, allowed_downtime_minutes: -1 } }',
  '    objective: 1e300',
  'last_reviewed: never',
];

it('whatever a file says, everything that is made of it can be read, and nothing throws', () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...lines, ...odd), { maxLength: 20 }).map((some) => some.join('\n')),
    fc.tuple(fc.constantFrom(...shapes, ...untestedShapes), fc.nat(1000), fc.constantFrom(...odd, ...lines)).map(([shape, at, line]) => {
      const all = shape.text.split('\n');
      return all.with(at % all.length, line).join('\n');
    }),
  );
  let slosSeen = 0;
  fc.assert(
    fc.property(text, (each) => {
      const file = readSloFile('slo.yml', each);
      if (!file) return true;
      slosSeen += file.slos.length;
      const rules = joinedRules(file.slos.map((slo) => rulesOf(slo)));
      const printed = [printRules(rules.groups), ruleTestsOf(rules, 'r.yml').text, ...file.slos.flatMap((slo) => [toSloth(slo).text, toOpenSlo(slo).text, toWafPlusPlus(slo).text])];
      const report = lintSlos([{ path: 'slo.yml', text: each, file }], { today: '2026-11-23', version: '0.0.0' });
      criteriaOf(file.slos);
      return printed.every((yaml) => readYaml('x.yml', yaml).unread.length === 0) && report.findings.every(({ message, location }) => message !== '' && location !== null);
    }),
    { numRuns: 400 },
  );
  expect(slosSeen).toBeGreaterThan(50);
});
