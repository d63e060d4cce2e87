import { ansi } from './ansi.ts';
import { safe } from './safe.ts';
import { widthOf } from './width.ts';

/** What a piece of text means; only that gives it a colour. */
export type Style = 'error' | 'warning' | 'info' | 'kept' | 'undecided' | 'strong' | 'quiet' | 'path' | 'alarm';

export interface Styled {
  readonly style: Style;
  readonly text: string;
}

/** A line is made of spans and becomes text only in `show`, so nothing from a scanned file reaches the terminal unchecked. */
export type Span = string | Styled;
export type Line = readonly Span[];

export function styled(style: Style, text: string): Styled {
  return { style, text };
}

export function textOfSpan(span: Span): string {
  return typeof span === 'string' ? span : span.text;
}

export function widthOfLine(line: Line): number {
  return line.reduce((width, span) => width + widthOf(textOfSpan(span)), 0);
}

/** The one place where spans become text. */
export function show(lines: readonly Line[], colour: boolean): string {
  return lines
    .map(
      (line) =>
        `${(colour ? together(line) : line)
          .map((span) => showSpan(span, colour))
          .join('')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Words of one style become one span again, so that a sentence is switched on and off once. */
function together(line: Line): Line {
  const spans: Span[] = [];
  for (const span of line) {
    const style = typeof span === 'string' ? null : span.style;
    const gap = spans.at(-1);
    const before = spans.at(-2);
    if (style !== null && gap === ' ' && before !== undefined && typeof before !== 'string' && before.style === style) {
      spans.splice(-2, 2, styled(style, `${before.text} ${textOfSpan(span)}`));
    } else spans.push(span);
  }
  return spans;
}

function showSpan(span: Span, colour: boolean): string {
  const text = safe(textOfSpan(span));
  return typeof span === 'string' || !colour || text === '' ? text : ansi(span.style, text);
}
