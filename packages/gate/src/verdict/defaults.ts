import type { Prior } from '../statistics/index.ts';
import type { RelativeMetric } from './report.ts';

/** The numbers of GATE-1, each with where it comes from. What was measured with them stands in bench/RESULTS.md. */
export interface GateSettings {
  /** Effects below it are no slowdown: what users notice, and what most pipelines cannot resolve anyway. */
  readonly margin: number;
  /** A slowdown of less than this many milliseconds is none, however large its share: 0.1 ms on 0.5 ms is 20 %. */
  readonly floorMs: number;
  /** Level of the family of metrics, spent over looks: after so many blocks, so much of it. The sum bounds the false alarms. */
  readonly looks: readonly { readonly blocks: number; readonly alpha: number }[];
  /** Of the test on pooled P99, which looks for rare bursts, beside the family. */
  readonly alphaOfBursts: number;
  readonly alphaOfHistory: number;
  /** Weight and size of the noise between blocks before it was seen; raised by the environment's own record of base against base. */
  readonly prior: Readonly<Record<RelativeMetric, Prior>>;
  readonly priorOfHistory: Prior;
  readonly historyRuns: { readonly least: number; readonly most: number };
  /** A metric that could not have shown a slowdown of this size is reported only. */
  readonly quarantineAbove: number;
  readonly bootstrap: { readonly rounds: number; readonly seed: number; readonly confidence: number };
}

export const nightly: GateSettings = {
  margin: 0.05,
  floorMs: 0.5,
  looks: [
    { blocks: 4, alpha: 0.0015 },
    { blocks: 6, alpha: 0.002 },
    { blocks: 8, alpha: 0.003 },
    { blocks: 10, alpha: 0.0045 },
  ],
  alphaOfBursts: 0.002,
  alphaOfHistory: 0.01,
  prior: { p95: { deviation: 0.05, degrees: 3 }, p99: { deviation: 0.07, degrees: 3 }, 'pooled-p99': { deviation: 0.07, degrees: 3 } },
  // 0.04 by the even half of the SAP series: 0.03 raises false alarms above 1 %, 0.05 finds 40 % of slowdowns of 10 % instead of 72 %.
  priorOfHistory: { deviation: 0.04, degrees: 4 },
  historyRuns: { least: 3, most: 10 },
  quarantineAbove: 0.25,
  bootstrap: { rounds: 2000, seed: 20_261_123, confidence: 0.95 },
};

/** Four blocks and one look, which may spend all of the level. */
export const quick: GateSettings = { ...nightly, looks: [{ blocks: 4, alpha: 0.011 }] };
