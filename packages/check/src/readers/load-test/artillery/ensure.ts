import type { Source } from '@plimsoll/contract';
import { at, entriesOf, itemsOf, numberOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { LoadTestCriterion } from '../../../facts/index.ts';

export interface Ensured {
  readonly criteria: readonly LoadTestCriterion[];
  readonly open: string | null; // why there may be more than these
}

/** `config.ensure`, `config.plugins.ensure` and those of each environment. An empty `ensure: {}` loads the plugin and holds nothing. */
export function ensureOf(config: YamlNode): Ensured {
  const criteria: LoadTestCriterion[] = [];
  let open: string | null = null;
  const places = [config, ...entriesOf(at(config, 'environments')).map(({ value }) => value)];
  for (const place of places) {
    for (const ensure of [at(place, 'ensure'), at(place, 'plugins', 'ensure')]) {
      for (const { key, keySource, value } of entriesOf(ensure)) {
        if (key === 'thresholds') criteria.push(...itemsOf(value).flatMap(thresholds));
        else if (key === 'conditions') for (const item of itemsOf(value)) criteria.push(...condition(item));
        else if (key === 'maxErrorRate') {
          const percent = numberOf(value);
          if (percent === undefined) open ??= `maxErrorRate is ${textOf(value) ?? 'no number'}`;
          else criteria.push(made('maxErrorRate', 'errors', null, percent / 100, keySource, value.source, `maxErrorRate: ${percent}`));
        } else if (/^(?:p\d{2,3}|median|min|max)$/.test(key)) {
          const limit = numberOf(value);
          if (limit === undefined) open ??= `${key} is ${textOf(value) ?? 'no number'}`;
          else criteria.push(made(key, 'latency', quantileOf(key), limit, keySource, value.source, `${key}: ${limit}`));
        }
      }
    }
  }
  return { criteria, open };
}

/** `- http.response_time.p95: 250` */
function thresholds(item: YamlNode): readonly LoadTestCriterion[] {
  return entriesOf(item).flatMap(({ key, keySource, value }) => {
    const limit = numberOf(value);
    return [made(key, kindOf(key), quantileOf(key), limit === undefined || kindOf(key) === 'errors' ? null : limit, keySource, value.source, `${key}: ${textOf(value) ?? ''}`)];
  });
}

/** `- expression: http.response_time.p95 < 250 and vusers.failed == 0` */
function condition(item: YamlNode): readonly LoadTestCriterion[] {
  const node = at(item, 'expression') ?? item;
  const text = textOf(node)?.slice(0, 1_000);
  if (text === undefined) return [];
  return [...text.matchAll(/([A-Za-z][\w.]*)\s*(<=?|>=?|==)\s*(\d+(?:\.\d+)?)/g)].map((match) => {
    const metric = match[1] ?? '';
    const kind = kindOf(metric);
    return made(metric, kind, quantileOf(metric), kind === 'errors' ? null : Number(match[3]), node.source, node.source, match[0]);
  });
}

function kindOf(metric: string): LoadTestCriterion['kind'] {
  if (/fail|error|codes\.[45]/i.test(metric)) return 'errors';
  if (/response_time|session_length|latency|^p\d{2}/.test(metric)) return 'latency';
  if (/request_rate|http\.requests|vusers\.(?:created|completed)|http\.codes\.2/.test(metric)) return 'throughput';
  return 'other';
}

function quantileOf(metric: string): number | null {
  if (/(?:^|\.)median$/.test(metric)) return 0.5;
  const digits = /(?:^|\.)p(\d{2,3})$/.exec(metric)?.[1];
  return digits === undefined ? null : Number(digits) / (digits.length === 3 ? 1_000 : 100);
}

function made(metric: string, kind: LoadTestCriterion['kind'], quantile: number | null, limit: number | null, from: Source, to: Source, says: string): LoadTestCriterion {
  return { metric, kind, quantile, limit, aborts: false, source: { ...from, endLine: to.endLine, endColumn: to.endColumn }, says };
}
