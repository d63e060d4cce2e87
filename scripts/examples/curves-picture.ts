import { highestThatHolds, sayDuration } from '@plimsoll/contract';
import type { CurvePoint, Curves, SystemCurve } from '@plimsoll/contract';
import { linear, logarithmic } from '../../packages/report/src/gate/html/scale.ts';
import type { Scale } from '../../packages/report/src/gate/html/scale.ts';
import { html } from '../../packages/report/src/html/markup.ts';
import type { Html } from '../../packages/report/src/html/markup.ts';
import { origin } from './origin.ts';
import { px, svgOf, top } from './picture.ts';

const [width, height] = [860, 460];
const [left, right, bottom] = [72, 108, 72];
const kinds = ['before', 'after'] as const;

/** P95 over load of two systems, on a logarithmic axis. */
export function curvesPicture(curves: Curves): string {
  const { systems, objective, load } = curves;
  const shown = systems.slice(0, kinds.length).map((system) => ({ ...system, points: system.points.filter(hasP95).toSorted((a, b) => a.arrivalsPerSecond - b.arrivalsPerSecond) }));
  const points = shown.flatMap((system) => system.points);
  const latencies = [...points.map(({ p95Ms }) => p95Ms), ...(objective.p95Ms === null ? [] : [objective.p95Ms])];
  const x = linear(0, Math.max(...points.map(({ arrivalsPerSecond }) => arrivalsPerSecond)) * 1.02, left, width - right);
  const y = logarithmic(Math.min(...latencies) * 0.8, Math.max(...latencies) * 1.3, height - bottom, top);
  const results = shown.map((system) => `${system.name} ${saysHighest(system)}`).join(', ');
  return svgOf({
    width,
    height,
    title: `Latency over load: ${results}`,
    subtitle: `P95 of all requests; a ring is a rate at which the objectives do not hold`,
    says: `P95 over ${load.arrivals} a second: ${results}.`,
    marks: [grid(x, y, load.arrivals), ...shown.map((system, index) => curve(system, kinds[index] ?? 'after', x, y)), ...(objective.p95Ms === null ? [] : [limit(y, objective.p95Ms)])],
    footer: origin(curves),
  });
}

type Shown = CurvePoint & { readonly p95Ms: number };

function hasP95(point: CurvePoint): point is Shown {
  return point.p95Ms !== null && point.p95Ms > 0;
}

function saysHighest({ points }: SystemCurve): string {
  const highest = highestThatHolds(points);
  return highest === null ? 'holds at no rate' : `holds up to ${highest}/s`;
}

function grid(x: Scale, y: Scale, arrivals: string): Html {
  const rows = y.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${left}" x2="${width - right}" y1="${px(y.at(tick))}" y2="${px(y.at(tick))}"/><text class="tick" text-anchor="end" x="${left - 8}" y="${px(y.at(tick) + 4)}">${sayDuration(tick)}</text>`,
  );
  const columns = x.ticks.map((tick) => html`<text class="tick" text-anchor="middle" x="${px(x.at(tick))}" y="${height - bottom + 18}">${String(tick)}</text>`);
  return html`${rows}${columns}<text class="tick" text-anchor="end" x="${width - right}" y="${height - bottom + 34}">${arrivals} that begin within a second</text>`;
}

function limit(y: Scale, ms: number): Html {
  return html`<line class="limit" x1="${left}" x2="${width - right}" y1="${px(y.at(ms))}" y2="${px(y.at(ms))}"/><text class="limit-name halo" text-anchor="end" x="${width - right - 4}" y="${px(y.at(ms) - 6)}">objective ${sayDuration(ms)}</text>`;
}

function curve({ name, points }: { readonly name: string; readonly points: readonly Shown[] }, kind: (typeof kinds)[number], x: Scale, y: Scale): Html {
  const at = ({ arrivalsPerSecond, p95Ms }: Shown): readonly [string, string] => [px(x.at(arrivalsPerSecond)), px(y.at(p95Ms))];
  const d = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point).join(' ')}`).join('');
  const marks = points.map((point) => {
    const [cx, cy] = at(point);
    const says = html`<title>${`${name}, ${point.arrivalsPerSecond}/s: P95 ${sayDuration(point.p95Ms)}${point.holds ? '' : ', does not hold'}`}</title>`;
    return point.holds ? html`<circle class="mark ${kind} fill" cx="${cx}" cy="${cy}" r="4.5">${says}</circle>` : html`<circle class="ring ${kind}" cx="${cx}" cy="${cy}" r="5">${says}</circle>`;
  });
  const [last] = points.slice(-1);
  const label = last ? html`<text class="${kind} fill strong halo" x="${px(x.at(last.arrivalsPerSecond) + 10)}" y="${px(y.at(last.p95Ms) + 4)}">${name}</text>` : null;
  const failed = points.find(({ holds }) => !holds);
  const first = failed ? failsFrom(failed.arrivalsPerSecond, at(failed), kind) : null;
  return html`<path class="line ${kind}" d="${d}"/>${marks}${label}${first}`;
}

/** Left of its ring; right of it where there is no room. */
function failsFrom(rate: number, [x, y]: readonly [string, string], kind: (typeof kinds)[number]): Html {
  const isNarrow = Number(x) < left + 110;
  return html`<text class="${kind} fill halo" text-anchor="${isNarrow ? 'start' : 'end'}" x="${px(Number(x) + (isNarrow ? 12 : -10))}" y="${px(Number(y) - 8)}">${`fails from ${rate}/s`}</text>`;
}
