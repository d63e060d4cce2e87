import type { Window } from '../windows/window.ts';

/** What was read of one objective at one moment; kept, so that a decision can be looked at again. */
export interface ObjectiveSnapshot {
  readonly service: string;
  readonly name: string;
  readonly target: number; // share of good events
  readonly window: Window;
  /** `new`: nothing was ever measured, before the first deployment for instance. `lost`: there were data once, or nobody could be asked. */
  readonly data: 'measured' | 'new' | 'lost';
  readonly bad: number; // events within the window; NaN where they could not be read
  readonly total: number;
  readonly coverage: number; // share of the window that was measured, 0 to 1
  readonly burn: readonly BurnSample[];
  /** Events by stretch of time, the earliest first, for the forecast; empty when only sums were read. */
  readonly history: readonly Stretch[];
  /** The first sample ever seen, where it lies within the window: a young service is not asked for a coverage that it cannot have. */
  readonly sinceMs?: number | null; // Unix time in milliseconds; null: not known
  readonly notes?: readonly string[]; // why nothing is known, and what to know about what is
}

export interface BurnSample {
  readonly windowMs: number;
  readonly errorRatio: number | null; // null: idle
  readonly bad?: number | null; // events in that window, where they were counted: a single failure is no fire
}

export interface Stretch {
  readonly startMs: number; // Unix time in milliseconds
  readonly endMs: number;
  readonly bad: number;
  readonly total: number;
}
