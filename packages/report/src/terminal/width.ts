import { safe } from './safe.ts';

const mark = /^[\p{Mn}\p{Me}\p{Emoji_Modifier}]$/u; // variation selectors are Mn
const wide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u{3000}-\u{303e}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}]$/u;

/** How many columns a character takes: none for combining marks, two for East Asian and emoji, one for all others. */
export function widthOfCharacter(character: string): 0 | 1 | 2 {
  if (character < '\u0300') return 1;
  return mark.test(character) ? 0 : wide.test(character) ? 2 : 1;
}

export function widthOf(text: string): number {
  let width = 0;
  for (const character of safe(text)) width += widthOfCharacter(character);
  return width;
}

/** Cut to a number of columns; what was cut shows as `…`. */
export function fit(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const character of safe(text)) {
    width += widthOfCharacter(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}
