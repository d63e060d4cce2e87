import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CurvePoint } from '@plimsoll/contract';
import type { LoadTick } from '@plimsoll/gate/load';
import { UsageError } from '../../usage-error.ts';

export const names = ['monolith', 'payments'] as const;
export type ExampleName = (typeof names)[number];

export interface Started {
  readonly url: string;
  readonly says: readonly (readonly [part: string, on: string])[];
  readonly stop: () => Promise<void>;
}

/** What two instances of one system did wrong. */
export interface Losses {
  readonly kills: number;
  readonly sessions: number;
  readonly lostSessions: number;
  readonly payments: number;
  readonly movedTwice: number;
}

/** The shape of examples/local/tour.ts, which is no part of what is published. */
export interface LocalExamples {
  readonly startable: () => boolean;
  readonly systems: Readonly<Record<ExampleName, () => Promise<Started>>>;
  readonly objectives: { readonly p95Ms: number; readonly p99Ms: number; readonly failedShare: number };
  readonly measure: (
    url: string,
    options: { readonly customersPerSecond: number; readonly durationMs: number; readonly signal?: AbortSignal; readonly onTick?: (tick: LoadTick) => void },
  ) => Promise<CurvePoint>;
  readonly gaveWay: (points: readonly CurvePoint[]) => boolean;
  readonly scenarioFile: URL;
  readonly twoInstances: Readonly<
    Record<ExampleName, (options: { readonly operations: number; readonly killEveryMs: number; readonly victims: readonly 'api'[]; readonly signal: AbortSignal }) => Promise<Losses>>
  >;
}

/** The root of the checkout that this command is part of. */
export function checkout(): string {
  const root = new URL('../../../../../', import.meta.url);
  if (!existsSync(new URL('examples/local/tour.ts', root))) throw new UsageError('the examples are not here; the tour runs in a checkout of Plimsoll');
  return fileURLToPath(root);
}

export async function localExamples(): Promise<LocalExamples> {
  // oxlint-disable-next-line plimsoll/walls -- our own file beside this checkout, which is not compiled with it
  return (await import(new URL('../../../../../examples/local/tour.ts', import.meta.url).href)) as LocalExamples;
}
