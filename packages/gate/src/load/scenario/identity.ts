import { createHash } from 'node:crypto';
import type { ScenarioIdentity } from '@plimsoll/contract';
import type { Arrivals } from '../plan.ts';
import type { Scenario, Step, Template } from './scenario.ts';

/**
 * What makes two runs comparable: the same requests at the same rates. Values of headers, queries and data are left out, since they
 * may be secrets and differ from day to day; their names count.
 */
export function scenarioIdentity(scenario: Scenario, arrivals: Arrivals): ScenarioIdentity {
  const step = ({ endpoint, method, path, headers, body, checks, thinkMs }: Step): unknown => [
    endpoint,
    method,
    withoutQueryValues(path),
    headers.map(([name]) => name),
    body === null ? null : namesOf(body),
    checks,
    thinkMs,
  ];
  const flows = scenario.flows.map(({ name, weight, steps }) => [name, weight, steps.map(step)]);
  const data = scenario.data.map(({ rows }) => Object.keys(rows[0] ?? {}));
  const schedule = arrivals.kind === 'replay' ? ['replay', arrivals.startsMs.length] : arrivals;
  return {
    name: scenario.name,
    hash: createHash('sha256')
      .update(JSON.stringify([flows, data, schedule]))
      .digest('hex'),
  };
}

function withoutQueryValues(path: Template): string {
  return path
    .map((part, index) => (index % 2 === 0 ? part : `{${part}}`))
    .join('')
    .replaceAll(/=[^&]*/g, '=');
}

function namesOf(template: Template): readonly string[] {
  return template.filter((_, index) => index % 2 === 1);
}
