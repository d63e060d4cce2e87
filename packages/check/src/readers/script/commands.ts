import type { Command, Word } from './command.ts';
import type { RawCommand } from './lexer.ts';
import { lex, lexInner } from './lexer.ts';
import type { Script } from './text.ts';
import { unwrap } from './wrappers.ts';

const keywords: ReadonlySet<string> = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', '}', 'time', 'fi', 'done', 'esac', 'coproc']);
const conditions: ReadonlySet<string> = new Set(['if', 'elif', 'while', 'until', '!']);
const assignment = /^([A-Za-z_]\w*)\+?=([^]*)$/;
const saysMax = 120;

/** The commands of a script in the order in which they stand, `bash -c '…'` opened, wrappers (`sudo`, `npx`, `timeout 5m`) removed. */
export function commandsOf(script: Script): readonly Command[] {
  const result: Command[] = [];
  take(script, lex(script.text), result, 0);
  return result;
}

function take(script: Script, raws: readonly RawCommand[], result: Command[], depth: number): void {
  let piped: string | null = null;
  for (const raw of raws) {
    const heredoc: string | null = raw.heredoc?.body ?? (raw.before === '|' ? piped : null);
    piped = heredoc;
    const inner = depth < 3 ? shellString(raw.words) : null;
    if (inner) take(script, lexInner(script.text, inner.start, inner.end, raw.level + 1), result, depth + 1);
    const command = simple(script, raw, heredoc);
    if (command) result.push(command);
  }
}

function simple(script: Script, raw: RawCommand, heredoc: string | null): Command | null {
  let words = raw.words;
  let condition = false;
  let opensGroup = raw.opensGroup;
  while (words[0] && !words[0].quoted && keywords.has(words[0].text)) {
    condition ||= conditions.has(words[0].text);
    opensGroup ||= words[0].text === '{';
    words = words.slice(1);
  }
  const assignments: { name: string; value: string }[] = [];
  if (words[0]?.text === 'export' || words[0]?.text === 'local' || words[0]?.text === 'readonly') words = words.slice(1);
  for (let match = assignment.exec(words[0]?.text ?? ''); match; match = assignment.exec(words[0]?.text ?? '')) {
    assignments.push({ name: match[1] ?? '', value: match[2] ?? '' });
    words = words.slice(1);
  }
  const first = raw.words[raw.words.length - words.length] ?? raw.words[0];
  const unwrapped = unwrap(words);
  assignments.push(...unwrapped.assignments);
  if (unwrapped.words.length === 0 && assignments.length === 0) return null;
  const start = first?.start ?? raw.start;
  return {
    words: unwrapped.words,
    assignments,
    redirects: raw.redirects,
    heredoc,
    before: raw.before,
    after: raw.after,
    opensGroup,
    level: raw.level,
    condition,
    start,
    text: shorten(script.text.slice(start, raw.end)),
    source: script.sourceOf(start, Math.max(start, trimmedEnd(script.text, start, raw.end))),
  };
}

/** `bash -c "…"`, `sh -lc '…'`, `eval "…"`: the range inside the quotes. */
function shellString(words: readonly Word[]): { readonly start: number; readonly end: number } | null {
  const { words: own } = unwrap(words.filter((word) => word.quoted || !keywords.has(word.text)));
  const program = own[0]?.text.split('/').pop() ?? '';
  let text: Word | undefined;
  if (/^(?:ba|da|z|a)?sh$/.test(program)) {
    const flag = own.findIndex((word) => /^-[a-z]*c$/.test(word.text));
    text = flag > 0 ? own[flag + 1] : undefined;
  } else if (program === 'eval') text = own[1];
  return text?.quoted && text.end - text.start > 2 ? { start: text.start + 1, end: text.end - 1 } : null;
}

export function shorten(text: string): string {
  const line = text
    .slice(0, saysMax * 4)
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > saysMax ? `${line.slice(0, saysMax - 1).trimEnd()}…` : line;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}
