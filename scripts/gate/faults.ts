// V8: runs with one thing wrong each, through validity, limits, comparison and verdict as the product joins them.
import type { Criteria, GeneratorHealth, LatencyHistogram, Slice, Verdict } from '@plimsoll/contract';
import { fingerprintDifferences } from '@plimsoll/gate/history';
import { histogramOf, mergeHistograms, quantileOf, randomFrom } from '@plimsoll/gate/statistics';
import { combine, judgeAbsolute, judgePaired, judgeRatio, nightly, validityOf } from '@plimsoll/gate/verdict';
import { ofSlices, sliceOf } from './measurement.ts';

const criteria: Criteria = [
  { name: 'latency_p95', endpoint: '*', metric: { kind: 'latency', quantile: 0.95, limitMs: 200 }, source: null },
  { name: 'errors', endpoint: '*', metric: { kind: 'error-share', limitShare: 0.01 }, source: null },
];
const [blocks, slicesPerBlock, requestsPerSlice] = [10, 12, 500];

interface Fault {
  readonly name: string;
  readonly expected: Verdict;
  readonly latency?: (arm: 'base' | 'head', uniform: () => number) => number; // factor on a latency
  readonly slice?: Partial<Slice>;
  readonly health?: Partial<GeneratorHealth>;
}

const known: readonly Fault[] = [
  { name: 'nothing wrong', expected: 'pass' },
  { name: 'generator starved: sends 40 ms late at P99', expected: 'invalid', health: { lag: histogramOf(Array.from({ length: 100 }, (_, index) => (index < 97 ? 1 : 40))) } },
  { name: 'generator busy for 95 % of the time', expected: 'invalid', health: { eventLoopUtilization: 0.95 } },
  { name: '1 % of requests dropped', expected: 'invalid', slice: { intended: 505, overload: 5 } },
  { name: 'garbage collection in head: 2 % of requests ten times as slow', expected: 'fail', latency: (arm, uniform) => (arm === 'head' && uniform() < 0.02 ? 10 : 1) },
  { name: '3 % of errors, latencies as before', expected: 'fail', slice: { succeeded: 485, errors: { 'status 500': 15 } } },
  { name: 'head 20 % slower, within its limit', expected: 'fail', latency: (arm) => (arm === 'head' ? 1.2 : 1) },
  { name: 'head 10 % faster', expected: 'pass', latency: (arm) => (arm === 'head' ? 0.9 : 1) },
];

export function faults(): string {
  const rows = known.map((fault) => {
    const { verdict, naive } = judged(fault);
    return `| ${fault.name} | ${fault.expected} | ${verdict}${verdict === fault.expected ? '' : ' (!)'} | ${naive} |`;
  });
  const machines = [4, 2].map((cpus) => ({ cpuModel: 'A', cpus, memoryBytes: null, kernel: null, runtime: null, image: null, generator: null }));
  const [one, other] = machines;
  const differences = one && other ? fingerprintDifferences(one, other) : [];
  rows.push(`| history of another machine | not compared | ${differences.length > 0 ? `not compared (${differences.join(', ')})` : 'compared (!)'} | pass |`);
  return ['| fault | should be | GATE-1 | naive rule, P99 |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function judged({ latency, slice, health }: Fault): { readonly verdict: Verdict; readonly naive: string } {
  const uniform = randomFrom(31);
  const slices = Array.from({ length: blocks * slicesPerBlock }, (_, index): Slice => {
    const arm = [0, 3].includes(index % 4) ? 'base' : 'head';
    const values = Array.from({ length: requestsPerSlice }, () => 40 * Math.exp(0.4 * (uniform() + uniform() + uniform() - 1.5) * 2) * (latency?.(arm, uniform) ?? 1));
    const block = Math.floor(index / slicesPerBlock);
    return sliceOf({ arm, block, startMs: index * 5000, durationMs: 5000 }, histogramOf(values), arm === 'head' ? slice : {});
  });
  const measurement = ofSlices(slices, [
    {
      startMs: 0,
      durationMs: 5000 * slices.length,
      lag: histogramOf(Array.from({ length: 100 }, () => 1)),
      eventLoopUtilization: 0.2,
      cpuStealShare: null,
      throttledMs: null,
      inFlightMax: null,
      ...health,
    },
  ]);
  const { results } = judgePaired(slices, nightly);
  const { verdict } = combine(validityOf(measurement, criteria, 'head'), judgeAbsolute(measurement, criteria, nightly, 'head'), results);
  const [base, head] = (['base', 'head'] as const).map((arm) => mergeHistograms(slices.filter((each) => each.arm === arm).map((each): LatencyHistogram => each.latency)));
  const naive = judgeRatio((base && quantileOf(base, 0.99)) ?? 0, (head && quantileOf(head, 0.99)) ?? 0, 1.1);
  return { verdict, naive: naive.answer === 'slower' ? 'fail' : 'pass' };
}
