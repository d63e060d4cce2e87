import { describe, expect, it } from 'vitest';
import type { AlertRules } from '../../facts/deployment.ts';
import { prometheusRulesReader } from './index.ts';

const read = (text: string, path = 'monitoring/orders.rules.yml', others: Readonly<Record<string, string>> = {}) =>
  prometheusRulesReader.read({ path, text }, { paths: Object.keys(others), has: (each) => Object.hasOwn(others, each), text: (each) => others[each] });

const rulesOf = (text: string): AlertRules['rules'] => read(text).facts.flatMap((fact) => (fact.kind === 'alert-rules' ? fact.rules : []));

const file = `groups:
  - name: orders
    rules:
      - record: orders:errors:ratio_rate5m
        expr: sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))
      - alert: OrdersFail
        expr: |
          orders:errors:ratio_rate5m
            > 0.01
        for: 1h30m
        labels: { severity: page }
        annotations:
          summary: '{{ $labels.instance }} turns orders away'
`;

describe('rule files', () => {
  it('give alerts and recordings with their expressions and places', () => {
    const { facts, unread } = read(file, 'monitoring/prod/orders.rules.yml');
    expect(unread).toEqual([]);
    expect(facts).toMatchObject([{ kind: 'alert-rules', name: 'orders', environment: 'prod', nameSource: { line: 1, column: 1, endColumn: 7 } }]);
    expect(rulesOf(file)).toMatchObject([
      { alert: null, record: 'orders:errors:ratio_rate5m', forMs: null, labels: {}, expressionSource: { line: 5, column: 15 } },
      { alert: 'OrdersFail', record: null, expression: 'orders:errors:ratio_rate5m\n  > 0.01', forMs: 5_400_000, labels: { severity: 'page' }, source: { line: 6, column: 9 } },
    ]);
  });

  it.each([
    ['5m', 300_000],
    ['0s', 0],
    ['1d12h', 129_600_000],
    ['1y', 31_536_000_000],
    ['500ms', 500],
  ])('read for: %s', (text, ms) => expect(rulesOf(file.replace('1h30m', text))[1]?.forMs).toBe(ms));

  it('report a `for` that is none', () => expect(read(file.replace('1h30m', 'a while'))).toMatchObject({ unread: [{ line: 10, message: expect.stringContaining('duration') }] }));

  it('report, but do not read, what a template makes', () => {
    for (const text of [file.replace('1h30m', '{{ .Values.wait }}'), `{{- if .Values.alerts }}\n${file}{{- end }}\n`]) {
      expect(read(text)).toMatchObject({ facts: [], unread: [{ line: null, message: expect.stringContaining('template expressions') }] });
    }
    expect(read(file.replace('1h30m', '{{ .Values.wait }}'), 'chart/templates/rules.yaml', { 'chart/Chart.yaml': 'name: orders' })).toEqual({ facts: [], unread: [] });
  });
});

describe('other files', () => {
  it.each([
    'apiVersion: 1\ngroups:\n  - orgId: 1\n    rules: [{ uid: a, title: Orders, data: [{ model: { expr: up } }] }]\n',
    'rule_files: [orders.rules.yml]\ntests:\n  - alert_rule_test: [{ alertname: OrdersFail }]\n    promql_expr_test: [{ expr: up }]\n',
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  ${file.replaceAll('\n', '\n  ')}\n`,
    'groups:\n  - name: berths\n    rules: [{ expr: depth > 3 }]\n',
    'groups: 5\n# expr:\nalert: 1\n',
    'panels: [{ targets: [{ expr: up }] }]\n',
  ])('%j', (text) => expect(read(text)).toEqual({ facts: [], unread: [] }));

  it.each(['', '\0', '{'.repeat(100_000), `groups:\n${'- rules: [{alert: a, expr: '.repeat(1000)}`])('survives bad input', (text) => expect(() => read(text)).not.toThrow());
});
