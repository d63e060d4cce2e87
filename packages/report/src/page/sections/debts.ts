import type { DebtEntry } from '@plimsoll/contract';
import { debtStyles, quarterOf, sayImpact } from '../../decisions/words.ts';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { debtAnchor } from '../../html/sections/decisions.ts';
import { debts as debtsOf } from '../../html/sections/debts.ts';
import { linear } from '../../gate/html/scale.ts';
import { fitWidth } from '../../map/svg/text-width.ts';
import type { PageParts } from '../page-parts.ts';

const size = { width: 720, left: 190, right: 84, row: 28, head: 26, foot: 18 } as const;
const rowsMost = 30;
const dayMs = 86_400_000;

/** Debt as bars over time, from when it was accepted to when it is due; what is overdue reaches to the present day. */
export function debts(parts: PageParts): Section | null {
  return debtsOf(parts, timeline);
}

function timeline(open: readonly DebtEntry[], today: string): Html | null {
  const dated = open.filter(({ due }) => due !== null).toSorted((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1));
  if (dated.length === 0) return null;
  const shown = dated.slice(0, rowsMost);
  const now = Date.parse(today);
  const days = shown.flatMap(({ created, due }) => [created, due].flatMap((day) => (day === null ? [] : [Date.parse(day)]))).filter((ms) => Number.isFinite(ms));
  const [from, until] = [Math.min(now - 45 * dayMs, ...days), Math.max(now + 45 * dayMs, ...days)];
  const x = linear(from, until, size.left, size.width - size.right);
  const height = size.head + shown.length * size.row + size.foot;
  const quarters = quartersBetween(from, until).map(
    (ms) =>
      html`<line class="grid" x1="${px(x.at(ms))}" x2="${px(x.at(ms))}" y1="${size.head - 6}" y2="${px(height - size.foot)}"/><text class="tick" x="${px(x.at(ms) + 4)}" y="${size.head - 10}">${quarterOf(new Date(ms).toISOString().slice(0, 10))}</text>`,
  );
  const overdue = shown.filter(({ state }) => state === 'overdue').length;
  return html`<figure class="chart timeline"><svg viewBox="0 0 ${String(size.width)} ${String(height)}" role="group" aria-label="${shown.length} open ${shown.length === 1 ? 'debt' : 'debts'} over time, ${overdue} overdue">${quarters}${shown.map((debt, index) => bar(debt, size.head + index * size.row, now, x.at))}<line class="today" x1="${px(x.at(now))}" x2="${px(x.at(now))}" y1="${size.head - 20}" y2="${px(height - size.foot + 2)}"/><text class="today-text" text-anchor="middle" x="${px(x.at(now))}" y="${px(height - 4)}">today</text></svg></figure>
${dated.length > shown.length ? html`<p class="quiet">and ${dated.length - shown.length} later</p>\n` : null}`;
}

function bar(debt: DebtEntry, y: number, now: number, at: (ms: number) => number): Html {
  const due = Date.parse(debt.due ?? '');
  const start = debt.created === null ? Math.min(now, due) : Math.min(Date.parse(debt.created), due);
  const end = at(due);
  const style = debtStyles[debt.state];
  const middle = y + size.row / 2;
  const late = now > due ? html`<line class="late" x1="${px(end)}" x2="${px(at(now))}" y1="${px(middle)}" y2="${px(middle)}"/>` : null;
  return html`<a href="#${debtAnchor(debt.id)}"><title>${debt.id} ${debt.title}, due ${debt.due ?? ''}, ${debt.state}</title><text class="debt-id" x="0" y="${px(middle + 4)}">${fitWidth(debt.id, 12.5, size.left - 14)}</text><rect class="span ${style}" x="${px(at(start))}" y="${px(middle - 5)}" width="${px(Math.max(3, end - at(start)))}" height="10" rx="3"/>${late}<circle class="due ${style}" cx="${px(end)}" cy="${px(middle)}" r="4.5"/><text class="tick" x="${px(Math.max(end, now > due ? at(now) : 0) + 10)}" y="${px(middle + 4)}">${fitWidth(sayImpact(debt), 12.5, size.width - Math.max(end, now > due ? at(now) : 0) - 14)}</text></a>`;
}

function quartersBetween(from: number, until: number): readonly number[] {
  const first = new Date(from);
  const all: number[] = [];
  for (let quarter = Math.floor(first.getUTCMonth() / 3) + 1; all.length < 40; quarter++) {
    const ms = Date.UTC(first.getUTCFullYear(), quarter * 3, 1);
    if (ms > until) break;
    all.push(ms);
  }
  const step = Math.ceil(all.length / 8); // labels side by side
  return all.filter((_, index) => index % step === 0);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
