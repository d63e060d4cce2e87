/** Upper boundaries in seconds that the semantic conventions of OpenTelemetry advise for durations of HTTP requests. */
export const httpBoundaries: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The part of an SLO that names a latency target, as `readSloFile` of `@plimsoll/slo` gives it. */
export interface LatencyTargets {
  readonly objectives: readonly { readonly kind: string; readonly thresholdMs?: { readonly value: number } | null }[];
}

/**
 * Boundaries in seconds with one at every latency target. Whether 95 % of requests took at most 200 ms can be counted only where a bucket ends
 * at 0.2; between two boundaries it would be guessed.
 */
export function boundariesAt(targetsMs: readonly number[], others: readonly number[] = httpBoundaries): readonly number[] {
  const seconds = targetsMs.filter((each) => Number.isFinite(each) && each > 0).map((each) => Number((each / 1000).toPrecision(12))); // 0.3, not 0.30000000000000004
  return [...new Set([...others, ...seconds])].toSorted((a, b) => a - b);
}

/** The latency targets of SLOs in milliseconds. */
export function latencyTargetsMs(slos: readonly LatencyTargets[]): readonly number[] {
  return slos.flatMap(({ objectives }) => objectives.flatMap((each) => (each.kind === 'latency' && each.thresholdMs ? [each.thresholdMs.value] : [])));
}
