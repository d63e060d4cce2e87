export type Attributes = Readonly<Record<string, string | number | boolean>>;

interface Described {
  /** As OpenTelemetry writes it, with dots: `http.server.request.duration`. */
  readonly name: string;
  /** In UCUM: `s`, `1`, `By`, `{call}`. */
  readonly unit: string;
  readonly description: string;
}

/** Everything that is known under one name at one moment. Counters only grow while the process lives. */
export type Family =
  | (Described & { readonly kind: 'counter' | 'gauge'; readonly points: readonly { readonly attributes: Attributes; readonly value: number }[] })
  | (Described & { readonly kind: 'histogram'; readonly points: readonly { readonly attributes: Attributes; readonly value: HistogramValue }[] });

export interface HistogramValue {
  /** Upper boundaries, ascending, each included in its bucket. */
  readonly boundaries: readonly number[];
  /** Values per bucket, not cumulative; one more than boundaries. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

/** What a part of the runtime offers to whoever collects: guards, pools and servers are such sources. Asked at each scrape, never in between. */
export interface MetricSource {
  collect(): readonly Family[];
}
