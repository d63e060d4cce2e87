import type { Operator, Redirect, Word } from './command.ts';

/** A command as it stands between two operators. */
export interface RawCommand {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly heredoc: { readonly body: string } | null;
  readonly before: Operator | null;
  readonly after: Operator | null;
  readonly opensGroup: boolean;
  readonly level: number; // of subshells around it: `cd` there holds only there
  readonly start: number;
  readonly end: number;
}

const depthMax = 6;
const commandsMax = 4_000;
const textMax = 300_000;

/** Cuts shell text into simple commands; those inside `$( )` and backquotes come before the one that contains them. Never fails. */
export function lex(text: string): readonly RawCommand[] {
  const out: RawCommand[] = [];
  const hopeless = new Set<string>(); // what was once not closed up to the end is not searched again: keeps hostile text linear
  lexRange(text, 0, Math.min(text.length, textMax), 0, out, hopeless, 0);
  return out;
}

export function lexInner(text: string, start: number, end: number, level: number): readonly RawCommand[] {
  const out: RawCommand[] = [];
  lexRange(text, start, Math.min(end, start + textMax), 1, out, new Set(), level);
  return out;
}

type Pending = { readonly delimiter: string; readonly tabs: boolean; give(body: string): void };

function lexRange(text: string, from: number, to: number, depth: number, out: RawCommand[], hopeless: Set<string>, outerLevel: number): void {
  let words: Word[] = [];
  let redirects: Redirect[] = [];
  let heredoc = null as { body: string } | null;
  let pending: Pending[] = [];
  let start = -1;
  let before: Operator | null = null;
  let opensGroup = false;
  let level = outerLevel;
  let pos = from;

  const finish = (after: Operator | null, end: number): void => {
    if (words.length > 0 && out.length < commandsMax) {
      out.push({ words, redirects, heredoc, before, after, opensGroup, level, start, end });
      before = after;
      opensGroup = false;
    } else if (after !== ';') before = after;
    words = [];
    redirects = [];
    heredoc = null;
    start = -1;
  };

  const readWord = (): Word => {
    const begin = pos;
    let value = '';
    let quoted = false;
    const nested = (open: number, close: number): void => {
      if (depth < depthMax) lexRange(text, open, close, depth + 1, out, hopeless, level + 1);
    };
    const dollar = (): void => {
      const length = expansionLength(text, pos, to, hopeless);
      const piece = text.slice(pos, pos + length);
      if (piece.startsWith('$(') && !piece.startsWith('$((') && length > 3) nested(pos + 2, pos + length - 1);
      value += piece;
      pos += length;
    };
    while (pos < to) {
      const char = text[pos] ?? '';
      if (/[\s;&|()<>]/.test(char)) break;
      if (char === '\\') {
        if (text[pos + 1] !== '\n') value += text[pos + 1] ?? '';
        pos += 2;
      } else if (char === "'") {
        const close = text.indexOf("'", pos + 1);
        const end = close < 0 || close >= to ? to : close;
        value += text.slice(pos + 1, end);
        quoted = true;
        pos = end + 1;
      } else if (char === '"') {
        quoted = true;
        pos++;
        while (pos < to && text[pos] !== '"') {
          if (text[pos] === '\\') {
            if (text[pos + 1] !== '\n') value += text[pos + 1] ?? '';
            pos += 2;
          } else if (text[pos] === '$') dollar();
          else value += text[pos++];
        }
        pos++;
      } else if (char === '`') {
        const close = text.indexOf('`', pos + 1);
        const end = close < 0 || close >= to ? to : close;
        nested(pos + 1, end);
        value += text.slice(pos, end + 1);
        pos = end + 1;
      } else if (char === '$') dollar();
      else {
        value += char;
        pos++;
      }
    }
    pos = Math.min(pos, to);
    return { text: value, start: begin, end: pos, quoted };
  };

  const skipBlanks = (): void => {
    while (pos < to && (text[pos] === ' ' || text[pos] === '\t' || text[pos] === '\r' || (text[pos] === '\\' && text[pos + 1] === '\n'))) {
      pos += text[pos] === '\\' ? 2 : 1;
    }
  };

  const takeHeredocs = (): void => {
    for (const each of pending) {
      let body = '';
      while (pos < to) {
        const newline = text.indexOf('\n', pos);
        const end = newline < 0 || newline > to ? to : newline;
        const line = text.slice(pos, end);
        pos = Math.min(to, end + 1);
        if ((each.tabs ? line.replace(/^\t+/, '') : line).trimEnd() === each.delimiter) break;
        body += `${line}\n`;
      }
      each.give(body);
    }
    pending = [];
  };

  while (pos < to) {
    skipBlanks();
    if (pos >= to) break;
    const char = text[pos] ?? '';
    if (char === '\n') {
      finish(';', pos++);
      takeHeredocs();
    } else if (char === '#') {
      const newline = text.indexOf('\n', pos);
      pos = newline < 0 || newline > to ? to : newline;
    } else if (text.startsWith('&>', pos)) {
      pos += text[pos + 2] === '>' ? 3 : 2;
      skipBlanks();
      redirects.push({ operator: '>', target: readWord().text });
    } else if (char === '&' || char === '|' || char === ';') {
      const two = text.slice(pos, pos + 2);
      const operator: Operator = two === '&&' || two === '||' ? two : char;
      const end = pos;
      pos += two === operator || two === '|&' || two === ';;' ? 2 : 1;
      finish(operator, end);
    } else if (char === '(' || char === ')') {
      finish(';', pos++);
      level = char === '(' ? level + 1 : Math.max(outerLevel, level - 1);
      if (char === '(') opensGroup = true;
    } else if (char === '<' || char === '>') {
      const mark = /^(?:<<<|<<-?|>>|>\||>&|<&|[<>])/.exec(text.slice(pos, pos + 3))?.[0] ?? char;
      pos += mark.length;
      skipBlanks();
      if (text[pos] === '(') {
        pos++; // process substitution: what stands inside runs too
        continue;
      }
      const target = readWord();
      if (mark === '<<' || mark === '<<-') {
        const box: { body: string } = heredoc ?? { body: '' };
        heredoc = box;
        pending.push({ delimiter: target.text, tabs: mark === '<<-', give: (body) => void (box.body += body) });
        redirects.push({ operator: '<<', target: target.text });
      } else if (mark === '<<<' || mark === '<' || mark === '>>') redirects.push({ operator: mark, target: target.text });
      else if (mark === '>' || mark === '>|') redirects.push({ operator: '>', target: target.text });
    } else {
      const word = readWord();
      if (word.end === word.start) {
        pos++;
        continue;
      }
      if (start < 0) start = word.start;
      if (/^\d$/.test(word.text) && (text[word.end] === '>' || text[word.end] === '<')) continue; // 2>&1
      if (words.length === 0 && word.text === '{') opensGroup = true;
      else words.push(word);
    }
  }
  finish(null, to);
}

/** How long the expansion at `$` is: `$(…)`, `${{…}}`, `${…}`; 1 for a plain dollar. */
function expansionLength(text: string, pos: number, to: number, hopeless: Set<string>): number {
  if (text.startsWith('${{', pos)) return closedBy(text, pos, to, '}}', hopeless);
  if (text[pos + 1] === '{') return closedBy(text, pos, to, '}', hopeless);
  if (text[pos + 1] !== '(' || hopeless.has(')')) return 1;
  let open = 0;
  for (let at = pos + 1; at < to; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === "'") {
      const close = text.indexOf("'", at + 1);
      if (close > 0 && close < to) at = close;
    } else if (char === '(') open++;
    else if (char === ')' && --open === 0) return at + 1 - pos;
  }
  hopeless.add(')');
  return 1;
}

function closedBy(text: string, pos: number, to: number, end: string, hopeless: Set<string>): number {
  if (hopeless.has(end)) return 1;
  const close = text.indexOf(end, pos);
  if (close >= 0 && close < to) return close + end.length - pos;
  hopeless.add(end);
  return 1;
}
