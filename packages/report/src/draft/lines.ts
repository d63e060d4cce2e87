import { safe } from '../terminal/safe.ts';

/** A line of the draft: a section with lines below it, a value, or one that is left to a person and so commented out. */
export type Entry = Section | Value | Left;

export interface Section {
  readonly kind: 'section';
  readonly key: string;
  readonly entries: readonly Entry[];
}

export interface Value {
  readonly kind: 'value';
  readonly key: string;
  readonly value: string; // YAML
  readonly from: string; // what says so, and where
}

export interface Left {
  readonly kind: 'left';
  readonly key: string;
  readonly example: string; // YAML of the kind that would be right
  readonly because: string; // why nothing is stated, and what would decide
}

export function section(key: string, entries: readonly Entry[]): Section {
  return { kind: 'section', key, entries };
}

export function value(key: string, stated: string, from: string): Value {
  return { kind: 'value', key, value: stated, from };
}

export function left(key: string, example: string, because: string): Left {
  return { kind: 'left', key, example, because };
}

const commentMax = 180;

/** The text of the entries. A section without any value is commented out with all that is in it: a key without a value states nothing. */
export function textOf(entries: readonly Entry[], depth: number = 0, isOff: boolean = false): readonly string[] {
  const heads = entries.map((entry) => headOf(entry, depth, isOff));
  const columns = Math.min(44, Math.max(0, ...entries.flatMap((entry, index) => (entry.kind === 'section' ? [] : [heads[index]?.length ?? 0]))));
  return entries.flatMap((entry, index) => {
    const head = heads[index] ?? '';
    if (entry.kind === 'section') return [head, ...textOf(entry.entries, depth + 1, isOff || !states(entry))];
    return [`${head.padEnd(columns)}  # ${comment(entry.kind === 'value' ? entry.from : entry.because)}`];
  });
}

/** How many values a draft states, and how many it leaves. */
export function countOf(entries: readonly Entry[], kind: 'value' | 'left'): number {
  return entries.reduce((total, entry) => total + (entry.kind === 'section' ? countOf(entry.entries, kind) : Number(entry.kind === kind)), 0);
}

function headOf(entry: Entry, depth: number, isOff: boolean): string {
  const indent = '  '.repeat(depth);
  if (entry.kind === 'section') return `${indent}${isOff || !states(entry) ? '# ' : ''}${scalar(entry.key)}:`;
  if (entry.kind === 'left') return `${indent}# ${scalar(entry.key)}: ${entry.example}`;
  return `${indent}${isOff ? '# ' : ''}${scalar(entry.key)}: ${entry.value}`;
}

function states(entry: Entry): boolean {
  return entry.kind === 'section' ? entry.entries.some(states) : entry.kind === 'value';
}

/** Text from a repository in one line of a comment. */
function comment(text: string): string {
  const line = safe(text.replaceAll(/\s+/g, ' ').trim());
  return line.length > commentMax ? `${line.slice(0, commentMax - 1)}…` : line;
}

const plain = /^[A-Za-z_][\w./-]*$/;
const words = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A text as YAML: plain where no reader could take it for anything else, quoted as JSON otherwise. */
export function scalar(text: string): string {
  return plain.test(text) && !words.test(text) ? text : JSON.stringify(text.toWellFormed());
}
