import type { Ablation, Bar, Cell } from '../../examples/ablation/result.ts';
import { linear } from '../../packages/report/src/gate/html/scale.ts';
import type { Scale } from '../../packages/report/src/gate/html/scale.ts';
import { html } from '../../packages/report/src/html/markup.ts';
import type { Html } from '../../packages/report/src/html/markup.ts';
import { origin } from './origin.ts';
import { padding, px, svgOf, top } from './picture.ts';

const width = 860;
const [left, right] = [408, 92];
const [rowHeight, barHeight, smallHeight] = [52, 16, 26];

/** A bar per principle's fix, with the interval of its median: with a fraud service that is well, and with one that stalls. */
export function ablationPicture(ablation: Ablation): string {
  const { bars, notMeasured, lowestRate } = ablation;
  const highest = Math.max(...bars.flatMap(({ healthy, stalling }) => [healthy?.highest.high ?? 0, stalling?.highest.high ?? 0]), lowestRate);
  const x = linear(0, highest * 1.02, left, width - right);
  const legend = top + 6;
  const first = legend + 20;
  const rows = bars.map((bar, index) => row(bar, first + index * rowHeight, x, lowestRate));
  const below = first + bars.length * rowHeight + 18;
  const reasons = [...Map.groupBy(notMeasured, ({ why }) => why)];
  const others = reasons.map(
    ([why, own], index) => html`<text class="quiet" x="${padding}" y="${below + index * smallHeight}"><tspan class="strong">${own.map(({ id }) => nameOf(id)).join(', ')}</tspan>${`  ${why}`}</text>`,
  );
  const says = bars
    .map(({ id, healthy, stalling }) => `${nameOf(id)} ${healthy ? rate(healthy.highest.median, lowestRate) : 'not run'}, stalling ${stalling ? rate(stalling.highest.median, lowestRate) : 'not run'}`)
    .join('; ');
  return svgOf({
    width,
    height: below + reasons.length * smallHeight + 34,
    title: 'What the fix of each principle alone adds to the monolith',
    subtitle: 'Highest customers a second within the objectives, and its interval; in a stall a payment may go to a person',
    says: `Highest customers a second within the objectives: ${says}.`,
    marks: [key(left, legend), ...rows, ...others],
    footer: origin(ablation),
  });
}

function nameOf(id: string): string {
  return /^dp\d$/.test(id) ? id.toUpperCase() : id;
}

function rate(value: number, lowestRate: number): string {
  return value === 0 ? `< ${lowestRate}` : String(value);
}

function key(x: number, y: number): Html {
  return html`<rect class="after fill" x="${x}" y="${y - 10}" width="12" height="12" rx="2"/><text class="tick" x="${x + 18}" y="${y}">fraud service is well</text><rect class="before fill" x="${x + 170}" y="${y - 10}" width="12" height="12" rx="2"/><text class="tick" x="${x + 188}" y="${y}">one of twenty answers takes 3 s</text>`;
}

function row({ id, does, healthy, stalling }: Bar, y: number, x: Scale, lowestRate: number): Html {
  const lines = wrapped(does, 44);
  const words = lines.map((line, index) => html`<text class="quiet" x="${padding + 84}" y="${y + (lines.length === 1 ? 24 : 16) + index * 16}">${line}</text>`);
  return html`<text class="strong" x="${padding}" y="${y + 24}">${nameOf(id)}</text>${words}${bar(healthy, 'after', y + 3, x, lowestRate)}${bar(stalling, 'before', y + 5 + barHeight, x, lowestRate)}`;
}

function bar(cell: Cell | null, kind: 'before' | 'after', y: number, x: Scale, lowestRate: number): Html | null {
  if (!cell) return null;
  const { median, low, high } = cell.highest;
  const end = x.at(median);
  const middle = y + barHeight / 2;
  const says = `${rate(median, lowestRate)}, between ${rate(low, lowestRate)} and ${rate(high, lowestRate)} in ${cell.runs} runs`;
  const whisker =
    high > low ? html`<path class="whisker ${kind} halo" d="M${px(x.at(low))} ${px(middle)}H${px(x.at(high))}M${px(x.at(low))} ${px(middle - 4)}v8M${px(x.at(high))} ${px(middle - 4)}v8"/>` : null;
  return html`<rect class="${kind} fill" x="${left}" y="${px(y)}" width="${px(Math.max(end - left, 1.5))}" height="${barHeight}" rx="2" opacity="0.85"><title>${says}</title></rect>${whisker}<text class="tick" x="${px(Math.max(end, x.at(high)) + 8)}" y="${px(middle + 4)}">${rate(median, lowestRate)}</text>`;
}

/** Lines of at most so many letters, as SVG breaks none. */
function wrapped(text: string, lettersMax: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < lettersMax) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
