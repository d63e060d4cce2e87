import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveSnapshot, PrometheusAnswer, PrometheusApi, PrometheusFlags, ReadOptions } from './index.ts';
import { answerOf, readSnapshots } from './index.ts';
import { readSloFile } from '../read/index.ts';
import { statusOf } from '../status/status.ts';
import { selectorsIn } from './selectors.ts';

const atMs = Date.UTC(2026, 10, 23, 12);
const dayMs = 86_400_000;

const objective = '{ name: availability, sli: ok, target: 99.9, window: 30d }';
const slo = (item: string = objective, selector = 'job="quay"'): string =>
  `service: quay\nslos:\n  - ${item}\nindicators:\n  ok: { counter: http_requests_total, selector: '${selector}', errors: 'code=~"5.."' }\n  fast: { histogram: quay_seconds, selector: 'job="quay"' }\n`;

type Numbers = Readonly<Record<string, number>>;

/** Healthy for 30 days: a million events in each of sixty stretches; `more` changes what is answered to a question by its name. */
interface Server {
  readonly now?: Numbers;
  readonly step?: (index: number) => Numbers;
  readonly flags?: PrometheusFlags;
  readonly fails?: (questions: readonly string[], expression: string) => PrometheusAnswer | null;
}

const usual = { errors: 100, total: 1_000_000, seen: 144, judged: 144, samples: 720 };
const whole: Numbers = { errors: 6000, total: 60_000_000, samples: 43_200, lastHour: 12, ratio300000: 0.0001, ratio3600000: 0.0001 };

function serverOf({ now = whole, step = () => usual, flags = { ok: true, flags: new Map([['storage.tsdb.retention.time', '45d']]) }, fails = () => null }: Server = {}): PrometheusApi & {
  readonly asked: string[];
} {
  const asked: string[] = [];
  const questionsOf = (expression: string): readonly string[] => [...expression.matchAll(/"plimsoll_question", "(\w+)"/g)].map(([, name = '']) => name);
  const answer = (expression: string, timesMs: readonly number[], numbers: (index: number) => Numbers): PrometheusAnswer => {
    asked.push(expression);
    const questions = questionsOf(expression);
    return (
      fails(questions, expression) ?? {
        ok: true,
        warnings: [],
        series: questions.flatMap((name) => {
          const samples = timesMs.flatMap((time, index) => {
            const value = numbers(index)[name];
            return value === undefined ? [] : [{ atMs: time, value }];
          });
          return samples.length === 0 ? [] : [{ labels: { plimsoll_question: name }, samples }];
        }),
      }
    );
  };
  return {
    asked,
    query: async (expression, time) => answer(expression, [time], () => now),
    queryRange: async (expression, { startMs, endMs }, stepMs) =>
      answer(
        expression,
        Array.from({ length: Math.floor((endMs - startMs) / stepMs) + 1 }, (_, index) => startMs + index * stepMs),
        step,
      ),
    flags: async () => flags,
  };
}

async function read(server: Server = {}, text: string = slo(), options: Partial<ReadOptions> = {}): Promise<LiveSnapshot> {
  const [first] = await readSnapshots(serverOf(server), readSloFile('slo.yml', text)?.slos ?? [], { atMs, ...options });
  if (!first) throw new Error('nothing was read');
  return first;
}

const without = (numbers: Numbers, ...names: readonly string[]): Numbers => Object.fromEntries(Object.entries(numbers).filter(([name]) => !names.includes(name)));
const why = ({ data, bad, notes }: LiveSnapshot): readonly unknown[] => [data, bad, notes[0]];

describe('reading an objective', () => {
  it('counts the window, how much of it was measured, burn rates and a history', async () => {
    const snapshot = await read();
    expect(snapshot).toMatchObject({ service: 'quay', name: 'availability', target: 0.999, data: 'measured', basis: 'raw', bad: 6000, total: 60_000_000, coverage: 1, notes: [] });
    expect(snapshot.history).toHaveLength(60);
    expect([snapshot.history[0], snapshot.history[59]?.endMs]).toEqual([{ startMs: atMs - 30 * dayMs, endMs: atMs - 29.5 * dayMs, bad: 100, total: 1_000_000 }, atMs]);
    expect(snapshot.burn.slice(0, 2)).toEqual([
      { windowMs: 300_000, errorRatio: 0.0001 },
      { windowMs: 1_800_000, errorRatio: null },
    ]);
    expect(statusOf(snapshot).budget?.remaining).toBeCloseTo(0.9, 12);
  });
  it('adds what was counted before a series was first seen', async () => expect(await read({ now: { ...whole, totalBorn: 500, errorsBorn: 50 } })).toMatchObject({ bad: 6050, total: 60_000_500 }));
  it('takes no more errors than events, as rates are extrapolated', async () => expect(await read({ now: { ...whole, errors: 60_000_500 } })).toMatchObject({ data: 'measured', bad: 60_000_000 }));
  it('asks for a month of the calendar as far as it has gone', async () => {
    const server = serverOf();
    const slos = readSloFile('slo.yml', slo('{ name: availability, sli: ok, target: 99.9, window: { calendar: month, time_zone: Europe/Berlin } }'))?.slos ?? [];
    const [snapshot] = await readSnapshots(server, slos, { atMs });
    expect(snapshot?.window).toEqual({ kind: 'calendar', unit: 'month', timeZone: 'Europe/Berlin' });
    expect(server.asked.some((expression) => expression.includes('[22d13h]'))).toBe(true); // from midnight in Berlin, 23:00 UTC
  });
  it('says nothing of a throughput, which has no error budget', async () =>
    expect(await readSnapshots(serverOf(), readSloFile('slo.yml', slo('{ name: throughput, target: 100/s, window: 30d }'))?.slos ?? [], { atMs })).toEqual([]));
  it('gives as many snapshots as objectives, in their order', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `availability_${index}`);
    const text = `service: quay\nslos:\n${names.map((name) => `  - { name: ${name}, target: 99.9, window: 30d }\n`).join('')}`;
    expect((await readSnapshots(serverOf(), readSloFile('slo.yml', text)?.slos ?? [], { atMs })).map(({ name }) => name)).toEqual(names);
  });
});

describe('what the rules recorded', () => {
  it('is read with their own arithmetic', async () => {
    const server = serverOf();
    const [snapshot] = await readSnapshots(server, readSloFile('slo.yml', slo())?.slos ?? [], { atMs, basis: 'recorded' });
    expect(snapshot).toMatchObject({ data: 'measured', basis: 'recorded', bad: 6000, coverage: 1, notes: ['counted from the rates that the rules record'] });
    expect(server.asked.join('\n')).toContain('avg_over_time(slo:errors:rate5m{slo_service="quay",slo_name="availability"}[30d])');
  });
  it('stands in where the metrics themselves cannot be counted, and says so', async () => {
    const refused: PrometheusAnswer = { ok: false, failure: 'refused', why: 'execution: query processing would load too many samples' };
    const snapshot = await read({ fails: (_, expression) => (expression.includes('http_requests_total') ? refused : null) });
    expect([snapshot.basis, snapshot.notes[1]]).toEqual(['recorded', 'the metrics themselves were not counted: execution: query processing would load too many samples']);
  });
  it('stands in where there are too many series to count', async () => {
    const snapshot = await read({ now: { ...whole, series: 1000 } });
    expect([snapshot.basis, snapshot.notes[1]]).toEqual(['recorded', 'the metrics themselves were not counted: about 86 million samples are in the window']);
    expect((await read({ now: without({ ...whole, series: 1000 }, 'samples'), step: () => without(usual, 'samples') })).basis).toBe('raw'); // nothing was recorded
  });
  it('is not asked for when nobody answers', async () => {
    const snapshot = await read({ fails: () => ({ ok: false, failure: 'unreachable', why: 'no answer within 10 s' }) });
    expect(why(snapshot)).toEqual(['lost', NaN, 'no answer within 10 s']);
  });
});

describe('what cannot be trusted is lost', () => {
  it.each<[string, Server, RegExp]>([
    ['a warning', { fails: () => ({ ok: true, series: [], warnings: ['store-2 did not answer'] }) }, /^Prometheus warns: store-2 did not answer$/],
    ['NaN', { now: { ...whole, errors: NaN } }, /^errors is NaN$/],
    ['an infinite ratio', { now: { ...whole, ratio300000: Infinity } }, /^ratio300000 is Infinity$/],
    ['events without errors', { now: without(whole, 'errors') }, /^only one of errors and events was answered$/],
    ['events in the window and in no part of it', { step: () => ({}) }, /^60000000 events were counted over the window, and none of them in any part of it$/],
    ['more errors than events', { now: { ...whole, errors: 70_000_000 } }, /^more errors than events were counted: 70000000 of 60000000$/],
    ['traffic without the series of errors', { step: () => without(usual, 'errors', 'judged') }, /errors cannot be told from good events/],
    [
      'several series where one number is needed',
      { fails: () => ({ ok: true, warnings: [], series: ['a', 'b'].map((zone) => ({ labels: { zone, plimsoll_question: 'errors' }, samples: [{ atMs, value: 1 }] })) }) },
      /^errors gives 2 series where one number is needed$/,
    ],
  ])('%s', async (_, server, message) => {
    const snapshot = await read(server);
    expect(why(snapshot)).toEqual(['lost', NaN, expect.stringMatching(message)]);
    expect(statusOf(snapshot).budget).toBeNull();
  });
  it('a latency whose indicator counts requests', async () =>
    expect(why(await read({}, slo('{ name: latency_p95, sli: ok, target: 200ms, window: 30d }')))).toEqual(['lost', NaN, expect.stringContaining('name a `histogram`')]));
});

describe('a part that cannot be judged', () => {
  const halfway = { step: (index: number) => (index < 30 ? { ...usual, judged: 40 } : usual) };
  it('is left out, and the rest is counted in stretches', async () =>
    expect(await read(halfway, slo('{ name: latency_p95, sli: fast, target: 200ms, window: 30d }'))).toMatchObject({
      bad: 3000,
      total: 30_000_000,
      coverage: 0.5,
      notes: [expect.stringContaining('30 of 60 stretches of 12h were left out')],
    }));
  it('is counted in stretches where the whole window is too much at once', async () => {
    const snapshot = await read({ fails: (questions) => (questions.includes('totalBorn') ? { ok: false, failure: 'refused', why: 'too many samples' } : null) });
    expect(snapshot).toMatchObject({ data: 'measured', basis: 'raw', bad: 6000, notes: ['counted in stretches of 12h, as the server would not load the whole window: too many samples'] });
  });
});

describe('nothing in the window', () => {
  const nothing = { step: () => ({}), now: {} };
  it.each<[string, Numbers, 'new' | 'lost', RegExp]>([
    ['never a sample, and the target came up lately', { up: 1 }, 'new', /^up\{job="quay"\} is up, and http_requests_total\{job="quay"\} has never had a sample$/],
    ['samples before the window', { ever: 2, up: 1 }, 'lost', /has had samples within 45d$/],
    ['no target', {}, 'lost', /no target up\{job="quay"\} is up: it is not deployed, not scraped, or called otherwise$/],
    ['a target that has been up for long', { up: 1, upBefore: 1 }, 'lost', /the name or a label is likely wrong$/],
  ])('%s', async (_, now, data, message) => {
    const snapshot = await read({ ...nothing, now });
    expect([snapshot.data, snapshot.notes[0]]).toEqual([data, expect.stringMatching(message)]);
  });
  it('is lost where the selector names no target', async () => expect((await read({ ...nothing, now: { up: 1 } }, slo(objective, 'route="/quotes"'))).data).toBe('lost'));
  it('looks as far back as the window where retention is not known', async () => {
    const snapshot = await read({ ...nothing, now: { up: 1, ever: 1 }, flags: { ok: false, failure: 'refused', why: 'no such page' } });
    expect(snapshot.notes[0]).toContain('has had samples within 30d');
  });
});

describe('nothing within the last hour', () => {
  const gone = without(whole, 'lastHour', 'ratio300000', 'ratio3600000');
  it('is lost while budget is left, with the time of the last sample', async () =>
    expect(why(await read({ now: { ...gone, last: (atMs - 3 * 3_600_000) / 1000 } }))).toEqual(['lost', NaN, 'nothing has been measured since 2026-11-23 09:00 UTC']));
  it('does not give back what was spent before', async () => expect(await read({ now: { ...gone, errors: 70_000 } })).toMatchObject({ data: 'measured', bad: 70_000 }));
});

it('whatever is left out or spoilt, nothing is measured better than it is', async () => {
  const names = ['errors', 'total', 'seen', 'judged', 'samples', 'lastHour', 'ratio300000', 'ratio3600000', 'ever', 'up'];
  const seen = new Set<string>();
  const spoilt = fc.record({ now: fc.subarray(names), steps: fc.subarray(names), nan: fc.option(fc.constantFrom(...names), { nil: null }), fails: fc.option(fc.nat(6), { nil: null }) });
  const items = fc.constantFrom(objective, '{ name: latency_p95, sli: fast, target: 200ms, window: 30d }');
  await fc.assert(
    fc.asyncProperty(spoilt, items, fc.constantFrom('either' as const, 'raw' as const, 'recorded' as const), async (each, item, basis) => {
      let asked = 0;
      const server: Server = {
        now: { ...without({ ...whole, ever: 1, up: 1 }, ...each.now), ...(each.nan === null ? {} : { [each.nan]: NaN }) },
        step: () => without(usual, ...each.steps),
        fails: () => (asked++ === each.fails ? { ok: false, failure: 'refused', why: 'no' } : null),
      };
      const { data, bad, total, notes } = await read(server, slo(item), { basis });
      seen.add(data);
      if (data === 'lost') return Number.isNaN(bad) && Number.isNaN(total) && notes.length > 0;
      if (data === 'new') return total === 0 && (each.now.includes('total') || each.now.includes('samples') || each.fails !== null);
      return total > 0 ? bad / total >= 0.0001 - 1e-9 : bad === 0;
    }),
    { numRuns: 400 },
  );
  expect([...seen].toSorted()).toEqual(['lost', 'measured', 'new']);
});

it('what a server says cannot steer a terminal', () => expect(answerOf({ status: 'error', errorType: 'bad', error: 'a\u001b[2Jb' })).toEqual({ ok: false, failure: 'refused', why: 'bad: a [2Jb' }));

it('finds the series of a query', () =>
  expect(selectorsIn('sum(rate(a_total{code=~"5..|}", job="x[5m]"}[{{.window}}])) / sum by (job) (rate(b_total [5m])) - rate(b_total[5m])')).toEqual([
    { metric: 'a_total', matchers: 'code=~"5..|}", job="x[5m]"' },
    { metric: 'b_total', matchers: '' },
  ]));

it('whatever a server answers, the answer has a form and nothing throws', () => {
  const sample = fc.tuple(fc.integer(), fc.constantFrom('NaN', '+Inf', '1', '0.5', '', '1e400', 'x', 7));
  const result = fc.oneof(
    { weight: 4, arbitrary: fc.array(fc.record({ metric: fc.constant({ job: 'quay' }), value: sample }), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: sample },
  );
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record({ status: fc.constantFrom('success', 'error', 1), data: fc.oneof(fc.jsonValue(), fc.record({ resultType: fc.constantFrom('vector', 'matrix', 'scalar', 'string'), result })) }),
  );
  let answered = 0;
  fc.assert(
    fc.property(body, (each) => {
      const answer = answerOf(each);
      if (!answer.ok) return answer.why !== '';
      answered++;
      return answer.series.every(({ samples }) => samples.every(({ atMs: time, value }) => typeof time === 'number' && typeof value === 'number'));
    }),
    { numRuns: 500 },
  );
  expect(answered).toBeGreaterThan(5);
});
