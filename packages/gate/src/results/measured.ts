import type { EndpointSummary, Measurement, MeasurementEvidence } from '@plimsoll/contract';
import type { FormatName, ReadContext } from './format.ts';
import type { SliceWriter } from './slices.ts';

export interface About {
  readonly tool: string;
  readonly version?: string | null;
  readonly format: FormatName;
  readonly evidence: MeasurementEvidence;
  readonly model: Measurement['model'];
  readonly interrupted?: string | null;
  readonly notes?: readonly string[];
}

/** What single requests add up to. `epoch`: the clock of the slices counts from 1970, so that the start is known. */
export function rawMeasurement(context: ReadContext, slices: SliceWriter, about: About & { readonly epoch: boolean }): Measurement | null {
  const sliced = slices.end();
  if (sliced.slices.length === 0) {
    context.unread(null, 'holds no requests: the run was empty, or it was cut off before the first one ended');
    return null;
  }
  return {
    ...base(about),
    startedAt: about.epoch ? isoOf(sliced.startMs) : null,
    durationMs: sliced.durationMs,
    slices: sliced.slices,
    summaries: [],
    notes: [...(about.notes ?? []), ...sliced.notes],
  };
}

/** What a file of percentiles says. Empty lines (no requests, no percentile) are left out; a file of those only is no measurement. */
export function summaryMeasurement(
  context: ReadContext,
  summaries: readonly EndpointSummary[],
  about: About & { readonly startedAt?: string | null; readonly durationMs?: number | null },
): Measurement | null {
  const filled = summaries.filter((each) => each.count > 0).map((each) => ({ ...each, percentiles: each.percentiles.filter((percentile) => isPossible(context, percentile)) }));
  if (filled.length === 0) {
    context.unread(null, 'holds no requests: the run was empty');
    return null;
  }
  return { ...base(about), startedAt: about.startedAt ?? null, durationMs: about.durationMs ?? null, slices: [], summaries: filled, notes: about.notes ?? [] };
}

/** A spoiled file can name a percentile that does not exist. It is said and left out, the rest is kept. */
function isPossible(context: ReadContext, { quantile }: EndpointSummary['percentiles'][number]): boolean {
  if (quantile >= 0 && quantile <= 1) return true;
  context.unread(null, `names a percentile of ${quantile * 100} %: from 0 to 100 would be right`);
  return false;
}

export function summaryOf(
  endpoint: string,
  count: number,
  failedCount: number | null,
  values: Partial<Pick<EndpointSummary, 'meanMs' | 'minMs' | 'maxMs'>>,
  percentiles: readonly (readonly [number, number | null])[],
): EndpointSummary {
  const known = percentiles.flatMap(([quantile, valueMs]) => (valueMs !== null && valueMs >= 0 ? [{ quantile, valueMs }] : []));
  return { endpoint, count, failedCount, percentiles: known.toSorted((a, b) => a.quantile - b.quantile), meanMs: values.meanMs ?? null, minMs: values.minMs ?? null, maxMs: values.maxMs ?? null };
}

export function isoOf(epochMs: number | null): string | null {
  if (epochMs === null || !(Math.abs(epochMs) < 8.64e15)) return null;
  return new Date(epochMs).toISOString();
}

function base(about: About): Pick<Measurement, 'tool' | 'evidence' | 'model' | 'health' | 'interrupted'> {
  return { tool: { name: about.tool, version: about.version ?? null, format: about.format }, evidence: about.evidence, model: about.model, health: [], interrupted: about.interrupted ?? null };
}
