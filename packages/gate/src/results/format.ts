import type { Measurement, Unread } from '@plimsoll/contract';
import type { SliceWriter } from './slices.ts';

export type FormatName =
  | 'k6-json'
  | 'k6-csv'
  | 'k6-summary-export'
  | 'k6-handle-summary'
  | 'k6-summary'
  | 'gatling-log'
  | 'gatling-binary'
  | 'jmeter-csv'
  | 'locust-stats'
  | 'locust-history'
  | 'artillery'
  | 'vegeta-json'
  | 'vegeta-csv'
  | 'vegeta-report'
  | 'vegeta-hdrplot'
  | 'vegeta-gob'
  | 'oha-json'
  | 'oha-csv'
  | 'wrk'
  | 'autocannon'
  | 'hdr-log'
  | 'prometheus';

/** What a file of one kind looks like, and how it is read. Readers are told chunks and never throw on what these hold. */
export interface Format {
  readonly name: FormatName;
  /** `head` is the beginning of the content, at least 4 KiB of it where there is as much, as Latin-1. */
  recognises(file: string, head: string): boolean;
  open(context: ReadContext): Reader;
}

export interface Reader {
  write(chunk: Uint8Array): void;
  /** null: nothing in it can be judged, and `unread` says why. */
  end(): Measurement | null;
}

export interface ReadContext {
  readonly file: string;
  readonly unread: (line: number | null, message: string) => void;
  readonly slices: () => SliceWriter; // of the slice length that the caller wants
  readonly unitMs: number; // of the values in files that do not say theirs (.hlog): 1e-6 for nanoseconds
}

export interface ReadOptions {
  /** Length of a slice in milliseconds; 5,000 when not given. Very long runs of many endpoints get longer ones, and a note. */
  readonly sliceMs?: number;
  /** Endpoints told apart before the rest is folded into `(other)`; 200 when not given. */
  readonly endpointsMax?: number;
  /** Filled histogram buckets held at once, about 100 bytes each; 1,000,000 when not given. Beyond it slices become longer. */
  readonly bucketsMax?: number;
  /** Milliseconds per unit of the values in an HdrHistogram log, which does not say its unit; 1e-6 (nanoseconds) when not given. */
  readonly hdrUnitMs?: number;
}

export interface ReadResult {
  readonly measurement: Measurement | null;
  readonly unread: readonly Unread[];
}
