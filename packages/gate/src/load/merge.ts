import type { Slice } from '@plimsoll/contract';
import { mergeHistograms } from '../statistics/index.ts';

/** Slices of several workers over the same spans, added up: counts and histograms add, percentiles are never averaged. */
export function mergeSlices(ofWorkers: readonly (readonly Slice[])[]): readonly Slice[] {
  const groups = Map.groupBy(ofWorkers.flat(), ({ arm, block, startMs, endpoint }) => `${arm} ${block} ${startMs} ${endpoint}`);
  return [...groups.values()].flatMap((group) => merged(group) ?? []).toSorted((a, b) => a.block - b.block || a.startMs - b.startMs || (a.endpoint < b.endpoint ? -1 : 1));
}

function merged(group: readonly Slice[]): Slice | null {
  const [first] = group;
  if (!first) return null;
  if (group.length === 1) return first;
  const sum = (of: (slice: Slice) => number | null): number | null =>
    group.reduce<number | null>((total, slice) => (total === null ? null : ((each) => (each === null ? null : total + each))(of(slice))), 0);
  const errors: Record<string, number> = {};
  for (const slice of group) for (const [cause, times] of Object.entries(slice.errors)) errors[cause] = (errors[cause] ?? 0) + times;
  const serviceTimes = group.flatMap(({ serviceTime }) => serviceTime ?? []);
  return {
    ...first,
    latency: mergeHistograms(group.map(({ latency }) => latency)),
    failed: mergeHistograms(group.map(({ failed }) => failed)),
    serviceTime: serviceTimes.length === group.length ? mergeHistograms(serviceTimes) : null,
    succeeded: sum(({ succeeded }) => succeeded) ?? 0,
    errors,
    intended: sum(({ intended }) => intended),
    sent: sum(({ sent }) => sent),
    overload: sum(({ overload }) => overload) ?? 0,
  };
}
