import type { Attributes, Family, HistogramValue, MetricSource } from '../family.ts';

export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Metrics as Prometheus' text format 0.0.4, for a scrape. Names are those that OpenTelemetry's specification derives ("Prometheus and
 * OpenMetrics Compatibility"): `http.server.request.duration` in seconds is `http_server_request_duration_seconds`. The exporter of
 * OpenTelemetry for JavaScript leaves the unit out, and rules that are written for the Collector then find nothing.
 */
export function prometheusText(source: MetricSource): string {
  return source.collect().map(familyText).join('');
}

function familyText(family: Family): string {
  const name = prometheusName(family);
  const lines = [`# HELP ${name} ${family.description.replace(/[\\\n]/g, (each) => (each === '\\' ? String.raw`\\` : String.raw`\n`))}`, `# TYPE ${name} ${family.kind}`];
  if (family.kind === 'histogram') for (const { attributes, value } of family.points) lines.push(...histogramLines(name, attributes, value));
  else for (const { attributes, value } of family.points) lines.push(`${name}${labels(attributes)} ${number(value)}`);
  return `${lines.join('\n')}\n`;
}

function histogramLines(name: string, attributes: Attributes, { boundaries, counts, sum, count }: HistogramValue): readonly string[] {
  let below = 0;
  const buckets = boundaries.map((end, index) => `${name}_bucket${labels({ ...attributes, le: number(end) })} ${(below += counts[index] ?? 0)}`);
  return [...buckets, `${name}_bucket${labels({ ...attributes, le: '+Inf' })} ${count}`, `${name}_sum${labels(attributes)} ${number(sum)}`, `${name}_count${labels(attributes)} ${count}`];
}

const units: Readonly<Record<string, string>> = { s: 'seconds', ms: 'milliseconds', By: 'bytes' };

/** The name that Prometheus shows for a family. */
export function prometheusName({ name, unit, kind }: Pick<Family, 'name' | 'unit' | 'kind'>): string {
  const words = name.split(/[\W_]+/).filter(Boolean);
  const suffixes = [unit === '1' && kind === 'gauge' ? 'ratio' : units[unit], kind === 'counter' ? 'total' : undefined];
  for (const suffix of suffixes) {
    if (suffix !== undefined && words.at(-1) !== suffix) words.push(suffix);
  }
  return label(words.join('_'));
}

function labels(attributes: Attributes): string {
  const pairs = Object.entries(attributes).map(([name, value]) => `${label(name)}="${String(value).replace(/[\\"\n]/g, (each) => (each === '\n' ? String.raw`\n` : `\\${each}`))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function label(name: string): string {
  return name.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
