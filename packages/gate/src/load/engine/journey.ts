import type { Arm } from '@plimsoll/contract';
import type { DataTable, Flow, Scenario, Step } from '../scenario/scenario.ts';
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

/** Draws the flow of each arrival by weight, and hands out the rows of the data in turn. */
export function journeysOf(scenario: Scenario, random: () => number): (arm: Arm, tallies: TalliesOfSpan, intendedMs: number) => Journey | null {
  const total = scenario.flows.reduce((sum, { weight }) => sum + weight, 0);
  const usesVariables = scenario.data.length > 0 || scenario.flows.some(({ steps }) => steps.some((step) => step.extract.length > 0));
  let next = 0;
  return (arm, talliesOfSpan, intendedMs) => {
    const flow = scenario.flows.length === 1 ? scenario.flows[0] : drawn(scenario.flows, random() * total);
    return flow ? { flow, arm, talliesOfSpan, variables: usesVariables ? rowOf(scenario.data, next++) : noVariables, step: 0, intendedMs } : null;
  };
}

export function stepOf(journey: Journey): Step | undefined {
  return journey.flow.steps[journey.step];
}

function drawn(flows: readonly Flow[], at: number): Flow | undefined {
  let below = 0;
  return flows.find(({ weight }) => (below += weight) > at) ?? flows.at(-1);
}

function rowOf(tables: readonly DataTable[], index: number): Map<string, string> {
  return new Map(tables.flatMap(({ rows }) => Object.entries(rows[index % rows.length] ?? {})));
}
