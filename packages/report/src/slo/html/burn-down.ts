import type { ObjectiveDecision } from '@plimsoll/slo';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { linear } from '../../gate/html/scale.ts';
import { sayDay, sayShare } from '../say.ts';

export const size = { width: 720, height: 150, left: 56, right: 16, top: 10, bottom: 26 } as const;

const pointsMost = 360; // there are not many more pixels
const daysShown = 5;

export interface Drawing {
  readonly marks: Html;
  readonly describes: string;
}

/** How the budget of the window was spent: each point is what remained of it, counting the window's failures up to then. Null without a history. */
export function burnDown({ considered: { snapshot, budget }, freezeBelow, name }: ObjectiveDecision, offset: { readonly x: number; readonly y: number } = { x: 0, y: 0 }): Drawing | null {
  const { history } = snapshot;
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last || history.length < 2 || !budget || !(budget.allowed > 0)) return null;
  let spent = 0;
  const all = [{ atMs: first.startMs, remaining: 1 }, ...history.map(({ endMs, bad }) => ({ atMs: endMs, remaining: 1 - (spent += bad) / budget.allowed }))];
  const step = Math.ceil(all.length / pointsMost);
  const points = all.filter((_, index) => index % step === 0 || index === all.length - 1);
  const lowest = points.reduce((least, { remaining }) => Math.min(least, remaining), 0);
  const x = linear(first.startMs, last.endMs, offset.x + size.left, offset.x + size.width - size.right);
  const y = linear(Math.max(-3, lowest), 1, offset.y + size.height - size.bottom, offset.y + size.top);
  const at = ({ atMs, remaining }: { readonly atMs: number; readonly remaining: number }): string => `${x.at(atMs).toFixed(1)} ${y.at(Math.max(-3, remaining)).toFixed(1)}`;
  const days = Array.from({ length: daysShown }, (_, index) => first.startMs + ((last.endMs - first.startMs) * index) / (daysShown - 1));
  const line = (share: number, kind: string): Html =>
    html`<line class="${kind}" x1="${fixed(offset.x + size.left)}" x2="${fixed(offset.x + size.width - size.right)}" y1="${fixed(y.at(share))}" y2="${fixed(y.at(share))}"/>`;
  const marks = html`${y.ticks.map((tick) => html`${line(tick, 'grid')}<text class="tick" text-anchor="end" x="${fixed(offset.x + size.left - 6)}" y="${fixed(y.at(tick) + 4)}">${sayShare(tick)}</text>`)}${line(freezeBelow, 'margin')}${days.map((ms, index) => html`<text class="tick" text-anchor="${index === 0 ? 'start' : index === daysShown - 1 ? 'end' : 'middle'}" x="${fixed(x.at(ms))}" y="${fixed(offset.y + size.height - 6)}">${sayDay(ms)}</text>`)}<path class="line head" d="M${points.map(at).join('L')}"/>`;
  return { marks, describes: `What remained of the budget of ${name} from ${sayDay(first.startMs)} to ${sayDay(last.endMs)}: ${sayShare(budget.remaining)} at the end` };
}

export function fixed(value: number): string {
  return value.toFixed(1);
}
