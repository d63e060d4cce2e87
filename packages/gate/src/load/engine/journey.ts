import { randomUUID } from 'node:crypto';
import type { Arm } from '@plimsoll/contract';
import { namesOfIteration } from '../scenario/iteration.ts';
import type { Flow, Scenario, Step } from '../scenario/scenario.ts';
import { namesIn } from '../scenario/template.ts';
import type { Tally } from './tally.ts';

/** One user on the way through one flow. */
export interface Journey {
  readonly flow: Flow;
  readonly arm: Arm;
  readonly talliesOfSpan: TalliesOfSpan;
  readonly variables: Map<string, string>;
  step: number;
  intendedMs: number;
}

/** The tallies of one span, by endpoint. */
export type TalliesOfSpan = (endpoint: string) => Tally;

const noVariables: Map<string, string> = new Map();

/** Draws the flow of each arrival by weight, and hands out the rows of the data in turn. `uuid` is not seeded: a run that comes again must not send what an earlier one sent. */
export function journeysOf(
  scenario: Scenario,
  { worker, of }: { readonly worker: number; readonly of: number },
  random: () => number,
  uuid: () => string = randomUUID,
): (arm: Arm, tallies: TalliesOfSpan, intendedMs: number) => Journey | null {
  const total = scenario.flows.reduce((sum, { weight }) => sum + weight, 0);
  const names = new Set(scenario.flows.flatMap(({ steps }) => steps.flatMap(namesOfStep)));
  let next = 0;
  const variablesOfNext = (): Map<string, string> => {
    const iteration = worker + of * next++; // no other worker has it
    const variables = new Map<string, string>();
    if (names.has(namesOfIteration.iteration)) variables.set(namesOfIteration.iteration, String(iteration));
    if (names.has(namesOfIteration.uuid)) variables.set(namesOfIteration.uuid, uuid());
    for (const { rows } of scenario.data) for (const [name, value] of Object.entries(rows[iteration % rows.length] ?? {})) variables.set(name, value);
    return variables;
  };
  const usesVariables = names.size > 0 || scenario.flows.some(({ steps }) => steps.some((step) => step.extract.length > 0));
  return (arm, talliesOfSpan, intendedMs) => {
    const flow = scenario.flows.length === 1 ? scenario.flows[0] : drawn(scenario.flows, random() * total);
    return flow ? { flow, arm, talliesOfSpan, variables: usesVariables ? variablesOfNext() : noVariables, step: 0, intendedMs } : null;
  };
}

function namesOfStep({ path, headers, body }: Step): readonly string[] {
  return [path, ...headers.map(([, value]) => value), ...(body === null ? [] : [body])].flatMap(namesIn);
}

export function stepOf(journey: Journey): Step | undefined {
  return journey.flow.steps[journey.step];
}

function drawn(flows: readonly Flow[], at: number): Flow | undefined {
  let below = 0;
  return flows.find(({ weight }) => (below += weight) > at) ?? flows.at(-1);
}
