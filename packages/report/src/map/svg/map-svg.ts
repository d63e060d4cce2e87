import type { System } from '@plimsoll/check';
import { html, trusted } from '../../html/markup.ts';
import { drawingColours } from '../../slo/html/style.ts';
import { drawing } from './draw.ts';
import { layoutOf } from './layout/layout.ts';
import { mapStyle } from './style.ts';
import { pictures } from './pictures.ts';

const margin = 20;
const heading = 44;

/** The map as one drawing that needs nothing beside it, light and dark; environments that look alike are drawn once. */
export function mapSvg(systems: readonly System[]): string {
  let y = margin;
  const drawn = pictures(systems).map(({ picture, environments }) => {
    const layout = layoutOf(picture);
    const top = y;
    y += heading + layout.height + margin;
    return {
      width: layout.width,
      marks: html`<text class="title" x="${margin}" y="${String(top + 20)}">${environments.join(' and ')}</text><g class="map${layout.isDense ? ' dense' : ''}" transform="translate(${String(margin - 8)} ${String(top + heading - 8)})">${drawing(layout, { markOf: () => null, foldedIn: () => [], links: null })}</g>\n`,
    };
  });
  const width = String(Math.ceil(Math.max(240, ...drawn.map((each) => each.width)) + 2 * margin));
  const height = String(Math.ceil(y));
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Map of the system">
<style>${trusted(drawingColours + mapStyle)}</style>
<rect class="paper" width="${width}" height="${height}"/>
${drawn.map(({ marks }) => marks)}</svg>
`.markup;
}
