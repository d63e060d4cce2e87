import type { Source } from '@plimsoll/contract';
import type { Script } from '../script/index.ts';

/** One directive with its parameters, and what stands between its braces. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[]; // parameters, without quotes
  readonly block: readonly Directive[] | null;
  readonly source: Source; // from the name to the last parameter
}

export interface Parsed {
  readonly directives: readonly Directive[];
  readonly tooDeep: boolean;
}

const deepest = 60;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The grammar of nginx (ngx_conf_read_token): words end at blanks, `;` and `{`; quotes and comments begin where a word would, `${` belongs to
 * its word. Braces that close nothing are passed over and blocks that nobody closes end with the file, so every text has a reading.
 */
export function parse(script: Script): Parsed {
  const { text } = script;
  const root: Directive[] = [];
  const stack: Directive[][] = [root];
  let words: Word[] = [];
  let position = 0;
  const take = (block: Directive[] | null): void => {
    const [name, ...rest] = words;
    words = [];
    if (name) stack.at(-1)?.push({ name: name.text, words: rest.map((word) => word.text), block, source: script.sourceOf(name.start, (rest.at(-1) ?? name).end) });
  };
  while (position < text.length) {
    const char = text[position] ?? '';
    if (isBlank(text, position)) position++;
    else if (char === '#') position = endOf(text, position, '\n');
    else if (char === ';') {
      take(null);
      position++;
    } else if (char === '{') {
      if (words[0]?.text.endsWith('_by_lua_block') === true) {
        take(null);
        position = afterBraces(text, position);
        continue;
      }
      const block: Directive[] = [];
      take(block);
      stack.push(block);
      if (stack.length > deepest) return { directives: root, tooDeep: true };
      position++;
    } else if (char === '}') {
      take(null);
      if (stack.length > 1) stack.pop();
      position++;
    } else {
      const word = readWord(text, position);
      words.push(word);
      position = word.end;
    }
  }
  take(null);
  return { directives: root, tooDeep: false };
}

function readWord(text: string, start: number): Word {
  const quote = text[start];
  if (quote === '"' || quote === "'") return quoted(text, start, quote);
  let position = start;
  for (; position < text.length && !isBlank(text, position); position++) {
    const char = text[position];
    if (char === ';' || (char === '{' && text[position - 1] !== '$')) break;
    if (char === '\\') position++; // what is escaped ends no word
  }
  const end = Math.min(Math.max(position, start + 1), text.length);
  return { text: text.slice(start, end), start, end };
}

function isBlank(text: string, position: number): boolean {
  return text.charCodeAt(position) <= 32;
}

function quoted(text: string, start: number, quote: string): Word {
  let value = '';
  let position = start + 1;
  while (position < text.length && text[position] !== quote) {
    if (text[position] === '\\' && text[position + 1] === quote) position++;
    value += text[position] ?? '';
    position++;
  }
  return { text: value, start, end: position + 1 };
}

/** Lua between braces is no configuration. */
function afterBraces(text: string, start: number): number {
  let open = 0;
  for (let position = start; position < text.length; position++) {
    if (text[position] === '{') open++;
    else if (text[position] === '}' && --open === 0) return position + 1;
  }
  return text.length;
}

function endOf(text: string, start: number, mark: string): number {
  const end = text.indexOf(mark, start);
  return end === -1 ? text.length : end;
}
