import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Scale } from './scale.ts';

export const size = { width: 720, height: 240, left: 64, right: 16, top: 12, bottom: 34 } as const;

export interface Axis {
  readonly scale: Scale;
  readonly say: (value: number) => string;
  readonly name: string;
}

/** The frame of a drawing: axes with words, and a description for those who do not see it. */
export function chart(title: string, description: string, x: Axis, y: Axis, marks: readonly Html[], height: number = size.height): Html {
  const { width, left, right, bottom } = size;
  const fixed = (value: number): string => value.toFixed(1);
  const rows = y.scale.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${left}" x2="${width - right}" y1="${fixed(y.scale.at(tick))}" y2="${fixed(y.scale.at(tick))}"/><text class="tick" text-anchor="end" x="${left - 8}" y="${fixed(y.scale.at(tick) + 4)}">${y.say(tick)}</text>`,
  );
  const columns = x.scale.ticks.map((tick) => html`<text class="tick" text-anchor="middle" x="${fixed(x.scale.at(tick))}" y="${height - bottom + 16}">${x.say(tick)}</text>`);
  return html`<figure class="chart"><svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${description}">${rows}${columns}${x.name === '' ? null : html`<text class="tick" text-anchor="end" x="${width - right}" y="${height - 2}">${x.name}</text>`}${marks}</svg><figcaption>${title}</figcaption></figure>`;
}

export function path(points: readonly (readonly [x: number, y: number])[], kind: string): Html {
  const d = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return html`<path class="line ${kind}" d="${d}"/>`;
}

export function dot(x: number, y: number, kind: string, says: string): Html {
  return html`<circle class="dot ${kind}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.5"><title>${says}</title></circle>`;
}
