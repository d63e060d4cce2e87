import { sayDuration } from '@plimsoll/contract';
import type { CurvePoint, Curves } from '@plimsoll/contract';
import { linear, logarithmic } from '../../gate/html/scale.ts';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { fitWidth } from '../../map/svg/text-width.ts';
import { heldOf, whyNot } from './held.ts';
import type { Held, Latency } from './held.ts';

const size = { width: 560, height: 330, left: 66, right: 14, top: 14, bottom: 44 } as const;
const markHeight = 19; // of the words on a load line
const nameRoom = 190;

/** One percentile of all systems over the load, with the objective across and the highest load that holds upright. */
export function loadChart({ systems, objective, load }: Curves, latency: Latency): Html {
  const named = `P${latency.slice(1, -2)}`;
  const limitMs = objective[latency];
  const all = systems.flatMap(({ points }) => points);
  const values = [...all.flatMap((point) => point[latency] ?? []), ...(limitMs === null ? [] : [limitMs])].filter((value) => value > 0);
  const highest = Math.max(...all.map(({ arrivalsPerSecond }) => arrivalsPerSecond), 1);
  const x = linear(0, highest * 1.04, size.left, size.width - size.right);
  const y = logarithmic(Math.min(...values, 1e6) * 0.8, Math.max(...values, 1) * 1.25, size.height - size.bottom, size.top + systems.length * markHeight);
  const bottom = size.height - size.bottom;
  const held = heldOf(systems);
  const rows = y.ticks.map((tick) => {
    const at = px(y.at(tick));
    return html`<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${at}" y2="${at}"/><text class="tick" text-anchor="end" x="${size.left - 8}" y="${px(y.at(tick) + 4)}">${sayDuration(tick)}</text>`;
  });
  const columns = x.ticks.map((tick) => html`<text class="tick" text-anchor="middle" x="${px(x.at(tick))}" y="${bottom + 17}">${String(tick)}</text>`);
  const across =
    limitMs === null
      ? null
      : html`<line class="margin" x1="${size.left}" x2="${size.width - size.right}" y1="${px(y.at(limitMs))}" y2="${px(y.at(limitMs))}"/><text class="limit" text-anchor="end" x="${size.width - size.right}" y="${px(y.at(limitMs) - 5)}">objective ${sayDuration(limitMs)}</text>`;
  return html`<figure class="chart load"><figcaption>${named}</figcaption><svg viewBox="0 0 ${String(size.width)} ${String(size.height)}" role="img" aria-label="${named} over load. ${held.map(sayHeld(load.arrivals)).join('. ')}">${rows}${columns}<text class="tick" text-anchor="end" x="${size.width - size.right}" y="${size.height - 6}">${load.arrivals} per second</text>${across}${held.map((each, index) => upright(each, index, x.at, bottom))}${systems.map(({ points }, index) => html`${line(points, latency, index, x.at, y.at)}${points.map((point) => mark(point, latency, index, x.at, y.at, `${sayPoint(point, named, latency)} at ${point.arrivalsPerSecond}/s${point.holds ? '' : `: ${whyNot(point, objective)}`}`))}`)}</svg></figure>`;
}

/** The load line: so much, and no more. */
function upright({ name, perSecond }: Held, index: number, at: (value: number) => number, bottom: number): Html | null {
  if (perSecond === null) return null;
  const x = at(perSecond);
  const isLeft = x > size.width * 0.55;
  const y = size.top + 9 + index * markHeight;
  const words = `${fitWidth(name, 12, nameRoom)} ${perSecond}/s`;
  return html`<line class="load-line ${kindOf(index)}" x1="${px(x)}" x2="${px(x)}" y1="${px(y)}" y2="${px(bottom)}"/><text class="load-name ${kindOf(index)}" text-anchor="${isLeft ? 'end' : 'start'}" x="${px(x + (isLeft ? -6 : 6))}" y="${px(y + 2)}">${words}</text>`;
}

/** Through the middle of what was measured at each rate. */
function line(points: readonly CurvePoint[], latency: Latency, index: number, x: (value: number) => number, y: (value: number) => number): Html {
  const rates = [...Map.groupBy(points, ({ arrivalsPerSecond }) => arrivalsPerSecond)].toSorted(([a], [b]) => a - b);
  const middle = rates.flatMap(([rate, own]) => {
    const values = own.flatMap((point) => point[latency] ?? []).toSorted((a, b) => a - b);
    const value = values[Math.floor((values.length - 1) / 2)];
    return value === undefined ? [] : [`${px(x(rate))} ${px(y(value))}`];
  });
  return html`<path class="line ${kindOf(index)}" d="M${middle.join('L')}"/>`;
}

function mark(point: CurvePoint, latency: Latency, index: number, x: (value: number) => number, y: (value: number) => number, says: string): Html {
  const value = point[latency];
  return html`<circle class="dot ${kindOf(index)}${point.holds ? '' : ' fails'}" cx="${px(x(point.arrivalsPerSecond))}" cy="${px(value === null ? size.top : y(value))}" r="3.5"><title>${says}</title></circle>`;
}

function sayPoint(point: CurvePoint, named: string, latency: Latency): string {
  const value = point[latency];
  return value === null ? 'nothing was answered' : `${named} ${sayDuration(Math.round(value * 10) / 10)}`;
}

function sayHeld(arrivals: string): (held: Held) => string {
  return ({ name, perSecond }) => (perSecond === null ? `${name} does not hold the objective at any load` : `${name} holds the objective up to ${perSecond} ${arrivals} per second`);
}

/** The last is what the story leads to. */
export function kindOf(index: number): string {
  return `system-${Math.min(index, 3)}`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
