import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrometheusAnswer } from '@plimsoll/slo';
import { printRules, readSloFile, readSnapshots, rulesOf } from '@plimsoll/slo';
import { describe, expect, it } from 'vitest';

/** Ten requests a minute, two of them between 250 and 500 ms, and one more that fails at once. */
const slow = (minute: number): string => `{{schema:0 count:${minute * 10} sum:${minute * 2} offset:-3 buckets:[${minute * 8} 0 ${minute * 2}]}}`;
const failed = (minute: number): string => `{{schema:0 count:${minute} sum:0 offset:-3 buckets:[${minute}]}}`;
const minutes = 120;

const slos =
  readSloFile(
    'slo.yml',
    'service: quay\nslos:\n  - { name: latency_p95, sli: fast, target: 250ms, window: 1d }\nindicators:\n  fast: { histogram: quay_seconds, native: true, selector: \'job="quay"\', failed: \'code="500"\' }\n',
  )?.slos ?? [];

/** What promtool gets for expressions over these series: it says so when something else was expected. */
function evaluated(expressions: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-native-'));
  const series = (code: string, value: (minute: number) => string): object => ({
    series: `quay_seconds{job="quay",code="${code}"}`,
    values: Array.from({ length: minutes }, (_, index) => value(index + 1)).join(' '),
  });
  try {
    writeFileSync(join(folder, 'rules.yml'), printRules(slos.flatMap((slo) => rulesOf(slo).groups)));
    writeFileSync(
      join(folder, 'test.yml'),
      JSON.stringify({
        rule_files: ['rules.yml'],
        evaluation_interval: '1m',
        tests: [{ interval: '1m', input_series: [series('200', slow), series('500', failed)], promql_expr_test: expressions.map((expr) => ({ expr, eval_time: '100m', exp_samples: [] })) }],
      }),
    );
    const { stdout, stderr } = spawnSync('promtool', ['test', 'rules', join(folder, 'test.yml')], { encoding: 'utf8', timeout: 25_000 });
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const numberOf = (output: string, label: string): number => Number(new RegExp(`\\{[^{}]*"${label}"[^{}]*\\} ([\\d.E+-]+)`).exec(output)?.[1] ?? NaN);

const able = evaluated(['histogram_count(quay_seconds)']).includes('got:');

describe.skipIf(!able)(`native histograms${able ? '' : ': this promtool has no notation for them (2.48 or later has)'}`, () => {
  it('are counted as the rules record them, failed requests among the slow ones', async () => {
    const asked: string[] = [];
    const listen = async (expression: string): Promise<PrometheusAnswer> => {
      asked.push(expression);
      return { ok: true, series: [], warnings: [] };
    };
    await readSnapshots({ query: listen, queryRange: listen, flags: async () => ({ ok: false, failure: 'refused', why: 'not asked' }) }, slos, { atMs: 0, basis: 'raw' });
    const [, stretch = '', whole = ''] = asked;
    const counted = evaluated([stretch]);
    expect(['errors', 'total', 'seen', 'judged'].map((name) => numberOf(counted, name))).toEqual([expect.closeTo(72, 9), expect.closeTo(264, 9), 5, 5]); // 24 minutes of 3 of 11
    const day = evaluated([whole]);
    expect(numberOf(day, 'errors') / numberOf(day, 'total')).toBeCloseTo(3 / 11, 12);
    expect(numberOf(evaluated(['slo:error_ratio:rate5m']), 'slo:error_ratio:rate5m')).toBeCloseTo(3 / 11, 12);
  });
});
