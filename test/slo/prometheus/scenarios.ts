import type { Counter, Instance, Scenario, Truth } from './scenario.ts';

const day = 1440;
const requests = 'http_requests_total';

const availability = (target: string, window: string): string => `service: '{job}'
slos:
  - { name: availability, sli: ok, target: ${target}, window: ${window} }
indicators:
  ok: { counter: ${requests}, selector: 'job="{job}"', errors: 'code=~"5.."' }
`;
const latency = (item: string, indicator: string): string => `service: '{job}'
slos:
  - { sli: fast, ${item} }
indicators:
  fast: { histogram: quay_seconds, selector: 'job="{job}"', ${indicator} }
`;

type Minutes = (minute: number) => number;

const code = (value: string, perMinute: Minutes): Counter => ({ metric: requests, labels: { code: value }, perMinute });
const one = (...counters: readonly Counter[]): readonly Instance[] => [{ name: 'a:80', counters }];
const of =
  (good: Minutes, bad: Minutes): ((minute: number) => Truth) =>
  (minute) => ({ bad: bad(minute), total: good(minute) + bad(minute) });

/** A wave of a day, whole numbers, always the same. */
const busy = (minute: number): number => 600 + Math.round(500 * Math.sin((minute / day) * 2 * Math.PI)) + ((minute * 7919) % 37);
const few: Minutes = (minute) => (minute % 3 === 0 ? 1 : 0);

interface Counting {
  readonly good: Minutes;
  readonly bad: Minutes;
  readonly rules?: boolean;
}

function counting(name: string, slo: string, days: number, { good, bad, rules = true }: Counting, more: Partial<Scenario> = {}): Scenario {
  return { name, slo, days, instances: one(code('200', good), code('503', bad)), expected: 'measured', truth: of(good, bad), rules, ...more };
}

/** A histogram with failed requests, which are fast, and slow ones. */
function histogram(slow: Minutes, failed: Minutes, le: readonly string[], hidden: (minute: number) => boolean = () => false): readonly Instance[] {
  const bucket = (status: string, bound: string, perMinute: Minutes, hides: (minute: number) => boolean = () => false): Counter => ({
    metric: 'quay_seconds_bucket',
    labels: { code: status, le: bound },
    perMinute,
    hidden: hides,
  });
  const [target = '', next = ''] = le;
  const fast: Minutes = (minute) => busy(minute) - slow(minute);
  return one(
    ...(target === '' ? [] : [bucket('200', target, fast, hidden), bucket('503', target, failed, hidden)]),
    ...[next, '+Inf'].flatMap((bound) => [bucket('200', bound, busy), bucket('503', bound, failed)]),
    { metric: 'quay_seconds_count', labels: { code: '200' }, perMinute: busy },
    { metric: 'quay_seconds_count', labels: { code: '503' }, perMinute: failed },
  );
}

const third: Minutes = (minute) => Math.floor(busy(minute) / 30);
const rare: Minutes = (minute) => (minute % 10 === 0 ? 7 : 0);
const none: Minutes = () => 0;

const burst =
  (fromMinute: number, length: number, each: number): Minutes =>
  (minute) =>
    minute >= fromMinute && minute < fromMinute + length ? each : 0;
const bursty = { good: (minute: number) => (minute % day < 720 ? 990 : 1), bad: (minute: number) => (minute % day < 720 ? 10 : 0) };

/** Each of what goes wrong with counting, once. The first three are short: CI runs them. */
export const scenarios: readonly Scenario[] = [
  counting('bursts, twelve busy hours and twelve quiet ones', availability('99', '1d'), 2, bursty),
  counting('the error series is born within the window', availability('99.9', '2d'), 3, { good: busy, bad: burst(2 * day, 1, 400), rules: false }),
  { name: 'no bucket ends at the target', slo: latency('name: latency_p95, target: 200ms, window: 1d', 'failed: null'), days: 2, instances: histogram(third, none, ['', '0.5']), expected: 'lost', truth: of(busy, none), rules: false },
  counting('steady traffic, half of the budget spent', availability('99.9', '30d'), 31, { good: busy, bad: (minute) => (minute % 4 === 0 ? 1 : 0) }),
  counting('idle for ten minutes a day', availability('99', '7d'), 8, { good: (minute) => (minute % day < 10 ? 0 : 100), bad: (minute) => (minute % day < 10 ? 0 : 1) }),
  counting('idle at night, all errors by day', availability('99.5', '14d'), 15, { good: (minute) => (minute % day < 480 ? 0 : 200), bad: (minute) => (minute % day < 480 ? 0 : minute % 7 === 0 ? 3 : 0) }),
  counting('never an error', availability('99.9', '7d'), 8, { good: busy, bad: none }),
  counting('an hour of total outage', availability('99.9', '30d'), 31, { good: (minute) => (burst(20 * day, 60, 1)(minute) === 1 ? 0 : busy(minute)), bad: burst(20 * day, 60, 600) }),
  counting('a minute of total outage, all else quiet', availability('99.9', '7d'), 8, { good: (minute) => (minute === 5 * day ? 0 : 5), bad: burst(5 * day, 1, 30), rules: false }),
  counting('exhausted, slowly', availability('99.9', '30d'), 31, { good: busy, bad: (minute) => (minute % 2 === 0 ? 2 : 1) }),
  counting('no scrape for eight hours, and the counters went on', availability('99', '7d'), 8, { good: busy, bad: (minute) => Math.floor(busy(minute) / 150), rules: false }, {
    instances: [{ name: 'a:80', scraped: (minute) => minute < 5 * day || minute >= 5 * day + 480, counters: [code('200', busy), code('503', (minute) => Math.floor(busy(minute) / 150))] }],
  }),
  counting('a restart every day', availability('99.9', '30d'), 31, { good: busy, bad: (minute) => (minute % 5 === 0 ? 2 : 0), rules: false }, {
    instances: [{ name: 'a:80', restarts: (minute) => minute % day === 700, counters: [code('200', busy), code('503', (minute) => (minute % 5 === 0 ? 2 : 0))] }],
  }),
  counting('a new instance every six hours', availability('99', '7d'), 8, { good: busy, bad: (minute) => (minute % 2 === 0 ? 9 : 0), rules: false }, {
    instances: Array.from({ length: 32 }, (_, index) => ({
      name: `pod-${index}:80`,
      fromMinute: index * 360,
      toMinute: (index + 1) * 360,
      counters: [code('200', busy), code('503', (minute: number) => (minute % 2 === 0 ? 9 : 0))],
    })),
  }),
  counting('sixty instances', availability('99.9', '2d'), 3, { good: (minute) => busy(minute) * 60, bad: (minute) => few(minute) * 60 }, {
    instances: Array.from({ length: 60 }, (_, index) => ({ name: `pod-${index}:80`, counters: [code('200', busy), code('503', few)] })),
  }),
  counting('one request a minute, three failures in a week', availability('99', '7d'), 8, { good: (minute) => ([3000, 6001, 9002].includes(minute) ? 0 : 1), bad: (minute) => ([3000, 6001, 9002].includes(minute) ? 1 : 0), rules: false }),
  counting('a month of the calendar in Berlin', availability('99.9', '{ calendar: month, time_zone: Europe/Berlin }'), 31, { good: busy, bad: (minute) => (minute % 3 === 0 ? 1 : 0), rules: false }),
  { name: 'a latency, 95 percent within 200 ms', slo: latency('name: latency_p95, target: 200ms, window: 7d', 'buckets: [0.2, 0.5]'), days: 8, instances: histogram(third, rare, ['0.2', '0.5']), expected: 'measured', truth: (minute) => ({ bad: third(minute), total: busy(minute) + rare(minute) }), rules: true },
  { name: 'a latency in which failed requests are slow', slo: latency('name: latency_p95, target: 200ms, window: 7d', 'failed: \'code=~"5.."\''), days: 8, instances: histogram(third, rare, ['0.2', '0.5']), expected: 'measured', truth: (minute) => ({ bad: third(minute) + rare(minute), total: busy(minute) + rare(minute) }), rules: true },
  { name: 'a whole second, as Prometheus 3 writes it', slo: latency('name: latency_p99, target: 1s, window: 7d', 'buckets: [1, 2]'), days: 8, instances: histogram((minute) => Math.floor(busy(minute) / 200), none, ['1.0', '2.0']), expected: 'measured', truth: (minute) => ({ bad: Math.floor(busy(minute) / 200), total: busy(minute) }), rules: true },
  { name: 'the bucket was added halfway', slo: latency('name: latency_p95, target: 200ms, window: 6d', 'buckets: [0.2, 0.5]'), days: 7, instances: histogram(third, none, ['0.2', '0.5'], (minute) => minute < 4 * day), expected: 'measured', truth: (minute) => (minute < 4 * day ? { bad: 0, total: 0 } : { bad: third(minute), total: busy(minute) }), rules: false },
  {
    name: 'queries of Sloth',
    slo: `version: prometheus/v1
service: '{job}'
slos:
  - name: requests
    objective: 99.5
    sli:
      events:
        error_query: sum(rate(${requests}{job="{job}",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(${requests}{job="{job}"}[{{.window}}]))
`,
    days: 31, instances: one(code('200', busy), code('503', third)), expected: 'measured', truth: of(busy, third), rules: true,
  },
  { name: 'a ratio of somebody else', slo: "service: '{job}'\nslos:\n  - { name: probe, sli: probe, target: 99%, window: 7d }\nindicators:\n  probe: { error_ratio: '1 - avg(avg_over_time(probe_success{job=\"{job}\"}[{{.window}}]))' }\n", days: 8, instances: one({ metric: 'probe_success', labels: {}, gauge: true, perMinute: (minute) => (minute % 400 === 7 ? 0 : 1) }), expected: 'measured', truth: (minute) => ({ bad: minute % 400 === 7 ? 60 : 0, total: 60 }), rules: true },
  counting('nobody has asked for a day', availability('99.9', '7d'), 8, { good: (minute) => (minute >= 7 * day ? 0 : 100), bad: (minute) => (minute >= 7 * day ? 0 : minute % 20 === 0 ? 1 : 0) }),
  counting('gone for three hours, with budget left', availability('99.9', '7d'), 8, { good: busy, bad: none, rules: false }, { expected: 'lost', instances: [{ name: 'a:80', toMinute: 8 * day - 180, counters: [code('200', busy)] }] }),
  counting('gone for three hours, the budget spent before', availability('99.9', '7d'), 8, { good: (minute) => (minute < 8 * day - 180 ? busy(minute) : 0), bad: (minute) => (minute < 8 * day - 180 ? 2 : 0), rules: false }, { instances: [{ name: 'a:80', toMinute: 8 * day - 180, counters: [code('200', busy), code('503', () => 2)] }] }),
  counting('up since yesterday and never asked', availability('99.9', '7d'), 8, { good: none, bad: none, rules: false }, { expected: 'new', instances: [{ name: 'a:80', fromMinute: 7 * day, counters: [] }] }),
  counting('up for a month without the metric', availability('99.9', '7d'), 31, { good: none, bad: none, rules: false }, { expected: 'lost', instances: [{ name: 'a:80', counters: [] }] }),
]; // prettier-ignore
