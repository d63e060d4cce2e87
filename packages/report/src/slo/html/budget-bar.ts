import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { sayShare } from '../say.ts';
import type { ObjectiveView } from '../view.ts';
import { fixed } from './burn-down.ts';

/** What remains of a budget as a bar: full is untouched, a line marks where the freeze begins. An overspent budget is an empty bar. */
export function budgetBar({ remaining, decision }: ObjectiveView, x: number, y: number, width: number, height: number): Html {
  const share = remaining === null ? 0 : Math.min(1, Math.max(0, remaining));
  const freeze = x + decision.freezeBelow * width;
  return html`<rect class="trough ${remaining === null ? 'unknown' : ''}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" rx="3"/><rect class="fill ${decision.verdict}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(share * width)}" height="${fixed(height)}" rx="3"/>${decision.freezeBelow > 0 ? html`<line class="freeze" x1="${fixed(freeze)}" x2="${fixed(freeze)}" y1="${fixed(y - 3)}" y2="${fixed(y + height + 3)}"/>` : null}`;
}

export function describes({ name, left, why, remaining }: ObjectiveView): string {
  return `${name}: ${remaining === null ? left : `${sayShare(remaining)} of the budget remains`}, ${why}`;
}
