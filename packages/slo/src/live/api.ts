import type { Span } from '../windows/window.ts';

/**
 * What is asked of a Prometheus. Whoever implements it bounds each answer in time and size and never throws: a failure is an answer,
 * too. Only packages/cli does so over the network (`prometheusAt`).
 */
export interface PrometheusApi {
  /** An instant query; `atMs` is Unix time in milliseconds. */
  query(expression: string, atMs: number): Promise<PrometheusAnswer>;
  /** One sample every `stepMs` from the start of the span to its end, both included. */
  queryRange(expression: string, span: Span, stepMs: number): Promise<PrometheusAnswer>;
  /** The settings of the server by the names of its command line, such as `storage.tsdb.retention.time`. */
  flags(): Promise<PrometheusFlags>;
}

export type PrometheusAnswer = { readonly ok: true; readonly series: readonly PrometheusSeries[]; readonly warnings: readonly string[] } | PrometheusFailure;

export type PrometheusFlags = { readonly ok: true; readonly flags: ReadonlyMap<string, string> } | PrometheusFailure;

export interface PrometheusFailure {
  readonly ok: false;
  /** `unreachable`: no answer came, or none in time; `refused`: the server says why not; `too-large`: more than the bound allows. */
  readonly failure: 'unreachable' | 'refused' | 'too-large';
  readonly why: string; // without the address's credentials
}

export interface PrometheusSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly PrometheusSample[]; // of an instant query one
}

export interface PrometheusSample {
  readonly atMs: number;
  readonly value: number; // NaN and infinities as Prometheus has them
}
