import { allEndpoints } from '@plimsoll/contract';
import type { Arm, Criteria, Measurement } from '@plimsoll/contract';
import { mergeHistograms, quantileOf, warmUpCut } from '../statistics/index.ts';
import type { ValidityCheck } from './report.ts';
import { sayBoth, sayMs, sayQuantile, sayShare } from './say.ts';
import { latenciesOverTime, measured, totalsOf } from './slices.ts';

const achievedLeast = 0.99;
const lagMostMs = 5;
const lagShareOfLimit = 0.02;
const busyMost = 0.8;

/**
 * Whether a measurement can prove anything (GATE-1, step 0). What does not hold makes the verdict `invalid`; what a file does not say is
 * null, and the report names it.
 */
export function validityOf(measurement: Measurement, criteria: Criteria, arm: Arm | null = null): readonly ValidityCheck[] {
  if (measurement.evidence.kind === 'percentiles') return [ended(measurement), { name: 'generator', holds: null, says: 'a file of percentiles does not say how the generator fared' }];
  const slices = measured(measurement.slices, arm, allEndpoints);
  return [ended(measurement), achieved(slices, measurement), overload(slices), lag(measurement, criteria), busy(measurement), ...samples(slices, criteria), steady(slices, measurement)];
}

function ended({ interrupted }: Measurement): ValidityCheck {
  return { name: 'run', holds: interrupted === null, says: interrupted === null ? 'the run went to its end' : `the run ended early: ${interrupted}` };
}

function achieved(slices: Parameters<typeof totalsOf>[0], { model }: Measurement): ValidityCheck {
  const { intended, sent } = totalsOf(slices);
  if (model === 'closed') return { name: 'achieved rate', holds: null, says: 'a closed model has no rate of its own: users wait for their answers' };
  if (intended === null || sent === null) return { name: 'achieved rate', holds: null, says: 'the file does not say how many requests were intended' };
  const share = intended === 0 ? 0 : sent / intended;
  const [is, least] = sayBoth(sayShare, share, achievedLeast);
  return { name: 'achieved rate', holds: share >= achievedLeast, says: `${sent} of ${intended} intended requests were sent (${is}; at least ${least})` };
}

function overload(slices: Parameters<typeof totalsOf>[0]): ValidityCheck {
  const { overload: dropped } = totalsOf(slices);
  return {
    name: 'dropped requests',
    holds: dropped === 0,
    says: dropped === 0 ? 'no request was dropped' : `${dropped} requests were dropped, and the slowest go first: what is left looks faster than it is`,
  };
}

/** A tail of the generator's own is part of every latency, so it has to be small against the limit. */
function lag({ health }: Measurement, criteria: Criteria): ValidityCheck {
  const lags = health.flatMap(({ lag }) => lag ?? []);
  const p99 = lags.length === 0 ? null : quantileOf(mergeHistograms(lags), 0.99);
  if (p99 === null) return { name: 'generator lag', holds: null, says: 'the file does not say how late requests were sent' };
  const limits = criteria.flatMap(({ metric }) => (metric.kind === 'latency' ? metric.limitMs : []));
  const most = Math.max(lagMostMs, lagShareOfLimit * Math.min(Infinity, ...(limits.length === 0 ? [0] : limits)));
  const [is, allowed] = sayBoth(sayMs, p99, most);
  return { name: 'generator lag', holds: p99 <= most, says: `requests left ${is} late at P99 (at most ${allowed})` };
}

function busy({ health }: Measurement): ValidityCheck {
  const utilizations = health.flatMap(({ eventLoopUtilization }) => eventLoopUtilization ?? []);
  if (utilizations.length === 0) return { name: 'generator load', holds: null, says: 'the file does not say how busy the generator was' };
  const mean = utilizations.reduce((sum, each) => sum + each, 0) / utilizations.length;
  const [is, allowed] = sayBoth(sayShare, mean, busyMost);
  return { name: 'generator load', holds: mean <= busyMost, says: `the busiest sender was busy for ${is} of the time (at most ${allowed})` };
}

/** 20/(1 - q): fewer, and the quantile is decided by a handful of requests. */
function samples(slices: Parameters<typeof totalsOf>[0], criteria: Criteria): readonly ValidityCheck[] {
  const highest = Math.max(0.95, ...criteria.flatMap(({ metric }) => (metric.kind === 'latency' ? metric.quantile : [])));
  const needed = Math.ceil(20 / (1 - highest) - 1e-9);
  const count = slices.reduce((sum, { latency }) => sum + latency.count, 0);
  return [{ name: 'samples', holds: count >= needed, says: `${count} answers; ${sayQuantile(highest)} needs at least ${needed}` }];
}

/** A run that is still warming up past its middle never reached a steady state. Several generators are looked at in time, beside each other. */
function steady(slices: Parameters<typeof totalsOf>[0], { slices: ofBoth }: Measurement): ValidityCheck {
  if (ofBoth.some(({ arm }) => arm === 'base')) return { name: 'steady state', holds: null, says: 'blocks of a comparison start anew, each with a warm-up of its own' };
  const inTime = latenciesOverTime(slices).toSorted((a, b) => a.startMs - b.startMs);
  const logs = inTime.flatMap(({ latency }) => {
    const median = quantileOf(latency, 0.5);
    return median === null || median <= 0 ? [] : [Math.log(median)];
  });
  const cut = warmUpCut(logs);
  if (cut === null) return { name: 'steady state', holds: null, says: `${logs.length} slices are too few to look for a warm-up` };
  const share = cut / logs.length;
  // The cut is searched in the first half: at its end there may be none at all. A trend that small means nothing.
  const drift = Math.abs(logs.slice(0, cut).reduce((sum, each) => sum + each, 0) / Math.max(1, cut) - logs.slice(cut).reduce((sum, each) => sum + each, 0) / Math.max(1, logs.length - cut));
  return {
    name: 'steady state',
    holds: share < 0.45 || drift < 0.1,
    says: cut === 0 ? 'steady from the start' : `the first ${sayShare(share)} of the time differs by ${sayShare(drift)} from the rest`,
  };
}
