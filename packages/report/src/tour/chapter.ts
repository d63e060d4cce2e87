import type { Line, Span } from '../terminal/span.ts';
import { show, styled } from '../terminal/span.ts';
import { widthOf } from '../terminal/width.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import type { TourPage } from './page.ts';

/** `── 3 What it carries ───── npx plimsoll load …`: what is shown, and the command that shows it again. */
export function chapter(number: number, title: string, command: string | null, { columns, colour }: TourPage): string {
  const start = `── ${number}  ${title} `;
  const end = command === null ? '' : ` ${command}`;
  const width = Math.min(columns, proseMax);
  const rule = '─'.repeat(Math.max(2, width - widthOf(start) - widthOf(end)));
  const fits = command === null || widthOf(start) + 2 + widthOf(end) <= width;
  const head: Line = [styled('quiet', '── '), styled('strong', `${number}  ${title}`), ' ', styled('quiet', fits ? `${rule}${end}` : '─'.repeat(Math.max(2, width - widthOf(start))))];
  return `\n${show(fits ? [head] : [head, [styled('quiet', `   ${command}`)]], colour)}\n`;
}

/** Words that wrap, two columns in. */
export function paragraph(words: readonly Span[], { columns, colour }: TourPage): string {
  const lines = wrap(words, Math.min(columns, proseMax) - 2);
  return show(
    lines.map((line) => ['  ', ...line]),
    colour,
  );
}
