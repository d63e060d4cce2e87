import { rangeOf } from '../rules/range.ts';
import type { SloRules } from '../rules/index.ts';
import type { Dashboard, Datasource, FieldDefaults, Panel, Target } from './grafana.ts';

export type { Dashboard } from './grafana.ts';

const datasource: Datasource = { type: 'prometheus', uid: '${datasource}' };
const of = '{slo_service="$service",slo_name="$objective"}';

const green = { color: 'green', value: 0.5 };
/** As the gate decides by default: care below a half, frozen at nothing. */
const budgetSteps = [{ color: 'red', value: null }, { color: 'orange', value: 1e-9 }, green];
const burnSteps = [
  { color: 'green', value: null },
  { color: 'orange', value: 1 },
  { color: 'red', value: 14.4 },
];

/**
 * A Grafana dashboard over the series that these rules record: one for all services, which are chosen above, with a row for each
 * objective of the chosen one. Nothing in it is computed but burn rates, which are the recorded ratios over the budget.
 */
export function dashboardOf({ plans }: Pick<SloRules, 'plans'>): Dashboard {
  const windows = [...new Set(plans.flatMap(({ windowsMs }) => windowsMs))].toSorted((a, b) => a - b).map((ms) => rangeOf(ms));
  const periods = [...new Set(plans.map(({ periodMs }) => periodMs))].toSorted((a, b) => a - b).map((ms) => rangeOf(ms));
  return {
    uid: 'plimsoll-slo',
    title: 'Service level objectives',
    tags: ['slo', 'plimsoll'],
    schemaVersion: 39,
    editable: true,
    refresh: '1m',
    time: { from: 'now-7d', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
        choice('service', 'Service', 'label_values(slo:objective:ratio, slo_service)', false),
        choice('objective', 'Objective', 'label_values(slo:objective:ratio{slo_service="$service"}, slo_name)', true),
      ],
    },
    panels: [
      panel(1, 'bargauge', 'Budget that remains, the least first', { x: 0, y: 0, w: 24, h: 7 }, [target('A', 'sort(slo:budget_remaining:ratio{slo_service="$service"})', '{{slo_name}}', true)], {
        ...percent(budgetSteps),
        min: -0.5,
        max: 1,
      }),
      { id: 2, type: 'row', title: '$objective', gridPos: { x: 0, y: 7, w: 24, h: 1 }, repeat: 'objective', collapsed: false, panels: [] },
      panel(3, 'stat', 'Budget that remains', { x: 0, y: 8, w: 6, h: 4 }, [target('A', `slo:budget_remaining:ratio${of}`, '', true)], percent(budgetSteps)),
      panel(4, 'stat', 'Objective', { x: 0, y: 12, w: 3, h: 4 }, [target('A', `slo:objective:ratio${of}`, '', true)], percent([green])),
      panel(
        5,
        'stat',
        'Measured',
        { x: 3, y: 12, w: 3, h: 4 },
        periods.map((period, index) => target(letter(index), `slo:coverage:ratio${period}${of}`, period, true)),
        percent([
          { color: 'red', value: null },
          { color: 'green', value: 0.9 },
        ]),
        'Share of the window in which the objective was measured.',
      ),
      panel(6, 'timeseries', 'Budget that remains', { x: 6, y: 8, w: 9, h: 8 }, [target('A', `slo:budget_remaining:ratio${of}`, 'remains')], { ...percent(budgetSteps), max: 1 }),
      panel(
        7,
        'timeseries',
        'Burn rates',
        { x: 15, y: 8, w: 9, h: 8 },
        windows.map((window, index) => target(letter(index), `slo:error_ratio:rate${window}${of} / (1 - slo:objective:ratio${of})`, window)),
        { ...plain('none', burnSteps), min: 0 },
        'How many times as fast as allowed the budget is spent; at 1 it lasts exactly as long as the window.',
      ),
      panel(
        8,
        'timeseries',
        'Error ratio',
        { x: 0, y: 16, w: 12, h: 8 },
        ['5m', '1h'].map((window, index) => target(letter(index), `slo:error_ratio:rate${window}${of}`, window)),
        { ...percent([green]), min: 0 },
      ),
      panel(
        9,
        'timeseries',
        'Traffic',
        { x: 12, y: 16, w: 12, h: 8 },
        [target('A', `slo:total:rate5m${of}`, 'all'), target('B', `slo:errors:rate5m${of}`, 'bad')],
        { ...plain('reqps', [green]), min: 0 },
        'Events per second over five minutes. An objective that is measured by a ratio has none.',
      ),
    ],
  };
}

function panel(id: number, type: Panel['type'], title: string, gridPos: Panel['gridPos'], targets: readonly Target[], defaults: FieldDefaults, description = ''): Panel {
  const reduce = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };
  const options =
    type === 'timeseries'
      ? { legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } }
      : type === 'bargauge'
        ? { ...reduce, orientation: 'horizontal', displayMode: 'basic' }
        : { ...reduce, colorMode: 'value', graphMode: 'none' };
  return {
    id,
    type,
    title,
    ...(description === '' ? {} : { description }),
    gridPos,
    datasource,
    targets,
    fieldConfig: { defaults: type === 'timeseries' ? { ...defaults, ...lines } : defaults, overrides: [] },
    options,
  };
}

/** Lines are told apart by colour, so thresholds are lines, too. */
const lines: Pick<FieldDefaults, 'color' | 'custom'> = { color: { mode: 'palette-classic' }, custom: { thresholdsStyle: { mode: 'dashed' } } };

function target(refId: string, expr: string, legendFormat: string, instant = false): Target {
  return { refId, datasource, expr, legendFormat, ...(instant ? { instant } : {}) };
}

function choice(name: string, label: string, query: string, multi: boolean): Dashboard['templating']['list'][number] {
  return { name, label, type: 'query', datasource, query: { query, refId: name }, refresh: 2, sort: 1, multi, includeAll: multi };
}

function percent(steps: FieldDefaults['thresholds']['steps']): FieldDefaults {
  return plain('percentunit', steps);
}

/** Without a value nothing is known; an empty panel would read as zero. */
function plain(unit: string, steps: FieldDefaults['thresholds']['steps']): FieldDefaults {
  return { unit, noValue: 'not measured', color: { mode: 'thresholds' }, thresholds: { mode: 'absolute', steps: steps.map((step, index) => (index === 0 ? { ...step, value: null } : step)) } };
}

function letter(index: number): string {
  return String.fromCodePoint(65 + index);
}
