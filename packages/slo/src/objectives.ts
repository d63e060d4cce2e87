import type { Source, Stated } from '@plimsoll/contract';
import type { Indicator } from './indicator/indicator.ts';
import type { FreezePolicy } from './policy/policy.ts';
import type { Window } from './windows/window.ts';

/** The objectives of one service, from one file. A `document` is prose that promises something; its details are not known. */
export interface ServiceLevelObjectives {
  readonly kind: 'objectives' | 'document';
  readonly shape: SloShape;
  readonly file: string;
  readonly source: Source;
  readonly service: Stated<string> | null;
  readonly owner: Stated<string> | null;
  readonly lastReviewed: Stated<string> | null; // ISO date as written
  readonly reviewBy: Stated<string> | null; // ISO date as written
  readonly objectives: readonly Objective[];
  readonly errorBudget: ErrorBudget | null;
  readonly policy: FreezePolicy | null; // details of what happens at exhaustion; the name of the policy alone is in errorBudget
  readonly alerts: readonly Stated<string>[]; // alert policies that watch the budget, by name
  readonly links: readonly Stated<string>[];
}

export type SloShape = 'plimsoll' | 'openslo/v1' | 'openslo/v1alpha' | 'sloth' | 'pyrra' | 'markdown';

export type ObjectiveKind = 'availability' | 'latency' | 'throughput' | 'other';

/**
 * One objective. "P95 ≤ 200 ms over 30d" and "95 % of requests ≤ 200 ms over 30d" are the same: quantile 0.95, thresholdMs 200,
 * target 0.95.
 */
export interface Objective {
  readonly name: string;
  readonly kind: ObjectiveKind;
  readonly quantile: number | null; // of a latency: 0.95
  readonly thresholdMs: Stated<number> | null;
  readonly target: Stated<number> | null; // share of good events, 0 to 1
  readonly targetRate: Stated<number> | null; // of a throughput, per second
  readonly window: Stated<Window> | null;
  readonly windowMs: Stated<number> | null; // of a rolling window; a calendar window has no fixed length
  readonly windowByDefault: { readonly ms: number; readonly citation: string } | null; // what the tool takes when the file gives none
  readonly alertsOff?: readonly ('page' | 'ticket')[]; // severities whose alerts the file switches off
  readonly sli: string | null; // the indicator as written: a name, a sentence or a query
  readonly indicator: Indicator | null; // how it is measured in Prometheus, where the file says so
  readonly indicatorLost?: string; // why what the file says of it could not be carried over; usual metric names would be a guess then
  readonly source: Source;
}

export interface ErrorBudget {
  readonly periodMs: Stated<number> | null;
  readonly policy: Stated<string> | null;
  readonly source: Source;
}
