import { widthOfCharacter } from '../../terminal/width.ts';
import { safe } from '../../terminal/safe.ts';

/** Shares of the font size, rather too wide than too narrow: which font the reader has is not known when the map is drawn. */
const shares = { narrow: 0.34, usual: 0.59, capital: 0.75, widest: 1.05 } as const;

/** About how many pixels a text takes. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of safe(text)) width += shareOf(character);
  return width * fontSize;
}

function shareOf(character: string): number {
  const columns = widthOfCharacter(character);
  if (columns !== 1) return columns === 0 ? 0 : shares.widest;
  if (/[iljtfrI.,:;'|!()[\]/ ·-]/.test(character)) return shares.narrow;
  return /[mwMW@%]/.test(character) ? 0.95 : /[A-Z_×=]/.test(character) ? shares.capital : shares.usual;
}

/** Cut to a number of pixels; what was cut shows as `…`. */
export function fitWidth(text: string, fontSize: number, room: number): string {
  if (textWidth(text, fontSize) <= room) return text;
  let kept = '';
  for (const character of safe(text)) {
    if (textWidth(`${kept}${character}…`, fontSize) > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
