import type { Measurement, Slice } from '@plimsoll/contract';
import type { SparseRecorder } from '../statistics/index.ts';
import { sparseRecorder } from '../statistics/index.ts';
import { endpointOf } from './endpoint.ts';
import { fileSlice } from './file-slice.ts';
import type { Format, ReadContext } from './format.ts';
import type { Fields } from './json.ts';
import { documentReader, fieldsOf, listOf, textOf } from './json.ts';
import { isoOf } from './measured.ts';
import { decimal } from './text.ts';

/** The JSON answer of Prometheus to a range query on a classic histogram, e.g. `http_request_duration_seconds_bucket`, without rate() around it. */
export const prometheus: Format = {
  name: 'prometheus',
  recognises: (_file, head) => /^\s*\{\s*"status"\s*:\s*"(?:success|error)"/.test(head) && /"resultType"|"errorType"/.test(head),
  open: (context) => documentReader(context, (document) => read(context, document)),
};

interface Series {
  readonly endpoint: string;
  readonly failure: string | null;
  readonly boundMs: number;
  readonly points: readonly (readonly [atS: number, count: number])[];
}

interface Cell {
  readonly latency: SparseRecorder;
  readonly failed: SparseRecorder;
  readonly errors: Record<string, number>;
}

function read(context: ReadContext, document: Fields): Measurement | null {
  const data = fieldsOf(document['data']) ?? {};
  const refuse = (message: string): null => (context.unread(null, message), null);
  if (document['status'] !== 'success') return refuse(`is an error of Prometheus: ${textOf(document['error']) ?? 'without a message'}`);
  if (data['resultType'] !== 'matrix') return refuse(`is a ${textOf(data['resultType']) ?? 'result of unknown type'}: counts since the server began say nothing of a run; ask query_range`);
  const results: readonly Fields[] = listOf(data['result'])
    .map(fieldsOf)
    .filter((result) => result !== null);
  if (results.length === 0) return refuse('holds no series: the query matches nothing in this span of time');
  if (results.some((result) => 'histograms' in result)) return refuse('holds native histograms, which are not read; query the classic _bucket series');

  const groups = new Map<string, Series[]>();
  for (const result of results) {
    const labels = fieldsOf(result['metric']) ?? {};
    const series = seriesOf(context, labels, listOf(result['values']));
    if (!series) continue;
    const key = JSON.stringify(
      Object.entries(labels)
        .filter(([name]) => name !== 'le')
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    groups.set(key, [...(groups.get(key) ?? []), series]);
  }
  if (groups.size === 0) return refuse('holds no series with the label le: query the _bucket series of a histogram');

  const cells = new Map<string, Map<number, Cell>>();
  const beyond = new Map<string, { all: number; beyond: number; lastMs: number }>();
  let [widest, resets] = [0, 0];
  const times = [...new Set([...groups.values()].flat().flatMap((series) => series.points.map(([atS]) => atS)))].toSorted((a, b) => a - b);
  for (const group of groups.values()) {
    const series = group.toSorted((a, b) => a.boundMs - b.boundMs);
    const [first] = series;
    if (!first) continue;
    if (series.at(-1)?.boundMs !== Infinity) context.unread(null, `${first.endpoint} has no bucket le="+Inf": what is slower than the last bound is not counted`);
    const increases = series.map((each) => increasesOf(each.points));
    resets += increases.some((each) => each.reset) ? 1 : 0;
    for (const [at, atS] of times.entries()) {
      if (at === 0) continue;
      let [below, lowerMs] = [0, 0];
      for (const [index, { boundMs }] of series.entries()) {
        const upTo = Math.max(below, Math.round(increases[index]?.byTime.get(atS) ?? below));
        const count = upTo - below;
        below = upTo;
        const share = beyond.get(first.endpoint) ?? { all: 0, beyond: 0, lastMs: 0 };
        beyond.set(first.endpoint, share);
        share.all += count;
        if (boundMs === Infinity) share.beyond += count;
        else share.lastMs = Math.max(share.lastMs, boundMs);
        if (count > 0) {
          const cell = cellAt(cells, first.endpoint, at);
          if (boundMs !== Infinity && lowerMs > 0) widest = Math.max(widest, (boundMs - lowerMs) / boundMs);
          spread(cell.latency, lowerMs, boundMs, count);
          if (first.failure !== null) {
            spread(cell.failed, lowerMs, boundMs, count);
            cell.errors[first.failure] = (cell.errors[first.failure] ?? 0) + count;
          }
        }
        if (boundMs !== Infinity) lowerMs = boundMs;
      }
    }
  }
  for (const [endpoint, share] of beyond) {
    if (share.beyond <= share.all * 0.01) continue;
    context.unread(null, `${endpoint}: ${share.beyond} of ${share.all} requests are slower than the last bound of ${share.lastMs} ms, so its P99 is not known; it is left out. Add buckets above`);
    cells.delete(endpoint);
  }
  const startS = times[0] ?? 0;
  const slices = [...cells].flatMap(([endpoint, byTime]) =>
    [...byTime].map(([at, cell]) => sliceOf(endpoint, cell, ((times[at - 1] ?? 0) - startS) * 1000, ((times[at] ?? 0) - (times[at - 1] ?? 0)) * 1000)),
  );
  if (slices.length === 0) return refuse('holds no requests that can be judged: counts do not grow within this span of time, or are left out for the reasons given');
  const slow = [...beyond.values()].reduce((sum, share) => sum + share.beyond, 0);
  return {
    tool: { name: 'Prometheus', version: null, format: 'prometheus' },
    evidence: {
      kind: 'histogram',
      relativeError: widest,
      resolutionMs: null,
      latencyFrom: 'unknown',
      latencyUntil: 'unknown',
      errorDefinition: 'label status or code >= 500, where there is one',
      timeBase: 'wall-clock',
    },
    model: 'unknown',
    startedAt: isoOf(startS * 1000),
    durationMs: ((times.at(-1) ?? startS) - startS) * 1000,
    slices: slices.toSorted((a, b) => a.startMs - b.startMs),
    summaries: [],
    health: [],
    interrupted: null,
    notes: [
      'latencies are spread evenly within their buckets: compare only runs of the same buckets',
      'measured in the server: time in queues before it is not seen',
      ...(slow > 0 ? [`${slow} requests beyond the last bound are counted at it`] : []),
      ...(resets > 0 ? [`counters of ${resets} groups were reset (restarts) within the run`] : []),
    ],
  };
}

function seriesOf(context: ReadContext, labels: Fields, values: readonly unknown[]): Series | null {
  const [name, le] = [textOf(labels['__name__']) ?? '', textOf(labels['le'])];
  const bound = le === '+Inf' ? Infinity : decimal(le ?? undefined);
  if (bound === null) return null;
  const label = (...names: readonly string[]): string | null => names.map((each) => textOf(labels[each])).find((value) => value !== null && value !== '') ?? null;
  const points: [number, number][] = [];
  for (const value of values) {
    const [atS, text] = listOf(value);
    const count = decimal(textOf(text) ?? undefined);
    if (typeof atS === 'number' && count !== null && count >= 0) points.push([atS, count]);
    else context.unread(null, `${name}{le="${le ?? ''}"} has the value ${JSON.stringify(value).slice(0, 60)}: a time and a count from 0 were expected`);
  }
  const path = label('http_route', 'route', 'handler', 'path', 'uri', 'endpoint', 'url');
  const status = label('status', 'code', 'status_code', 'http_response_status_code', 'http_status_code');
  return {
    endpoint: endpointOf(path ?? '', label('method', 'http_request_method', 'http_method')),
    failure: status?.startsWith('5') ? `status ${status}` : null,
    boundMs: bound * (/_(?:milliseconds|ms|millis)(?:_bucket)?$/.test(name) ? 1 : 1000),
    points,
  };
}

/** Growth up to each time since the one before; after a reset a counter begins at 0. */
function increasesOf(points: Series['points']): { readonly byTime: ReadonlyMap<number, number>; readonly reset: boolean } {
  const byTime = new Map<number, number>();
  let reset = false;
  for (const [index, [atS, count]] of points.entries()) {
    const before = points[index - 1]?.[1];
    if (before === undefined) continue;
    reset ||= count < before;
    byTime.set(atS, count < before ? count : count - before);
  }
  return { byTime, reset };
}

const steps = 50;

function spread(recorder: SparseRecorder, lowerMs: number, upperMs: number, count: number): void {
  if (upperMs === Infinity) return recorder.recordMany(lowerMs, count);
  const parts = Math.min(count, steps);
  for (let part = 0; part < parts; part++) {
    const times = Math.floor(((part + 1) * count) / parts) - Math.floor((part * count) / parts);
    recorder.recordMany(lowerMs + ((upperMs - lowerMs) * (part + 1)) / parts, times);
  }
}

function cellAt(cells: Map<string, Map<number, Cell>>, endpoint: string, at: number): Cell {
  const byTime = cells.get(endpoint) ?? new Map<number, Cell>();
  cells.set(endpoint, byTime);
  const cell = byTime.get(at) ?? { latency: sparseRecorder(), failed: sparseRecorder(), errors: {} };
  byTime.set(at, cell);
  return cell;
}

function sliceOf(endpoint: string, cell: Cell, startMs: number, durationMs: number): Slice {
  return fileSlice(endpoint, startMs, durationMs, cell.latency.snapshot(), { failed: cell.failed.snapshot(), errors: cell.errors });
}
