import type { PrometheusAnswer, PrometheusApi, PrometheusSeries } from '@plimsoll/slo';
import { accepts, matchersOf } from '../../packages/slo/src/proof/matchers.ts';

interface Listed {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A Prometheus that holds the series of a list and counts them, as a page of a lint rule writes it: one series a line, `retention 15d`
 * where it keeps less than it should, `does not answer` where nobody can be asked.
 */
export function listedPrometheus(text: string): PrometheusApi {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const down = { ok: false, failure: 'unreachable', why: 'http://127.0.0.1:9090 cannot be reached: ECONNREFUSED' } as const;
  const retention = lines.flatMap((line) => /^retention (\S+)$/.exec(line)?.[1] ?? []);
  const series = lines.filter((line) => !line.startsWith('retention ')).map((line) => listed(line));
  const silent = lines.includes('does not answer');
  return {
    query: async (expression) => (silent ? down : answered(expression, series)),
    queryRange: async () => down,
    flags: async () => (silent ? down : { ok: true, flags: new Map([['storage.tsdb.retention.time', retention[0] ?? '400d']]) }),
  };
}

/** Only the forms in which lint asks: counts of series, and counts by a label. */
function answered(expression: string, all: readonly Listed[]): PrometheusAnswer {
  const found = (selector: string): readonly Listed[] => {
    const [, name = '', matchers = ''] = /^([\w:]*)(?:\{(.*)\})?$/s.exec(selector) ?? [];
    return all.filter((each) => (name === '' || each.name === name) && (matchersOf(matchers) ?? []).every((matcher) => accepts(matcher, each.labels[matcher.label] ?? '')));
  };
  const result = (labels: Readonly<Record<string, string>>, count: number): readonly PrometheusSeries[] => (count === 0 ? [] : [{ labels, samples: [{ atMs: 0, value: count }] }]);
  const by = /^topk\(500, count by \((\w+)\) \((?:last_over_time\((.*)\[1d\]\)|(.*))\)\)$/s.exec(expression);
  if (by) {
    const [, label = '', ranged, plain = ''] = by;
    const groups = Map.groupBy(found(ranged ?? plain), (each) => (label === '__name__' ? each.name : (each.labels[label] ?? '')));
    return { ok: true, warnings: [], series: [...groups].flatMap(([value, group]) => result({ [label]: value }, group.length)) };
  }
  const parts = expression.split('\nor\n').map((part) => /^label_replace\(count\(last_over_time\((.*)\[1d\]\)\), "plimsoll_question", "(\w+)", "", ""\)$/s.exec(part));
  if (parts.includes(null)) throw new Error(`not a form in which lint asks: ${expression}`);
  return { ok: true, warnings: [], series: parts.flatMap((part) => result({ plimsoll_question: part?.[2] ?? '' }, found(part?.[1] ?? '').length)) };
}

function listed(line: string): Listed {
  const [, name = '', matchers = ''] = /^([\w:]+)(?:\{(.*)\})?$/.exec(line.trim()) ?? [];
  return { name, labels: Object.fromEntries((matchersOf(matchers) ?? []).map(({ label, value }) => [label, value])) };
}
