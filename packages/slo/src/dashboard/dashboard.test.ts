import { describe, expect, it } from 'vitest';
import { dashboardOf, joinedRules, readSloFile, rulesOf } from '../index.ts';
import type { Dashboard, SloRules } from '../index.ts';

const rulesFor = (text: string): SloRules => joinedRules((readSloFile('slo.yml', text)?.slos ?? []).map((slo) => rulesOf(slo)));
const rules = rulesFor(
  'service: quay\nslos:\n  - { name: availability, target: 99.9, window: 30d }\n  - { name: latency_p95, target: 250ms, window: 7d }\n  - { name: probe, sli: probe, target: 99%, window: 30d }\nindicators:\n  probe: { error_ratio: "1 - avg(avg_over_time(probe_success[{{.window}}]))" }\n',
);

const nameOf = (expr: string): readonly string[] => expr.match(/slo:[a-z_]+:[a-z0-9]+/g) ?? [];
const expressionsOf = ({ panels, templating }: Dashboard): readonly string[] => [
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...templating.list.flatMap((each) => (each.type === 'query' ? [each.query.query] : [])),
];

describe('a dashboard', () => {
  const dashboard = dashboardOf(rules);
  const recorded = new Set(rules.groups.flatMap((group) => group.rules.flatMap((rule) => ('record' in rule ? [rule.record] : []))));

  it('asks only for series that the rules record', () => {
    const asked = expressionsOf(dashboard).map((expr) => nameOf(expr));
    expect(asked.every((names) => names.length > 0)).toBe(true);
    expect([...new Set(asked.flat())].filter((name) => !recorded.has(name))).toEqual([]);
  });
  it('shows budget, burn rate over every window, error ratio, traffic and coverage over every period', () => {
    const asked = new Set(expressionsOf(dashboard).flatMap((expr) => nameOf(expr)));
    expect(
      [...recorded].filter((name) => /^slo:(?:budget_remaining|objective|coverage)|^slo:error_ratio:rate(?:5m|30m|1h|2h|6h|1d|3d)$|^slo:(?:total|errors):rate5m$/.test(name) && !asked.has(name)),
    ).toEqual([]);
  });
  it('has what Grafana needs: one id per panel, a place for each, the data source as a variable', () => {
    expect(dashboard).toMatchObject({ schemaVersion: 39, uid: 'plimsoll-slo' });
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
    const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);
    expect(new Set([...targets, ...dashboard.panels.flatMap((panel) => (panel.targets ? [panel] : []))].map(({ datasource }) => datasource?.uid))).toEqual(new Set(['${datasource}']));
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
    for (const { targets: each = [] } of dashboard.panels) expect(new Set(each.map(({ refId }) => refId)).size).toBe(each.length);
  });
  it('names every variable that it uses', () => {
    const names = new Set(dashboard.templating.list.map(({ name }) => name));
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?([a-z]+)\}?/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
    expect(used.length).toBeGreaterThan(10);
  });
  it('is the same for the same rules', () => expect(JSON.stringify(dashboardOf(rules))).toBe(JSON.stringify(dashboard)));
});
