import { textOfSpan, widthOfLine } from './span.ts';
import type { Line, Span } from './span.ts';
import { fit, widthOf, widthOfCharacter } from './width.ts';
import { safe } from './safe.ts';

interface Indent {
  readonly first?: Line; // before the first line; default: as `rest`
  readonly rest?: Span; // before every further line
}

/** Longer lines than this are hard to read, however wide the terminal is. */
export const proseMax = 120;

/** A word beyond this is no word; only its beginning is shown. */
const wordMax = 400;

/** Breaks text at words. A word that is longer than a line is broken where the line ends. Line ends in the text count as blanks. */
export function wrap(content: Line, columns: number, indent: Indent = {}, linesMax: number = Infinity): readonly Line[] {
  const rest = indent.rest ?? '';
  const restWidth = widthOfLine([rest]);
  const first = indent.first ?? [rest];
  const lines: Span[][] = [];
  let line: Span[] = [...first];
  let width = widthOfLine(line);
  let hasWord = false;
  const end = (): void => {
    lines.push(line);
    line = [rest];
    width = restWidth;
    hasWord = false;
  };
  for (const word of wordsOf(content, Math.max(8, columns - Math.max(restWidth, widthOfLine(first))))) {
    const wordWidth = widthOf(word.text);
    const gap = hasWord && word.spaced ? 1 : 0;
    if (hasWord && width + gap + wordWidth > columns) end();
    const before = hasWord && word.spaced ? ' ' : '';
    line.push(...(before === '' ? [] : [before]), word.span);
    width += widthOf(before) + wordWidth;
    hasWord = true;
  }
  lines.push(line);
  return lines.length <= linesMax ? lines : shorten(lines.slice(0, linesMax), columns);
}

interface Word {
  readonly text: string;
  readonly span: Span;
  readonly spaced: boolean;
}

function* wordsOf(content: Line, columns: number): Generator<Word> {
  let spaced = false;
  for (const span of content) {
    for (const part of textOfSpan(span).split(/(\s+)/)) {
      if (part === '') continue;
      if (/^\s+$/.test(part)) {
        spaced = true;
        continue;
      }
      for (const piece of pieces(part, columns)) {
        yield { text: piece, span: typeof span === 'string' ? piece : { style: span.style, text: piece }, spaced };
        spaced = false;
      }
    }
  }
}

function pieces(word: string, columns: number): readonly string[] {
  if (word.length <= columns && widthOf(word) <= columns) return [word];
  if (word.length > wordMax) return pieces(`${word.slice(0, wordMax - 1)}…`, columns);
  const found: string[] = [];
  let piece = '';
  for (const character of safe(word)) {
    if (widthOf(piece) + widthOfCharacter(character) > columns) {
      const cut = ['/', ',', '.'].map((mark) => piece.lastIndexOf(mark) + 1).find((end) => end > columns / 2) ?? piece.length; // a path is best broken between its folders
      found.push(piece.slice(0, cut));
      piece = piece.slice(cut);
    }
    piece += character;
  }
  return [...found, piece];
}

function shorten(lines: readonly Line[], columns: number): readonly Line[] {
  const last = lines.at(-1) ?? [];
  const text = last.map(textOfSpan).join('');
  return [...lines.slice(0, -1), [fit(`${text} …`, columns - 1).replace(/ ?…+$/, ' …')]];
}
