import type { Criterion } from '@plimsoll/contract';
import type { AbsoluteResult, ArmIdentity, GateReport, RelativeResult } from '@plimsoll/gate';

export function arm(label: string, parts: Partial<ArmIdentity> = {}): ArmIdentity {
  return {
    label,
    git: { commit: '3f9a2c41d07be58c6f21', branch: 'faster-carts', mergeBase: '77aa10c2b6', dirty: false },
    fingerprint: { cpuModel: 'EPYC 7763', cpus: 4, memoryBytes: 8 * 2 ** 30, kernel: '6.8.0', runtime: 'node 24.11.0', image: null, generator: 'plimsoll 0.1.0' },
    runs: 1,
    requests: 48_000,
    errors: 38,
    ...parts,
  };
}

export function latencyLimit(parts: Partial<AbsoluteResult> = {}, criterion: Partial<Criterion> = {}): AbsoluteResult {
  return {
    criterion: { name: 'latency_p95', endpoint: '*', metric: { kind: 'latency', quantile: 0.95, limitMs: 200 }, source: null, ...criterion },
    answer: 'within',
    weak: false,
    estimate: 145,
    low: 142,
    high: 149,
    limit: 200,
    samples: 48_000,
    says: 'latency_p95: 145 ms (142 ms to 149 ms), at most 200 ms',
    ...parts,
  };
}

export function compared(parts: Partial<RelativeResult> = {}): RelativeResult {
  return {
    metric: 'p95',
    endpoint: '*',
    answer: 'not-slower',
    baseMs: 144,
    headMs: 145,
    effect: 0.007,
    low: -0.013,
    high: 0.027,
    margin: 0.05,
    pValue: 0.62,
    alpha: 0.0025,
    minimumDetectable: 0.081,
    pairs: 40,
    says: 'p95: 144 ms → 145 ms, +0.7 % (−1.3 % to +2.7 %); would have caught +8.1 %',
    ...parts,
  };
}

const quantiles = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999];

/** Latencies of a service whose tail is ten times its middle, base and head `slower` times that. */
export function chartsOf(slower: number, hasBase = true): GateReport['charts'] {
  const arms = hasBase ? (['base', 'head'] as const) : (['head'] as const);
  return {
    overTime: Array.from({ length: 40 }, (_, index) => index).flatMap((index) =>
      arms.map((each, offset) => {
        const noise = 1 + 0.06 * Math.sin(index * 1.7 + offset) + 0.03 * Math.cos(index * 5.3);
        const p95Ms = 144 * noise * (each === 'head' ? slower : 1);
        return { arm: each, atMs: (index * arms.length + offset) * 5000 + 2500, p50Ms: p95Ms * 0.38, p95Ms, p99Ms: p95Ms * 1.9 };
      }),
    ),
    quantiles: quantiles.map((quantile) => {
      const baseMs = 55 * (-Math.log(1 - quantile)) ** 0.6 + 12;
      return { quantile, headMs: baseMs * (1 + (slower - 1) * (0.3 + quantile)), baseMs: hasBase ? baseMs : null };
    }),
  };
}

/** A pass, paired, that holds everything; tests say what differs. */
export function gateReport(parts: Partial<GateReport> = {}): GateReport {
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: '0.1.0' },
    today: '2026-11-23',
    verdict: 'pass',
    reasons: ['the limit holds', 'the metric that was compared is not slower'],
    rule: 'gate-1',
    comparison: 'paired',
    scenario: { name: 'checkout', hash: 'c0ffee' },
    head: arm('node server.js'),
    base: arm('node server.js', { git: { commit: '77aa10c2b6', branch: 'main', mergeBase: null, dirty: false } }),
    validity: [
      { name: 'run', holds: true, says: 'the run went to its end' },
      { name: 'generator lag', holds: true, says: 'requests left 1.2 ms late at P99 (at most 5 ms)' },
    ],
    absolute: [latencyLimit()],
    relative: [compared()],
    trend: [],
    selfTest: { comparisons: 24, alarms: 0, high: 0.117, mayEnforce: true },
    charts: chartsOf(1.007),
    notes: [],
    reproduce: 'plimsoll gate --base main --head . --scenario checkout.yaml',
    ...parts,
  };
}

const orders = 'POST /orders/:id/items';

/** +20 % in every quantile, a broken limit, an unclear one, endpoints of their own. */
export const failing: GateReport = gateReport({
  verdict: 'fail',
  reasons: ['latency_p95: 219 ms (214 ms to 225 ms), at most 200 ms', 'p95: 183 ms → 219 ms, +20 % (+16 % to +23 %); would have caught +8.1 %'],
  validity: [
    { name: 'run', holds: true, says: 'the run went to its end' },
    { name: 'steady state', holds: null, says: '9 slices are too few to look for a warm-up' },
  ],
  absolute: [
    latencyLimit({ answer: 'over', estimate: 219, low: 214, high: 225, says: 'latency_p95: 219 ms (214 ms to 225 ms), at most 200 ms' }),
    latencyLimit({ answer: 'unclear', estimate: 198, low: 180, high: 216, samples: 900, says: `latency_p95 of ${orders}: 198 ms (180 ms to 216 ms), at most 200 ms` }, { endpoint: orders }),
    latencyLimit({ answer: 'within', estimate: 0.0008, low: 0.0006, high: 0.0011, limit: 0.01, says: 'errors: 0.08 %' }, { name: 'errors', metric: { kind: 'error-share', limitShare: 0.01 } }),
  ],
  relative: [
    compared({ answer: 'slower', baseMs: 183, headMs: 219, effect: 0.2, low: 0.16, high: 0.23, says: 'p95: 183 ms → 219 ms, +20 % (+16 % to +23 %); would have caught +8.1 %' }),
    compared({ metric: 'p99', answer: 'unclear', baseMs: 320, headMs: 349, effect: 0.09, low: -0.02, high: 0.21, minimumDetectable: 0.19, says: 'p99: 320 ms → 349 ms' }),
    compared({ metric: 'p95', endpoint: orders, answer: 'not-slower', baseMs: 150, headMs: 149, effect: -0.007, low: -0.04, high: 0.03, says: 'p95 of orders: 150 ms → 149 ms' }),
    compared({ metric: 'pooled-p99', answer: 'quarantined', baseMs: 320, headMs: 400, effect: 0.25, low: -0.3, high: 1.1, minimumDetectable: 0.9, says: 'pooled-p99: 320 ms → 400 ms' }),
  ],
  trend: [{ metric: 'p95', endpoint: '*', from: '1aa2bb3', to: '4cc5dd6', effect: 0.06, pValue: 0.0004 }],
  charts: chartsOf(1.2),
  notes: ['2 of 40 blocks began with a restart that took longer than 5 s'],
});
