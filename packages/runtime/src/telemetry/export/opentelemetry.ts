import type { Attributes, Family, HistogramValue, MetricSource } from '../family.ts';

type HrTime = [seconds: number, nanoseconds: number];

interface Point<T> {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly attributes: Attributes;
  readonly value: T;
}

interface Described {
  readonly descriptor: { readonly name: string; readonly description: string; readonly unit: string; readonly valueType: 1 };
  readonly aggregationTemporality: 1;
}

type Metric =
  | (Described & { readonly dataPointType: 0; readonly dataPoints: Point<{ readonly buckets: { boundaries: number[]; counts: number[] }; readonly sum: number; readonly count: number }>[] })
  | (Described & { readonly dataPointType: 2; readonly dataPoints: Point<number>[] })
  | (Described & { readonly dataPointType: 3; readonly isMonotonic: true; readonly dataPoints: Point<number>[] });

/** As the metrics SDK of OpenTelemetry asks for it, by shape: numbers stand for its enumerations (double, cumulative, histogram, gauge, sum). */
export interface MetricProducerLike {
  collect(): Promise<{
    /** The reader puts its own resource in; only the scopes of further producers are looked at. */
    readonly resourceMetrics: { readonly resource: never; readonly scopeMetrics: { readonly scope: { readonly name: string }; readonly metrics: Metric[] }[] };
    readonly errors: unknown[];
  }>;
}

/**
 * Everything measured here for OpenTelemetry's metrics SDK, histograms included, computed when its reader asks:
 * `new PeriodicExportingMetricReader({ exporter, metricProducers: [otelProducer(metrics)] })`. Recording stays as cheap as it is; the SDK's own
 * histogram costs a hundred times as much per value.
 */
export function otelProducer(source: MetricSource, wallMs: () => number = Date.now): MetricProducerLike {
  const start = hrTime(wallMs());
  return {
    collect: async () => {
      const end = hrTime(wallMs());
      const metrics = source.collect().map((family) => metricOf(family, start, end));
      return { resourceMetrics: { resource: undefined as never, scopeMetrics: [{ scope: { name: '@plimsoll/runtime' }, metrics }] }, errors: [] };
    },
  };
}

function metricOf(family: Family, startTime: HrTime, endTime: HrTime): Metric {
  const { name, description, unit } = family;
  const described: Described = { descriptor: { name, description, unit, valueType: 1 }, aggregationTemporality: 1 };
  if (family.kind === 'histogram') return { ...described, dataPointType: 0, dataPoints: family.points.map(({ attributes, value }) => ({ startTime, endTime, attributes, value: histogramOf(value) })) };
  const dataPoints = family.points.map(({ attributes, value }) => ({ startTime, endTime, attributes, value }));
  return family.kind === 'counter' ? { ...described, dataPointType: 3, isMonotonic: true, dataPoints } : { ...described, dataPointType: 2, dataPoints };
}

function histogramOf({ boundaries, counts, sum, count }: HistogramValue): { buckets: { boundaries: number[]; counts: number[] }; sum: number; count: number } {
  return { buckets: { boundaries: [...boundaries], counts: [...counts] }, sum, count };
}

function hrTime(ms: number): HrTime {
  return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
}

interface Observable {
  addCallback(callback: (result: { observe(value: number, attributes?: Attributes): void }) => void): void;
}

/** The part of OpenTelemetry's `Meter` that is used. */
export interface MeterLike {
  createObservableCounter(name: string, options: { readonly description: string; readonly unit: string }): Observable;
  createObservableGauge(name: string, options: { readonly description: string; readonly unit: string }): Observable;
}

/**
 * Counters and gauges through the API of OpenTelemetry alone, as observable instruments. The API has none for a histogram that exists already;
 * those need `otelProducer`. Metrics that appear later come with the scrape after. Call it once per meter.
 */
export function observeWith(meter: MeterLike, source: MetricSource): void {
  const known = new Set<string>();
  let families: ReadonlyMap<string, Family> | null = null;
  const collected = (): ReadonlyMap<string, Family> => {
    if (families) return families;
    families = new Map(source.collect().map((family) => [family.name, family]));
    queueMicrotask(() => (families = null)); // one collection for all instruments of a scrape
    for (const family of families.values()) instrument(family);
    return families;
  };
  const instrument = (family: Family): void => {
    if (family.kind === 'histogram' || known.has(family.name)) return;
    known.add(family.name);
    const { name, description, unit } = family;
    const observable = family.kind === 'counter' ? meter.createObservableCounter(name, { description, unit }) : meter.createObservableGauge(name, { description, unit });
    observable.addCallback((result) => {
      const now = collected().get(name);
      if (now && now.kind !== 'histogram') for (const { attributes, value } of now.points) result.observe(value, attributes);
    });
  };
  collected();
}
