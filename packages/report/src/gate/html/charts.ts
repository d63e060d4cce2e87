import { allEndpoints } from '@plimsoll/contract';
import type { GateReport, RelativeResult } from '@plimsoll/gate';
import { sayEffect, sayMs, sayQuantile } from '@plimsoll/gate';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { chart, dot, path, size } from './chart.ts';
import { linear, logarithmic } from './scale.ts';

const [x0, x1, y0, y1] = [size.left, size.width - size.right, size.height - size.bottom, size.top];

const dotsMost = 150; // of an arm; more of them are a band
const stretchesMost = 400; // of an arm: there are not many more pixels

/** P95 of each slice over time; base is drawn dashed, so that colour is not the only difference. */
export function overTime({ charts: { overTime: slices } }: GateReport): Html | null {
  const known = slices.filter(({ atMs, p95Ms }) => Number.isFinite(atMs) && Number.isFinite(p95Ms)).toSorted((a, b) => a.atMs - b.atMs);
  if (known.length < 2) return null;
  const own = (['base', 'head'] as const).map((arm) => known.filter((slice) => slice.arm === arm));
  const stretch = Math.max(...own.map(({ length }) => Math.ceil(length / stretchesMost)));
  const values = extent(known.map(({ p95Ms }) => p95Ms));
  const x = linear(0, (known.at(-1)?.atMs ?? 0) / 1000, x0, x1);
  const y = logarithmic(values.low * 0.95, values.high * 1.05, y0, y1);
  const marks = own.flatMap((all) => {
    const shown = slowestOfEach(all, stretch);
    const line = path(
      shown.map(({ atMs, p95Ms }) => [x.at(atMs / 1000), y.at(p95Ms)]),
      shown[0]?.arm ?? 'head',
    );
    const dots = shown.length > dotsMost ? [] : shown.map(({ arm, atMs, p95Ms }) => dot(x.at(atMs / 1000), y.at(p95Ms), arm, `${arm} at ${(atMs / 1000).toFixed(0)} s: P95 ${sayMs(p95Ms)}`));
    return shown.length === 0 ? [] : [line, ...dots];
  });
  return chart(
    stretch === 1 ? 'P95 of each slice over time' : `P95 over time: of every ${stretch} slices the slowest`,
    `P95 of ${known.length} slices, from ${sayMs(values.low)} to ${sayMs(values.high)}`,
    { scale: x, say: (s) => `${s} s`, name: 'time' },
    { scale: y, say: sayMs, name: 'P95' },
    marks,
  );
}

/** Percentiles are never averaged; a burst must not vanish by drawing fewer of them. */
function slowestOfEach(slices: GateReport['charts']['overTime'], stretch: number): GateReport['charts']['overTime'] {
  if (stretch <= 1) return slices;
  return [...Map.groupBy(slices.entries(), ([index]) => Math.floor(index / stretch)).values()].flatMap((group) => group.map(([, slice]) => slice).toSorted((a, b) => b.p95Ms - a.p95Ms)[0] ?? []);
}

/** Spreading a long run into Math.min exceeds the stack. */
function extent(values: readonly number[]): { readonly low: number; readonly high: number } {
  return values.reduce(({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }), { low: Infinity, high: 0 });
}

/** Both distributions, laid over each other. */
export function distribution({ charts }: GateReport): Html | null {
  const quantiles = charts.quantiles.filter(({ headMs }) => Number.isFinite(headMs));
  if (quantiles.length < 2) return null;
  const values = quantiles.flatMap(({ headMs, baseMs }) => [headMs, ...(baseMs === null ? [] : [baseMs])]);
  const x = linear(0, quantiles.length - 1, x0 + 12, x1 - 20); // one step for each quantile: the tail has as much room as the middle
  const y = logarithmic(Math.min(...values) * 0.9, Math.max(...values) * 1.1, y0, y1);
  const points = (of: (quantile: (typeof quantiles)[number]) => number | null): readonly (readonly [number, number])[] =>
    quantiles.flatMap((quantile, index) => {
      const value = of(quantile);
      return value === null ? [] : [[x.at(index), y.at(value)] as const];
    });
  const base = points(({ baseMs }) => baseMs);
  const labelled = { ...x, ticks: quantiles.map((_, index) => index) };
  return chart(
    'Latency at each quantile',
    `from ${sayMs(Math.min(...values))} at the fastest to ${sayMs(Math.max(...values))} at the slowest quantile shown`,
    { scale: labelled, say: (index) => sayQuantile(quantiles[index]?.quantile ?? 0), name: '' },
    { scale: y, say: sayMs, name: 'latency' },
    [
      ...(base.length === 0 ? [] : [path(base, 'base')]),
      path(
        points(({ headMs }) => headMs),
        'head',
      ),
    ],
  );
}

/** How much slower head is at each quantile: it explains, and decides nothing. */
export function shifts({ charts: { quantiles } }: GateReport): Html | null {
  const known = quantiles.flatMap(({ quantile, headMs, baseMs }) => (baseMs === null || baseMs <= 0 || !Number.isFinite(headMs) ? [] : [{ quantile, effect: headMs / baseMs - 1 }]));
  if (known.length < 2) return null;
  const effects = known.map(({ effect }) => effect);
  const x = linear(0, known.length - 1, x0 + 12, x1 - 20);
  const y = linear(Math.min(0, ...effects) - 0.02, Math.max(0.05, ...effects) + 0.02, y0, y1);
  const bars = known.map(({ quantile, effect }, index) => {
    const [from, to] = [y.at(0), y.at(effect)];
    return html`<rect class="bar" x="${(x.at(index) - 9).toFixed(1)}" width="18" y="${Math.min(from, to).toFixed(1)}" height="${Math.max(1, Math.abs(to - from)).toFixed(1)}"><title>${sayQuantile(quantile)}: ${sayEffect(effect)}</title></rect>`;
  });
  return chart(
    'Shift at each quantile, head against base',
    known.map(({ quantile, effect }) => `${sayQuantile(quantile)} ${sayEffect(effect)}`).join(', '),
    { scale: { ...x, ticks: known.map((_, index) => index) }, say: (index) => sayQuantile(known[index]?.quantile ?? 0), name: '' },
    { scale: y, say: sayEffect, name: 'effect' },
    [html`<line class="axis" x1="${x0}" x2="${x1}" y1="${y.at(0).toFixed(1)}" y2="${y.at(0).toFixed(1)}"/>`, ...bars],
  );
}

const rowHeight = 38;
const rowsMost = 30;

/** Each effect with its interval against the margin. A ratio of two numbers has no interval, and gets no picture of one. */
export function effects({ relative, rule }: GateReport): Html | null {
  const all = rule === 'ratio' ? [] : relative.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const known = all.toSorted((a, b) => Number(b.answer === 'slower') - Number(a.answer === 'slower')).slice(0, rowsMost);
  if (known.length === 0) return null;
  const margin = Math.max(...known.map(({ margin: own }) => own));
  const shown = (value: number): number => Math.min(1.5, Math.max(-0.9, value)); // an interval without end would hide all others
  const x = linear(shown(Math.min(0, ...known.map(({ low }) => low))) - 0.02, shown(Math.max(margin, ...known.map(({ high }) => high))) + 0.02, 12, x1);
  const height = y1 + rowHeight * known.length + size.bottom;
  const rows = known.map((result, index) => {
    const { effect, low, high, answer } = result;
    const y = y1 + rowHeight * index + 27;
    const [from, to] = [x.at(shown(low)).toFixed(1), x.at(shown(high)).toFixed(1)];
    return html`<text class="label" x="12" y="${(y - 11).toFixed(1)}">${nameOf(result)}: ${sayEffect(effect)}, ${answers[answer]}</text><line class="interval ${answer}" x1="${from}" x2="${to}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>${high > shown(high) ? html`<text class="tick" x="${to}" y="${(y + 4).toFixed(1)}">▸</text>` : null}${dot(x.at(shown(effect)), y, 'centre', `${nameOf(result)}: ${sayEffect(effect)} (${sayEffect(low)} to ${sayEffect(high)}), ${answers[answer]}`)}`;
  });
  const line = (value: number, kind: string): Html => html`<line class="${kind}" x1="${x.at(value).toFixed(1)}" x2="${x.at(value).toFixed(1)}" y1="${y1}" y2="${(height - size.bottom).toFixed(1)}"/>`;
  const rest = all.length > known.length ? ` (${known.length} of ${all.length})` : '';
  return chart(
    `Effect with its 95 % interval${rest}; beyond the dashed margin of ${sayEffect(margin)} is a slowdown`,
    known.map(({ says }) => says).join('; '),
    { scale: x, say: sayEffect, name: '' },
    { scale: { at: () => 0, ticks: [] }, say: String, name: '' },
    [line(0, 'axis'), line(margin, 'margin'), ...rows],
    height,
  );
}

const answers: Readonly<Record<RelativeResult['answer'], string>> = { slower: 'slower', 'not-slower': 'not slower', unclear: 'unclear', quarantined: 'too noisy' };
const nameMost = 60;

function nameOf({ metric, endpoint }: RelativeResult): string {
  const name = `${metric === 'pooled-p99' ? 'P99 of bursts' : metric.toUpperCase()}${endpoint === allEndpoints ? '' : ` of ${endpoint}`}`;
  return name.length > nameMost ? `${name.slice(0, nameMost - 1).toWellFormed()}…` : name;
}
