import type { BudgetReport } from '@plimsoll/slo';
import { html, trusted } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { fit } from '../../terminal/width.ts';
import { budgetView, verdictMarks } from '../view.ts';
import type { ObjectiveView } from '../view.ts';
import { budgetBar, describes } from './budget-bar.ts';
import { burnDown, fixed, size } from './burn-down.ts';
import { budgetStyle, drawingColours } from './style.ts';

const [width, margin] = [size.width, 16];
const barX = margin;
const barWidth = width - 2 * margin;
const blocksMost = 60; // a drawing of more is no drawing
const textMax = 100;

/** Budgets as one drawing that needs nothing beside it, light and dark: a bar for each objective, and how it was spent. */
export function budgetSvg(report: BudgetReport): string {
  const view = budgetView(report);
  const [symbol] = verdictMarks[view.verdict];
  const all = view.services.flatMap((service) => service.objectives.map((objective) => ({ service: service.name, objective })));
  const shown = all.slice(0, blocksMost);
  let y = 74;
  const blocks = shown.map(({ service, objective }) => {
    const drawn = block(service, objective, y);
    y += drawn.height;
    return drawn.marks;
  });
  const rest = all.length > shown.length ? html`<text class="quiet" x="${margin}" y="${fixed(y)}">and ${all.length - shown.length} more objectives</text>` : null;
  const height = y + (rest ? 20 : 0) + 4;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(Math.ceil(height))}" width="${String(width)}" height="${String(Math.ceil(height))}" role="img" aria-label="${view.headline}">
<style>${trusted(drawingColours + budgetStyle)}</style>
<rect class="paper" width="${String(width)}" height="${String(Math.ceil(height))}"/>
<text class="title say ${view.verdict}" x="${margin}" y="32">${symbol} ${fit(view.headline, 80)}</text>
<text class="quiet" x="${margin}" y="52">${fit(view.read, textMax)}</text>
${blocks}${rest}
</svg>
`.markup;
}

function block(service: string, objective: ObjectiveView, y: number): { readonly marks: Html; readonly height: number } {
  const { decision, name, promise, left, why, spent, forecast } = objective;
  const texts = [spent, forecast].flatMap((text) => text ?? []);
  const below = texts.map((text, index) => html`<text class="quiet" x="${margin}" y="${fixed(y + 48 + 16 * index)}">${fit(text, textMax)}</text>`);
  const end = 40 + 16 * texts.length;
  const drawing = burnDown(decision, { x: 0, y: y + end });
  const height = end + 12 + (drawing ? size.height + 8 : 0);
  const marks = html`<g><title>${describes(objective)}</title><text x="${margin}" y="${fixed(y + 12)}"><tspan class="strong">${fit(name, 30)}</tspan> <tspan class="quiet">${fit(service, 30)}, ${fit(promise, 40)}</tspan></text><text class="say ${decision.verdict}" text-anchor="end" x="${width - margin}" y="${fixed(y + 12)}">${verdictMarks[decision.verdict][0]} ${left}, ${why}</text>${budgetBar(objective, barX, y + 20, barWidth, 12)}${below}${drawing?.marks ?? null}</g>\n`;
  return { marks, height };
}
