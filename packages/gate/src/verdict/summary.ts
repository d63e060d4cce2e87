import { allEndpoints } from '@plimsoll/contract';
import type { Measurement, Slice } from '@plimsoll/contract';
import { mergeHistograms, quantileOf } from '../statistics/index.ts';
import { endpointsOf, measured, measuredMs, totalsOf } from './slices.ts';

/** The numbers of a load that its end screen shows. null: not measured. */
export interface LoadSummary {
  readonly requests: number;
  readonly failed: number;
  readonly errors: readonly (readonly [cause: string, times: number])[]; // most frequent first
  readonly seconds: number;
  readonly intendedPerSecond: number | null;
  readonly sentPerSecond: number | null;
  readonly overload: number;
  readonly all: EndpointNumbers;
  readonly endpoints: readonly EndpointNumbers[]; // empty when there is only one
  readonly lagP99Ms: number | null;
  readonly eventLoopUtilization: number | null; // mean over the run, of the busiest worker
  readonly cpuStealShare: number | null;
  readonly throttledMs: number | null;
  readonly inFlightMax: number | null;
}

export interface EndpointNumbers {
  readonly endpoint: string;
  readonly requests: number;
  readonly failed: number;
  readonly latency: readonly (number | null)[]; // at `shownQuantiles`, then the largest
  readonly serviceTime: readonly (number | null)[] | null;
}

export const shownQuantiles: readonly number[] = [0.5, 0.9, 0.95, 0.99];

export function summaryOf(measurement: Measurement): LoadSummary {
  const slices = measured(measurement.slices, 'head', allEndpoints);
  const totals = totalsOf(slices);
  const seconds = measuredMs(slices) / 1000;
  const errors = new Map<string, number>();
  for (const slice of slices) for (const [cause, times] of Object.entries(slice.errors)) errors.set(cause, (errors.get(cause) ?? 0) + times);
  const names = endpointsOf(measurement);
  const { health } = measurement;
  const lags = health.flatMap(({ lag }) => lag ?? []);
  const each = (of: (health: Measurement['health'][number]) => number | null): readonly number[] => health.flatMap((entry) => of(entry) ?? []);
  const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
  const throttled = each(({ throttledMs }) => throttledMs);
  const inFlight = each(({ inFlightMax }) => inFlightMax);
  return {
    requests: totals.requests,
    failed: totals.failed,
    errors: [...errors].toSorted(([, a], [, b]) => b - a),
    seconds,
    intendedPerSecond: totals.intended === null || seconds === 0 ? null : totals.intended / seconds,
    sentPerSecond: totals.sent === null || seconds === 0 ? null : totals.sent / seconds,
    overload: totals.overload,
    all: numbersOf(allEndpoints, slices),
    endpoints:
      names.length < 2
        ? []
        : names.map((name) =>
            numbersOf(
              name,
              slices.filter(({ endpoint }) => endpoint === name),
            ),
          ),
    lagP99Ms: lags.length === 0 ? null : quantileOf(mergeHistograms(lags), 0.99),
    eventLoopUtilization: mean(each(({ eventLoopUtilization }) => eventLoopUtilization)),
    cpuStealShare: mean(each(({ cpuStealShare }) => cpuStealShare)),
    throttledMs: throttled.length === 0 ? null : throttled.reduce((sum, value) => sum + value, 0),
    inFlightMax: inFlight.length === 0 ? null : Math.max(...inFlight),
  };
}

function numbersOf(endpoint: string, slices: readonly Slice[]): EndpointNumbers {
  const { requests, failed } = totalsOf(slices);
  const latency = mergeHistograms(slices.map((slice) => slice.latency));
  const services = slices.flatMap(({ serviceTime }) => serviceTime ?? []);
  const service = services.length === slices.length ? mergeHistograms(services) : null;
  const shown = (histogram: typeof latency): readonly (number | null)[] => [...shownQuantiles.map((quantile) => quantileOf(histogram, quantile)), histogram.maxMs];
  return { endpoint, requests, failed, latency: shown(latency), serviceTime: service === null ? null : shown(service) };
}
