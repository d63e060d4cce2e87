import type { Evidence } from '@plimsoll/contract';
import type { MeasuredRun, PerformanceClaim } from '@plimsoll/decisions';
import { line } from '../../model/judgement.ts';
import { sayDurationMs, sayNumber } from '../../model/say.ts';
import type { ClaimedResult } from '../../model/system.ts';

export type Dimension = 'latency' | 'rate' | 'errors';

/** `145 ms`, `1,200 req/s`, `0.1 % errors`. */
export function sayOf(of: Dimension, value: number): string {
  if (of === 'latency') return sayDurationMs(Number(value.toPrecision(4)));
  return of === 'rate' ? `${sayNumber(value < 10 ? Number(value.toPrecision(2)) : Math.round(value))} req/s` : `${sayNumber(Number((value * 100).toPrecision(3)))} % errors`;
}

/** `P95`, `P99.9`. */
export function sayQuantile(quantile: number): string {
  return `P${Number((quantile * 100).toFixed(3))}`;
}

/** The claim's own line, as evidence. */
export function claimLine(claim: PerformanceClaim): Evidence {
  return line(claim.source, claim.text.trim());
}

/** What of a run a decision could state, as evidence: where it is stored, and its numbers. */
export function runLine(run: MeasuredRun, quantile: number | null): Evidence {
  const latency = run.percentiles.find((entry) => quantile !== null && Math.abs(entry.quantile - quantile) < 1e-9);
  const parts = [
    ...(latency ? [`${sayQuantile(latency.quantile)} ${sayOf('latency', latency.valueMs)}`] : []),
    ...(run.ratePerSecond === null ? [] : [sayOf('rate', run.ratePerSecond)]),
    `${sayNumber(run.requests)} requests`,
    `${run.id.slice(0, 4)}-${run.id.slice(4, 6)}-${run.id.slice(6, 8)}`,
    ...(run.service === null ? [] : [run.service]),
    ...(run.commit === null ? [] : [`commit ${run.commit.slice(0, 10)}`]),
  ];
  return line(run.source, parts.join(', '));
}

/** Results of one line share their run, so what is said of the run is said once. */
export function perLine(results: readonly ClaimedResult[]): readonly ClaimedResult[] {
  const first = new Map<string, ClaimedResult>();
  for (const result of results) {
    const key = `${result.claim.source.file}:${result.claim.source.line}`;
    if (!first.has(key)) first.set(key, result);
  }
  return [...first.values()];
}
