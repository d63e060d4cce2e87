import type { GateReport } from '@plimsoll/gate';
import { sayEffect, sayMs, sayQuantile } from '@plimsoll/gate';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { chart, dot, path, size } from './chart.ts';
import { linear, logarithmic } from './scale.ts';

const [x0, x1, y0, y1] = [size.left, size.width - size.right, size.height - size.bottom, size.top];

/** P95 of each slice over time; base is drawn dashed, so that colour is not the only difference. */
export function overTime({ charts: { overTime: slices } }: GateReport): Html | null {
  if (slices.length < 2) return null;
  const values = slices.map(({ p95Ms }) => p95Ms);
  const x = linear(0, Math.max(...slices.map(({ atMs }) => atMs)) / 1000, x0, x1);
  const y = logarithmic(Math.min(...values) * 0.9, Math.max(...values) * 1.1, y0, y1);
  const arms = (['base', 'head'] as const).flatMap((arm) => {
    const own = slices.filter((slice) => slice.arm === arm).toSorted((a, b) => a.atMs - b.atMs);
    return own.length === 0
      ? []
      : [
          path(
            own.map(({ atMs, p95Ms }) => [x.at(atMs / 1000), y.at(p95Ms)]),
            arm,
          ),
          ...own.map(({ atMs, p95Ms }) => dot(x.at(atMs / 1000), y.at(p95Ms), arm, `${arm} at ${(atMs / 1000).toFixed(0)} s: P95 ${sayMs(p95Ms)}`)),
        ];
  });
  return chart(
    'P95 of each slice over time',
    `P95 of ${slices.length} slices, from ${sayMs(Math.min(...values))} to ${sayMs(Math.max(...values))}`,
    { scale: x, say: (s) => `${s} s`, name: 'time' },
    { scale: y, say: sayMs, name: 'P95' },
    arms,
  );
}

/** Both distributions, laid over each other. */
export function distribution({ charts: { quantiles } }: GateReport): Html | null {
  if (quantiles.length < 2) return null;
  const values = quantiles.flatMap(({ headMs, baseMs }) => [headMs, ...(baseMs === null ? [] : [baseMs])]);
  const x = linear(0, quantiles.length - 1, x0 + 12, x1 - 20); // one step for each quantile: the tail has as much room as the middle
  const y = logarithmic(Math.min(...values) * 0.9, Math.max(...values) * 1.1, y0, y1);
  const points = (of: (quantile: (typeof quantiles)[number]) => number | null): readonly (readonly [number, number])[] =>
    quantiles.flatMap((quantile, index) => {
      const value = of(quantile);
      return value === null ? [] : [[x.at(index), y.at(value)] as const];
    });
  const labelled = { ...x, ticks: quantiles.map((_, index) => index) };
  return chart(
    'Latency at each quantile',
    `from ${sayMs(Math.min(...values))} at the fastest to ${sayMs(Math.max(...values))} at the slowest quantile shown`,
    { scale: labelled, say: (index) => sayQuantile(quantiles[index]?.quantile ?? 0), name: '' },
    { scale: y, say: sayMs, name: 'latency' },
    [
      path(
        points(({ baseMs }) => baseMs),
        'base',
      ),
      path(
        points(({ headMs }) => headMs),
        'head',
      ),
    ],
  );
}

/** How much slower head is at each quantile: it explains, and decides nothing. */
export function shifts({ charts: { quantiles } }: GateReport): Html | null {
  const known = quantiles.flatMap(({ quantile, headMs, baseMs }) => (baseMs === null || baseMs <= 0 ? [] : [{ quantile, effect: headMs / baseMs - 1 }]));
  if (known.length < 2) return null;
  const effects = known.map(({ effect }) => effect);
  const x = linear(0, known.length - 1, x0 + 12, x1 - 20);
  const y = linear(Math.min(0, ...effects) - 0.02, Math.max(0.05, ...effects) + 0.02, y0, y1);
  const bars = known.map(({ quantile, effect }, index) => {
    const [from, to] = [y.at(0), y.at(effect)];
    return html`<rect class="bar ${effect > 0 ? 'slower' : 'faster'}" x="${(x.at(index) - 9).toFixed(1)}" width="18" y="${Math.min(from, to).toFixed(1)}" height="${Math.max(1, Math.abs(to - from)).toFixed(1)}"><title>${sayQuantile(quantile)}: ${sayEffect(effect)}</title></rect>`;
  });
  return chart(
    'Shift at each quantile, head against base',
    known.map(({ quantile, effect }) => `${sayQuantile(quantile)} ${sayEffect(effect)}`).join(', '),
    { scale: { ...x, ticks: known.map((_, index) => index) }, say: (index) => sayQuantile(known[index]?.quantile ?? 0), name: '' },
    { scale: y, say: sayEffect, name: 'effect' },
    [html`<line class="zero" x1="${x0}" x2="${x1}" y1="${y.at(0).toFixed(1)}" y2="${y.at(0).toFixed(1)}"/>`, ...bars],
  );
}

/** Each effect with its interval against the margin. */
export function effects({ relative }: GateReport): Html | null {
  const known = relative.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  if (known.length === 0) return null;
  const margin = known[0]?.margin ?? 0.05;
  const shown = (value: number): number => Math.min(3, Math.max(-0.9, value)); // an interval without end would hide all others
  const x = linear(shown(Math.min(0, ...known.map(({ low }) => low))) - 0.02, shown(Math.max(margin, ...known.map(({ high }) => high))) + 0.02, x0 + 60, x1);
  const step = (y0 - y1) / known.length;
  const rows = known.map(({ metric, endpoint, effect, low, high, answer }, index) => {
    const y = y1 + step * (index + 0.5);
    return html`<text class="tick" text-anchor="end" x="${x0 + 50}" y="${(y + 4).toFixed(1)}">${metric.toUpperCase()}${endpoint === '*' ? '' : ' …'}</text><line class="interval ${answer}" x1="${x.at(shown(low)).toFixed(1)}" x2="${x.at(shown(high)).toFixed(1)}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>${dot(x.at(shown(effect)), y, `answer-${answer}`, `${metric} ${endpoint}: ${sayEffect(effect)} (${sayEffect(low)} to ${sayEffect(high)}), ${answer}`)}`;
  });
  const line = (value: number, kind: string): Html => html`<line class="${kind}" x1="${x.at(value).toFixed(1)}" x2="${x.at(value).toFixed(1)}" y1="${y1}" y2="${y0}"/>`;
  return chart(
    'Effect with its 95 % interval; right of the dashed margin is a slowdown',
    known.map(({ says }) => says).join('; '),
    { scale: x, say: sayEffect, name: '' },
    { scale: { at: () => 0, ticks: [] }, say: String, name: '' },
    [line(0, 'zero'), line(margin, 'margin'), ...rows],
  );
}
