import type { Slice } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import { fileSlice } from './file-slice.ts';
import type { SparseRecorder } from '../statistics/index.ts';
import { sparseRecorder } from '../statistics/index.ts';
import { endpointOf, otherEndpoints, withoutSecrets } from './endpoint.ts';

const causesMax = 30; // kinds of errors in one slice; the rest counts as "other errors"
const namesMax = 10_000; // raw names whose endpoint is remembered

/** Sorts single requests, in any order, into slices by the time at which they were sent. */
export interface SliceWriter {
  /** `atMs` on any clock that is the same for the whole file. `error` null: succeeded. */
  request(atMs: number, endpoint: string, latencyMs: number, error: string | null): void;
  /** A request that got no response and has no latency: refused, reset. */
  lost(atMs: number, endpoint: string, error: string): void;
  /** Wanted by the schedule and never sent. */
  overload(atMs: number, count: number): void;
  /** Raw name and method to endpoint, with the cap. */
  endpoint(name: string, method: string | null): string;
  end(): SlicedTimes;
}

export interface SlicedTimes {
  readonly slices: readonly Slice[];
  readonly requests: number;
  readonly startMs: number | null; // on the clock of the file
  readonly durationMs: number | null;
  readonly notes: readonly string[];
}

interface Cell {
  readonly latency: SparseRecorder;
  failed: SparseRecorder | null; // most slices have no error
  readonly errors: Map<string, number>;
  lost: number;
  overload: number;
}

/** Beyond `bucketsMax` filled buckets slices become longer rather than memory larger. */
export function sliceWriter(sliceMs: number, endpointsMax: number, bucketsMax: number): SliceWriter {
  let lengthMs = sliceMs;
  let origin: number | null = null;
  let [firstMs, lastMs, requests, checkIn] = [Infinity, -Infinity, 0, 64];
  let byIndex = new Map<number, Map<string, Cell>>();
  let [hotIndex, hot] = [NaN, new Map<string, Cell>()];
  const endpoints = new Set<string>();
  const names = new Map<string, string>();
  const notes = new Set<string>();

  function cellAt(atMs: number, endpoint: string): Cell {
    origin ??= atMs;
    if (atMs < firstMs) firstMs = atMs;
    const index = Math.floor((atMs - origin) / lengthMs);
    if (index !== hotIndex) {
      hot = byIndex.get(index) ?? new Map<string, Cell>();
      byIndex.set(index, hot);
      hotIndex = index;
    }
    let cell = hot.get(endpoint);
    if (!cell) {
      cell = emptyCell();
      hot.set(endpoint, cell);
      if (--checkIn < 0) widenIfFull();
      return byIndex.get(Math.floor((atMs - origin) / lengthMs))?.get(endpoint) ?? cell;
    }
    return cell;
  }

  function widenIfFull(): void {
    let [filled, count] = [0, 0];
    for (const cells of byIndex.values()) {
      count += cells.size;
      for (const cell of cells.values()) filled += cell.latency.filled + (cell.failed?.filled ?? 0) + 4;
    }
    checkIn = Math.max(64, count >> 2);
    if (filled < bucketsMax || byIndex.size < 2) return;
    const wider = new Map<number, Map<string, Cell>>();
    for (const [index, cells] of byIndex) {
      const to = wider.get(Math.floor(index / 2)) ?? new Map<string, Cell>();
      wider.set(Math.floor(index / 2), to);
      for (const [endpoint, cell] of cells) {
        const there = to.get(endpoint);
        if (there) join(there, cell);
        else to.set(endpoint, cell);
      }
    }
    byIndex = wider;
    hotIndex = NaN;
    lengthMs *= 2;
  }

  return {
    request(atMs, endpoint, latencyMs, error) {
      const cell = cellAt(atMs, endpoint);
      requests++;
      if (atMs + latencyMs > lastMs) lastMs = atMs + latencyMs;
      cell.latency.record(latencyMs);
      if (error === null) return;
      cell.failed ??= sparseRecorder();
      cell.failed.record(latencyMs);
      countError(cell, error);
    },
    lost(atMs, endpoint, error) {
      const cell = cellAt(atMs, endpoint);
      requests++;
      if (atMs > lastMs) lastMs = atMs;
      cell.lost++;
      countError(cell, error);
    },
    overload(atMs, count) {
      cellAt(atMs, allEndpoints).overload += count;
      if (atMs > lastMs) lastMs = atMs;
    },
    endpoint(name, method) {
      const key = method === null ? name : `${method} ${name}`;
      const known = names.get(key);
      if (known !== undefined) return known;
      let endpoint = endpointOf(name, method);
      if (!endpoints.has(endpoint)) {
        if (endpoints.size < endpointsMax) endpoints.add(endpoint);
        else {
          endpoint = otherEndpoints;
          notes.add(`more than ${endpointsMax} endpoints: the rest counts as ${otherEndpoints}; name the requests, so that ids in URLs do not make endpoints of their own`);
        }
      }
      if (names.size < namesMax) names.set(key, endpoint);
      return endpoint;
    },
    end() {
      const slices: Slice[] = [];
      const indexes = [...byIndex.keys()].toSorted((a, b) => a - b);
      const [first = 0] = indexes;
      if (lengthMs !== sliceMs) notes.add(`slices are ${lengthMs / 1000} s long instead of ${sliceMs / 1000} s, to bound memory`);
      const startMs = origin === null ? null : first < 0 ? origin + first * lengthMs : firstMs;
      const durationMs = startMs === null ? null : Math.max(0, Math.round((lastMs - startMs) * 1000) / 1000); // finer is the rounding of epoch milliseconds
      for (const index of indexes) {
        const atMs = (index - first) * lengthMs;
        const spanMs = Math.min(lengthMs, Math.max(1, (durationMs ?? 0) - atMs));
        for (const [endpoint, cell] of byIndex.get(index) ?? []) slices.push(sliceOf(cell, endpoint, atMs, spanMs));
      }
      return { slices, requests, startMs, durationMs, notes: [...notes] };
    },
  };
}

function emptyCell(): Cell {
  return { latency: sparseRecorder(), failed: null, errors: new Map(), lost: 0, overload: 0 };
}

function countError(cell: Cell, error: string): void {
  const clean = withoutSecrets(error).slice(0, 120);
  const name = cell.errors.has(clean) || cell.errors.size < causesMax ? clean : 'other errors';
  cell.errors.set(name, (cell.errors.get(name) ?? 0) + 1);
}

function join(into: Cell, from: Cell): void {
  into.latency.absorb(from.latency.snapshot());
  if (from.failed) {
    into.failed ??= sparseRecorder();
    into.failed.absorb(from.failed.snapshot());
  }
  for (const [name, count] of from.errors) into.errors.set(name, (into.errors.get(name) ?? 0) + count);
  into.lost += from.lost;
  into.overload += from.overload;
}

function sliceOf(cell: Cell, endpoint: string, startMs: number, durationMs: number): Slice {
  const latency = cell.latency.snapshot();
  return fileSlice(endpoint, startMs, durationMs, latency, {
    ...(cell.failed && { failed: cell.failed.snapshot() }),
    errors: Object.fromEntries(cell.errors),
    sent: latency.count + cell.lost,
    overload: cell.overload,
  });
}
