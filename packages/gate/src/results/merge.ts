import type { Measurement, MeasurementEvidence, Slice } from '@plimsoll/contract';

export type Merged = { readonly measurement: Measurement; readonly refused: null } | { readonly measurement: null; readonly refused: string };

/**
 * One measurement of what several generators of the same run measured at the same time, as the pods of k6-operator do. Slices
 * keep the generator as their block, so that their histograms add exactly wherever they are pooled; times are put on one clock.
 * Files of percentiles are refused: from percentiles of parts there is no way to those of the whole.
 */
export function mergeMeasurements(list: readonly Measurement[]): Merged {
  const [first] = list;
  if (!first) return refuse('nothing to merge: no measurement was given');
  if (list.length === 1) return { measurement: first, refused: null };
  const summaries = list.filter((each) => each.slices.length === 0);
  if (summaries.length > 0)
    return refuse(
      `${summaries.length} of ${list.length} files (${[...new Set(summaries.map((each) => each.tool.format))].join(', ')}) hold percentiles only: percentiles of parts do not add up to those of the whole, and their mean is none; give raw results or histograms`,
    );
  const unlike = list.find((each) => each.evidence.latencyFrom !== first.evidence.latencyFrom || each.evidence.latencyUntil !== first.evidence.latencyUntil);
  if (unlike)
    return refuse(
      `latencies of ${first.tool.format} run from ${first.evidence.latencyFrom} to ${first.evidence.latencyUntil}, those of ${unlike.tool.format} from ${unlike.evidence.latencyFrom} to ${unlike.evidence.latencyUntil}: they are not the same quantity`,
    );
  const errors = new Set(list.flatMap((each) => each.slices.flatMap((slice) => [slice.latency.relativeError, slice.failed.relativeError])));
  if (errors.size > 1) return refuse(`the histograms have relative errors of ${[...errors].join(' and ')}: only those of one merge exactly`);

  const starts = list.map((each) => (each.startedAt === null ? NaN : Date.parse(each.startedAt)));
  const clocked = starts.every((start) => Number.isFinite(start));
  const startMs = clocked ? Math.min(...starts) : 0;
  const slices: Slice[] = [];
  const health: Measurement['health'][number][] = [];
  let [durationMs, blocks]: [number | null, number] = [0, 0];
  for (const [index, each] of list.entries()) {
    const shiftMs = clocked ? (starts[index] ?? startMs) - startMs : 0;
    const from = blocks;
    for (const slice of each.slices) {
      slices.push({ ...slice, block: from + slice.block, startMs: slice.startMs + shiftMs });
      blocks = Math.max(blocks, from + slice.block + 1);
    }
    for (const span of each.health) health.push({ ...span, startMs: span.startMs + shiftMs });
    durationMs = durationMs === null || each.durationMs === null ? null : Math.max(durationMs, each.durationMs + shiftMs);
  }
  const overlaps =
    !clocked || list.every((each, index) => (starts[index] ?? 0) < Math.min(...list.map((other, place) => (starts[place] ?? 0) + (other.durationMs ?? Infinity))) || each.durationMs === null);
  return {
    refused: null,
    measurement: {
      tool: { name: one(list.map((each) => each.tool.name)) ?? 'several', version: one(list.map((each) => each.tool.version)), format: one(list.map((each) => each.tool.format)) ?? 'several' },
      evidence: evidenceOf(list.map((each) => each.evidence)),
      model: one(list.map((each) => each.model)) ?? 'unknown',
      startedAt: clocked ? new Date(startMs).toISOString() : null,
      durationMs,
      slices: slices.toSorted((a, b) => a.startMs - b.startMs),
      summaries: [],
      health,
      interrupted: list.map((each) => each.interrupted).find((reason) => reason !== null) ?? null,
      notes: [
        ...new Set([
          `merged from ${list.length} files; the block of a slice is its generator`,
          ...(clocked ? [] : ['not every file says when it began: all are taken as begun together']),
          ...(overlaps ? [] : ['the files do not overlap in time: they are runs one after the other rather than parts of one run']),
          ...list.flatMap((each) => each.notes),
        ]),
      ],
    },
  };
}

function refuse(refused: string): Merged {
  return { measurement: null, refused };
}

function one<T>(values: readonly T[]): T | null {
  const distinct = new Set(values);
  return distinct.size === 1 ? (values[0] ?? null) : null;
}

function evidenceOf(all: readonly MeasurementEvidence[]): MeasurementEvidence {
  const worst = (values: readonly (number | null)[]): number | null => values.reduce<number | null>((most, value) => (most === null || value === null ? null : Math.max(most, value)), 0);
  return {
    kind: all.every((each) => each.kind === 'raw') ? 'raw' : 'histogram',
    relativeError: worst(all.map((each) => each.relativeError)),
    resolutionMs: worst(all.map((each) => each.resolutionMs)),
    latencyFrom: all[0]?.latencyFrom ?? 'unknown',
    latencyUntil: all[0]?.latencyUntil ?? 'unknown',
    errorDefinition: [...new Set(all.map((each) => each.errorDefinition))].join('; '),
    timeBase: one(all.map((each) => each.timeBase)) ?? 'none',
  };
}
