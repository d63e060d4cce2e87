import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import type { Measured } from '../rules/measured.ts';
import { measuredBy } from '../rules/measured.ts';
import { planOf } from '../rules/plan.ts';
import type { Planned, RuleOptions } from '../rules/plan.ts';
import type { Span, Window } from '../windows/window.ts';
import { windowAt } from '../windows/window.ts';

/** One objective as it is read: what is asked of Prometheus follows from this alone. */
export interface Subject {
  readonly service: string;
  readonly name: string;
  readonly target: number;
  readonly window: Window;
  readonly span: Span; // the part of the window that has passed
  readonly measured: Exclude<Measured, { readonly kind: 'not' }>;
  readonly planned: Planned | null; // null: there are no rules for it
  readonly intervalMs: number; // between evaluations of its rules
  readonly burnWindowsMs: readonly number[];
}

const windowByDefaultMs = 30 * 86_400_000;
const burnByDefaultMs = [300_000, 3_600_000];

/** What can be read of an objective; a string says why nothing can, and null that it has no error budget at all. */
export function subjectOf(objective: Objective, slo: ServiceLevelObjectives, options: RuleOptions, atMs: number): Subject | string | null {
  const service = slo.service?.value ?? 'service';
  const { target, kind, name } = objective;
  if (kind === 'throughput') return null;
  if (!target) return 'states no share of good events';
  const measured = measuredBy(objective, service, options.names);
  if (measured.kind === 'not') return measured.why;
  const { planned } = planOf(objective, service, options);
  const window = windowOf(objective);
  const endMs = window.kind === 'rolling' ? atMs : Math.floor(atMs / 1000) * 1000; // a range of PromQL has whole seconds
  const span = { startMs: window.kind === 'rolling' ? endMs - window.lengthMs : windowAt(window, endMs).startMs, endMs };
  return { service, name, target: target.value, window, span, measured, planned, intervalMs: options.intervalMs, burnWindowsMs: planned?.windowsMs ?? burnByDefaultMs };
}

/** The window that is counted where the file states none is the one that the rules take. */
export function windowOf({ window, windowByDefault }: Objective): Window {
  return window?.value ?? { kind: 'rolling', lengthMs: windowByDefault?.ms ?? windowByDefaultMs };
}
