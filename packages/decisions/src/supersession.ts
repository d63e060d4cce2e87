import type { Unread } from '@plimsoll/contract';
import type { DecisionRecord } from './decision.ts';

/** Which record replaces which, from what either of the two says; `notes` name what does not lead to a record, and cycles. */
export interface Supersession {
  readonly links: readonly SupersessionLink[];
  /** The record that took the place of this one, however it is said; null: none. */
  replacing(record: DecisionRecord): DecisionRecord | null;
  readonly notes: readonly Unread[];
}

export interface SupersessionLink {
  readonly earlier: DecisionRecord;
  readonly later: DecisionRecord;
  readonly saidBy: 'earlier' | 'later' | 'both';
}

/** Joins records by number, name of file or link. Linear in the records and what they say. */
export function supersessionOf(records: readonly DecisionRecord[]): Supersession {
  const find = finder(records);
  const notes: Unread[] = [];
  const said = new Map<string, { earlier: DecisionRecord; later: DecisionRecord; by: Set<'earlier' | 'later'> }>();
  const add = (earlier: DecisionRecord, later: DecisionRecord, by: 'earlier' | 'later'): void => {
    const key = `${earlier.file}\n${later.file}`;
    const known = said.get(key);
    if (known) known.by.add(by);
    else said.set(key, { earlier, later, by: new Set([by]) });
  };
  for (const record of records) {
    for (const name of record.supersededBy === null ? [] : [record.supersededBy]) {
      const later = find(record, name);
      if (later) add(record, later, 'earlier');
      else if (isReference(name)) notes.push(note(record, `superseded by \`${name.slice(0, 80)}\`, which is no record here`));
    }
    for (const name of record.supersedes) {
      const earlier = find(record, name);
      if (earlier) add(earlier, record, 'later');
      else if (isReference(name)) notes.push(note(record, `says that it supersedes \`${name.slice(0, 80)}\`, which is no record here`));
    }
  }
  const links = [...said.values()].map(({ earlier, later, by }): SupersessionLink => ({ earlier, later, saidBy: by.size === 2 ? 'both' : by.has('later') ? 'later' : 'earlier' }));
  const successor = new Map(links.map(({ earlier, later }) => [earlier.file, later]));
  notes.push(...cycles(records, successor));
  return { links, replacing: (record) => successor.get(record.file) ?? null, notes };
}

function note(record: DecisionRecord, message: string): Unread {
  const { file, line } = record.statusText?.source ?? record.source;
  return { file, line, message };
}

/** "a later decision" names nothing; a link, a number or a name of a file does. */
function isReference(name: string): boolean {
  return /\.(?:md|markdown)\b/i.test(name) || /^(?:ADR[-_ #]*)?\d{1,5}\b/i.test(name);
}

function finder(records: readonly DecisionRecord[]): (from: DecisionRecord, name: string) => DecisionRecord | null {
  const byName = Map.groupBy(records, ({ file }) => stem(file));
  const byNumber = Map.groupBy(records, ({ number }) => (number !== null && /^\d{1,5}$/.test(number) ? String(Number(number)) : ''));
  const folder = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
  return (from, name) => {
    const plain = name.replace(/[#?].*$/, '').trim();
    const named = byName.get(stem(plain)) ?? [];
    const number = /^(?:ADR[-_ #]*)?0*(\d{1,5})(?!\d)/i.exec(plain)?.[1];
    const numbered = number === undefined ? [] : (byNumber.get(String(Number(number))) ?? []);
    const candidates = (named.length > 0 ? named : numbered).filter(({ file }) => file !== from.file);
    const [only, ...others] = candidates;
    if (only && others.length === 0) return only;
    const near = candidates.filter(({ file }) => folder(file) === folder(from.file)); // several trees number alike
    return near.length === 1 ? (near[0] ?? null) : null;
  };
}

function stem(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.\w+$/, '')
    .toLowerCase();
}

/** One note for each cycle, at its first record by name. */
function cycles(records: readonly DecisionRecord[], successor: ReadonlyMap<string, DecisionRecord>): readonly Unread[] {
  const done = new Set<string>();
  const notes: Unread[] = [];
  for (const start of records) {
    const path: DecisionRecord[] = [];
    const seen = new Map<string, number>();
    let current: DecisionRecord | undefined = start;
    while (current && !done.has(current.file) && !seen.has(current.file)) {
      seen.set(current.file, path.length);
      path.push(current);
      current = successor.get(current.file);
    }
    const from = current ? seen.get(current.file) : undefined;
    for (const { file } of path) done.add(file);
    const [first, ...rest] = from === undefined ? [] : path.slice(from);
    if (first) notes.push(note(first, `supersedes itself in a circle: ${[first, ...rest, first].map(({ number, file }) => number ?? stem(file)).join(' → ')}; say which of them holds`));
  }
  return notes;
}
