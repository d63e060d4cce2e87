import { sayDuration } from '@plimsoll/contract';
import type { MeasuredRun } from '@plimsoll/decisions';
import { chart, dot, path, size } from '../../gate/html/chart.ts';
import { linear, logarithmic } from '../../gate/html/scale.ts';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { PageParts } from '../page-parts.ts';

const chartsMost = 6; // the newest; older states of the system are in the history
const quantiles = [0.5, 0.95, 0.99] as const;

/** Each stored run is a point, those of one commit and service a chart; null where no two of them differ in load. */
export function runCharts({ runs, systems }: Pick<PageParts, 'runs' | 'systems'>): { readonly count: number; readonly body: Html } | null {
  const points = runs.filter((run): run is Point => run.ratePerSecond !== null && run.ratePerSecond > 0 && run.interrupted === null && run.verdict !== 'invalid' && run.percentiles.length > 0);
  const groups = [...Map.groupBy(points, ({ service, environment, commit, isDirty }) => JSON.stringify([service, environment, commit, isDirty])).values()]
    .filter((own) => new Set(own.map(({ ratePerSecond }) => Math.round(ratePerSecond))).size > 1)
    .toSorted((a, b) => (newest(a) < newest(b) ? 1 : -1));
  if (groups.length === 0) return null;
  const limits = new Map(systems.flatMap(({ slos }) => slos.map(({ slo }) => [slo.service?.value ?? null, slo.objectives.flatMap(({ thresholdMs }) => thresholdMs?.value ?? [])] as const)));
  return {
    count: groups.length,
    body: html`<p class="quiet">Each point is a stored run: what was answered per second, and how long it took. Runs that were interrupted or prove nothing are left out. A dashed line across is a latency that an SLO promises.</p>
<ul class="key"><li><span class="p50"></span>P50</li><li><span class="p95"></span>P95</li><li><span class="p99"></span>P99</li></ul>
<div class="charts">${groups.slice(0, chartsMost).map((own) => curve(own, limits.get(own[0]?.service ?? null) ?? []))}</div>
${groups.length > chartsMost ? html`<p class="quiet">and ${groups.length - chartsMost} earlier; <code>plimsoll history show</code> lists their runs</p>` : null}`,
  };
}

type Point = MeasuredRun & { readonly ratePerSecond: number };

function newest(runs: readonly Point[]): string {
  return runs.reduce((latest, { id }) => (id > latest ? id : latest), '');
}

function curve(runs: readonly Point[], limitsMs: readonly number[]): Html {
  const sorted = runs.toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  const of = (run: Point, quantile: number): number | null => run.percentiles.find((each) => each.quantile === quantile)?.valueMs ?? null;
  const values = [...sorted.flatMap((run) => quantiles.flatMap((quantile) => of(run, quantile) ?? [])), ...limitsMs];
  const highest = sorted.at(-1)?.ratePerSecond ?? 1;
  const x = linear(0, highest * 1.05, size.left, size.width - size.right);
  const y = logarithmic(Math.min(...values) * 0.9, Math.max(...values) * 1.15, size.height - size.bottom, size.top);
  const lines = quantiles.map((quantile) => {
    const points = sorted.flatMap((run) => {
      const value = of(run, quantile);
      return value === null ? [] : [{ run, value }];
    });
    const kind = `p${quantile * 100}`;
    return html`${path(
      points.map(({ run, value }) => [x.at(run.ratePerSecond), y.at(value)]),
      kind,
    )}${points.map(({ run, value }) => dot(x.at(run.ratePerSecond), y.at(value), kind, `${run.id}: P${quantile * 100} ${sayDuration(value)} at ${Math.round(run.ratePerSecond)}/s`))}`;
  });
  const limits = limitsMs.map((limit) => {
    const at = y.at(limit);
    return html`<line class="margin" x1="${size.left}" x2="${size.width - size.right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}"/><text class="limit" x="${size.left + 4}" y="${(at - 4).toFixed(1)}">SLO ${sayDuration(limit)}</text>`;
  });
  const [first] = sorted;
  const name = [first?.service ?? 'no service named', first?.environment ?? '', first?.commit ? `commit ${first.commit.slice(0, 8)}${first.isDirty ? ' and changes' : ''}` : '']
    .filter((part) => part !== '')
    .join(', ');
  return chart(
    name,
    `Latency over load of ${name}: ${sorted.length} runs from ${Math.round(first?.ratePerSecond ?? 0)} to ${Math.round(highest)} requests per second`,
    { scale: x, say: (rate) => `${rate}/s`, name: 'answered' },
    { scale: y, say: (ms) => sayDuration(ms), name: 'latency' },
    [...limits, ...lines],
  );
}
