import { html, trusted } from '../../packages/report/src/html/markup.ts';
import type { Html } from '../../packages/report/src/html/markup.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** For those who do not see it. */
  readonly says: string;
  readonly title: string;
  readonly subtitle: string;
  readonly marks: readonly Html[];
  readonly footer: string;
}

export const padding = 24;
export const top = 78; // below title and subtitle

// A page shows the picture on a ground of its own colour, so it brings its own; a reader's preference reaches into it where it is an image.
const style = `
text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink); } .title { font-size: 17px; font-weight: 600; } .quiet { fill: var(--quiet); } .tick { fill: var(--quiet); font-size: 12px; } .strong { font-weight: 600; }
.ground { fill: var(--ground); stroke: var(--rule); } .grid { stroke: var(--rule); } .limit { stroke: var(--limit); stroke-dasharray: 6 4; stroke-width: 1.5; } .limit-name { fill: var(--limit); font-size: 12px; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; } .before.line, .before.ring, .before.whisker { stroke: var(--before); } .after.line, .after.ring, .after.whisker { stroke: var(--after); } .before.fill { fill: var(--before); } .after.fill { fill: var(--after); }
.ring { fill: var(--ground); stroke-width: 2; } .mark { stroke: var(--ground); stroke-width: 1.5; } .whisker { stroke-width: 1.5; } .halo { paint-order: stroke; stroke: var(--ground); stroke-width: 5px; stroke-linejoin: round; }
:root { --ground: #ffffff; --ink: #1f2328; --quiet: #59636e; --rule: #d1d9e0; --limit: #82606a; --before: #bc4c00; --after: #0969da; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #f0f6fc; --quiet: #9198a1; --rule: #3d444d; --limit: #d0a8b4; --before: #f0883e; --after: #58a6ff; } }
`;

export function svgOf({ width, height, says, title, subtitle, marks, footer }: Picture): string {
  const { markup } =
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img" aria-label="${says}"><style>${trusted(style)}</style>
<rect class="ground" x="0.5" y="0.5" width="${String(width - 1)}" height="${String(height - 1)}" rx="8"/>
<text class="title" x="${padding}" y="34">${title}</text><text class="quiet" x="${padding}" y="54">${subtitle}</text>
${marks}
<text class="tick" x="${padding}" y="${height - 14}">${footer}</text>
</svg>
`;
  return markup;
}

/** A number as a coordinate. */
export function px(value: number): string {
  return value.toFixed(1);
}
