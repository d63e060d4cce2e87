import { allEndpoints } from '@plimsoll/contract';
import type { Arm, LatencyHistogram, Measurement, Slice } from '@plimsoll/contract';
import { mergeHistograms } from '../statistics/index.ts';

/** The slices that count: measured, of one arm (or of a run without arms), of one endpoint or of all together. */
export function measured(slices: readonly Slice[], arm: Arm | null, endpoint: string): readonly Slice[] {
  return slices.filter((slice) => slice.phase === 'measured' && (arm === null || slice.arm === null || slice.arm === arm) && (endpoint === allEndpoints || slice.endpoint === endpoint));
}

/** One histogram for each stretch of time, its endpoints together, in order of time. */
export function latenciesOverTime(slices: readonly Slice[]): readonly { readonly block: number; readonly startMs: number; readonly durationMs: number; readonly latency: LatencyHistogram }[] {
  const stretches = Map.groupBy(slices, ({ block, startMs }) => `${block} ${startMs}`);
  return [...stretches.values()]
    .flatMap((group) => {
      const [first] = group;
      const latency = group.length === 1 && first ? first.latency : mergeHistograms(group.map((each) => each.latency)); // most runs have one endpoint
      return first ? [{ block: first.block, startMs: first.startMs, durationMs: first.durationMs, latency }] : [];
    })
    .toSorted((a, b) => a.block - b.block || a.startMs - b.startMs);
}

/**
 * For how long the slices were measured. Blocks of a comparison followed one another, each with a clock of its own; without arms they are generators that
 * ran at the same time on one clock, and time is not counted twice.
 */
export function measuredMs(slices: readonly Slice[]): number {
  const spans = slices.map(({ arm, block, startMs, durationMs }) => ({ clock: arm === null ? 0 : block, startMs, endMs: startMs + durationMs }));
  let [totalMs, clock, untilMs] = [0, -1, 0];
  for (const span of spans.toSorted((a, b) => a.clock - b.clock || a.startMs - b.startMs)) {
    if (span.clock !== clock) [clock, untilMs] = [span.clock, -Infinity];
    totalMs += Math.max(0, span.endMs - Math.max(span.startMs, untilMs));
    untilMs = Math.max(untilMs, span.endMs);
  }
  return totalMs;
}

export interface Totals {
  readonly requests: number; // ended, in whatever way
  readonly failed: number;
  readonly intended: number | null;
  readonly sent: number | null;
  readonly overload: number;
}

export function totalsOf(slices: readonly Slice[]): Totals {
  const sum = (of: (slice: Slice) => number): number => slices.reduce((total, slice) => total + of(slice), 0);
  const known = (of: (slice: Slice) => number | null): number | null => (slices.length > 0 && slices.every((slice) => of(slice) !== null) ? sum((slice) => of(slice) ?? 0) : null);
  const failed = sum(failuresOf);
  return { requests: sum(({ succeeded }) => succeeded) + failed, failed, intended: known(({ intended }) => intended), sent: known(({ sent }) => sent), overload: sum(({ overload }) => overload) };
}

export function failuresOf({ errors }: Slice): number {
  return Object.values(errors).reduce((sum, each) => sum + each, 0);
}

export function endpointsOf(measurement: Measurement): readonly string[] {
  return [...new Set(measurement.slices.map(({ endpoint }) => endpoint))].toSorted();
}
