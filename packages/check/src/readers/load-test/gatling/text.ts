import type { Source } from '@plimsoll/contract';
import { lineStartsOf, sourceAt } from '@plimsoll/contract';

/** A simulation in Java, Kotlin or Scala. Offsets are those of the file in all three texts. */
export interface Simulation {
  readonly file: string;
  readonly code: string; // comments are blank
  readonly shape: string; // texts are blank, too: every bracket in it is one
  sourceOf(start: number, end: number): Source;
}

const callsMax = 100; // the brackets of each are followed to their end

export interface Span {
  readonly start: number;
  readonly end: number; // exclusive
}

/** The three languages share what matters here: comments, texts in `"…"` and `"""…"""`, characters. */
export function simulationOf(file: string, text: string): Simulation {
  const lineStarts = lineStartsOf(text);
  const code: string[] = [];
  const shape: string[] = [];
  let position = 0;
  const take = (end: number, inCode: boolean, inShape: boolean): void => {
    const piece = text.slice(position, end);
    const blank = piece.replace(/[^\n]/g, ' ');
    code.push(inCode ? piece : blank);
    shape.push(inShape ? piece : blank);
    position = end;
  };
  for (const match of text.matchAll(/\/\/|\/\*|"""|"|'(?:\\?[^\n])'/g)) {
    if (match.index < position) continue;
    take(match.index, true, true);
    const mark = match[0];
    if (mark === '//') take(endOf(text, '\n', position, 0), false, false);
    else if (mark === '/*') take(endOf(text, '*/', position + 2, 2), false, false);
    else if (mark === '"""') take(endOf(text, '"""', position + 3, 3), true, false);
    else if (mark === '"') take(endOfText(text, position + 1), true, false);
    else take(position + mark.length, true, false);
  }
  take(text.length, true, true);
  return { file, code: code.join(''), shape: shape.join(''), sourceOf: (start, end) => sourceAt(file, lineStarts, start, end) };
}

function endOf(text: string, mark: string, from: number, after: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + after;
}

function endOfText(text: string, from: number): number {
  for (let position = from; position < text.length; position++) {
    const char = text[position];
    if (char === '\\') position++;
    else if (char === '"') return position + 1;
    else if (char === '\n') return position;
  }
  return text.length;
}

/** What stands between the brackets that open at `open`; up to the end of the file when nothing closes them. */
export function inside(simulation: Simulation, open: number): Span {
  let depth = 0;
  for (let position = open; position < simulation.shape.length; position++) {
    const char = simulation.shape[position];
    if (char === '(' || char === '[' || char === '{') depth++;
    else if ((char === ')' || char === ']' || char === '}') && --depth === 0) return { start: open + 1, end: position };
  }
  return { start: open + 1, end: simulation.shape.length };
}

/** The parts between commas that stand in no brackets of their own, without blanks around them. */
export function parts(simulation: Simulation, span: Span): readonly Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = span.start;
  for (let position = span.start; position <= span.end; position++) {
    const char = position === span.end ? ',' : simulation.shape[position];
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    if (char !== ',' || (depth !== 0 && position !== span.end)) continue;
    const part = trimmed(simulation, { start, end: position });
    if (part.end > part.start) found.push(part);
    start = position + 1;
  }
  return found;
}

export function trimmed(simulation: Simulation, { start, end }: Span): Span {
  const text = simulation.code.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  return { start: from, end: from + text.trim().length };
}

export function textAt(simulation: Simulation, { start, end }: Span): string {
  return simulation.code.slice(start, end);
}

/** The calls of a name inside a span, in order: where the name starts, and what it is given. */
export function callsOf(simulation: Simulation, names: RegExp, span: Span): readonly { readonly name: string; readonly start: number; readonly given: Span }[] {
  const pattern = new RegExp(`(?<![\\w$])(${names.source})[ \\t\\n\\r]{0,80}\\(`, 'g');
  return [...simulation.shape.slice(span.start, span.end).matchAll(pattern)].slice(0, callsMax).map((match) => {
    const start = span.start + match.index;
    return { name: match[1] ?? '', start, given: inside(simulation, start + match[0].length - 1) };
  });
}
