import type { Counts } from './history.ts';

const metric = 'http_server_request_duration_seconds';

type Labels = Readonly<Record<string, string>>;

export interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly value: (counts: Counts) => number;
}

/** The histogram that OpenTelemetry names, with a bucket at each target. Failed requests fail fast. */
export const series: readonly Series[] = [
  ...buckets('200', [
    ['0.1', (counts) => counts.within100ms],
    ['0.2', (counts) => counts.within200ms],
    ['0.5', (counts) => counts.within500ms],
    ['1', (counts) => counts.succeeded],
    ['+Inf', (counts) => counts.succeeded],
  ]),
  ...buckets(
    '503',
    ['0.1', '0.2', '0.5', '1', '+Inf'].map((le) => [le, (counts) => counts.failed]),
  ),
];

function buckets(code: string, each: readonly (readonly [string, Series['value']])[]): readonly Series[] {
  const labels = { http_response_status_code: code };
  const all = each.at(-1)?.[1] ?? (() => 0);
  return [
    ...each.map(([le, value]) => ({ name: `${metric}_bucket`, labels: { ...labels, le }, value })),
    { name: `${metric}_count`, labels, value: all },
    { name: `${metric}_sum`, labels, value: (counts) => all(counts) * 0.08 },
  ];
}

/** What a scrape sees now. */
export function scraped(counts: Counts | null, startedS: number): string {
  const head = `# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds ${startedS}\n`;
  return counts === null ? head : `${head}# TYPE ${metric} histogram\n${series.map(({ name, labels, value }) => `${name}${said(labels)} ${value(counts)}\n`).join('')}`;
}

/** All samples of a past as `promtool tsdb create-blocks-from openmetrics` reads them, in pieces. */
export function* recorded(countsAt: (atS: number) => Counts, timesS: readonly number[], target: Labels): Generator<string> {
  yield '# TYPE up gauge\n';
  yield timesS.map((atS) => `up${said(target)} 1 ${atS}\n`).join('');
  yield `# TYPE process_start_time_seconds gauge\n`;
  yield timesS.map((atS) => `process_start_time_seconds${said(target)} ${timesS[0] ?? 0} ${atS}\n`).join('');
  yield `# TYPE ${metric} histogram\n`;
  for (const { name, labels, value } of series) {
    const text = `${name}${said({ ...target, ...labels })}`;
    yield timesS.map((atS) => `${text} ${value(countsAt(atS))} ${atS}\n`).join('');
  }
  yield '# EOF\n';
}

function said(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
}
