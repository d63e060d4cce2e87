import type { Curves } from '@plimsoll/contract';
import { curvesText } from '@plimsoll/gate/curves';
import { fingerprint } from '@plimsoll/gate/load';
import { version } from '../../version.ts';
import type { Climbed } from './climb.ts';
import { names } from './examples.ts';
import type { LocalExamples } from './examples.ts';

/** What was measured on the way up, as a file that `plimsoll report --curves` shows. */
export function curvesOf(climbed: Climbed, { objectives }: LocalExamples, durationMs: number, measuredAt: Date): string {
  const { p95Ms, p99Ms, failedShare } = objectives;
  const curves: Curves = {
    schemaVersion: 1,
    measuredAt: measuredAt.toISOString(),
    command: 'npx plimsoll tour',
    git: null,
    machine: fingerprint(`plimsoll ${version()}`),
    load: { arrivals: 'customers', requestsPerArrival: 2, durationMs },
    objective: { p50Ms: null, p95Ms, p99Ms, failedShare },
    systems: names.map((name) => ({ name, points: climbed[name] })),
    notes: [],
  };
  return curvesText(curves);
}
