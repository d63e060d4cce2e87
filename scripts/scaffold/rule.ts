import { principles as headings } from '@plimsoll/contract';
import type { PrincipleId } from '@plimsoll/contract';
import { camel } from './names.ts';
import type { Scaffold } from './names.ts';

interface Principle {
  readonly id: PrincipleId;
  readonly severity: 'error' | 'warning';
  readonly word: string; // of the principle, which decides the severity
  readonly control: string;
}

const principles: Readonly<Record<string, Principle>> = {
  dp1: { id: 'DP1', severity: 'warning', word: 'DP1 says SHOULD', control: 'WAF-PERF-020' },
  dp2: { id: 'DP2', severity: 'error', word: 'DP2 says must', control: 'WAF-PERF-020' },
  dp3: { id: 'DP3', severity: 'error', word: 'DP3 says must', control: 'WAF-PERF-070' },
  dp4: { id: 'DP4', severity: 'error', word: 'DP4 says MUST', control: 'WAF-PERF-040' },
  dp5: { id: 'DP5', severity: 'error', word: 'DP5 says MUST', control: 'WAF-PERF-050' },
  dp6: { id: 'DP6', severity: 'error', word: 'DP6 says MUST', control: 'WAF-PERF-070' },
  dp7: { id: 'DP7', severity: 'error', word: 'DP7: as seriously as functional bugs', control: 'WAF-PERF-060' },
  dp8: { id: 'DP8', severity: 'error', word: 'DP8 says MUST', control: 'WAF-PERF-100' },
};

const summary = 'Say in one line what holds where this rule is kept.';

/** `dp4/some-name`: the rule and its page. The page is its test; the case under Passes fails until the rule judges. */
export function ruleScaffold(id: string): Scaffold {
  const [folder = '', name = ''] = id.split('/');
  const principle = principles[folder];
  if (!principle) throw new Error(`there is no principle ${folder}; write dp1 to dp8 and a name, as in dp4/pool-size-not-set`);
  return { [`packages/check/src/rules/${id}.ts`]: source(id, name, principle), [`packages/check/src/rules/${id}.md`]: page(id, principle) };
}

function source(id: string, name: string, principle: Principle): string {
  return `import { broken } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Workload } from '../../model/workload.ts';

export const ${camel(name)}: Rule<Workload> = {
  id: '${id}',
  severity: '${principle.severity}', // ${principle.word}
  summary: '${summary}',
  controls: ['${principle.control}'],
  needs: ['infrastructure'],

  subjects: (system) => system.workloads,

  judge(workload) {
    return broken({
      at: workload.source,
      message: \`\${workload.name} is not judged yet\`,
      help: 'Return kept(…), broken(…) or undecided(…) of model/judgement.ts, with the values that led there.',
    });
  },
};
`;
}

function page(id: string, principle: Principle): string {
  const deployment = (marker: string): string => `\`\`\`yaml file=k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
${marker}spec:
  replicas: 3
  template: { spec: { containers: [{ name: api, image: harbour }] } }
\`\`\``;
  return `# ${id}

${summary}

## Why

${principle.id} – ${headings[principle.id]}: say in your own words what goes wrong under load, and link the page that shows it.

## Fails

A line of carets points at the columns of the line above it, and a part of the message follows. Several files may stand in one case.

${deployment('#                 ^^^ api is not judged yet\n')}

## Passes

### replace this case

It fails until the rule judges.

${deployment('')}

## Undecided

Show a case in which a value is missing that would decide it, or take this heading out.

## When to switch it off

Say for whom this does not matter.
`;
}
