import type { DecisionRecord } from '../decision.ts';

/** How a repository names and numbers its decision records. */
export interface RecordStyle {
  readonly folder: string; // '' is the root
  readonly name: (title: string, today: string) => string; // of the file
  readonly heading: (title: string) => string; // of the page, without the #
}

/** A record or template with its text, as its style is read from it. */
export interface RecordText {
  readonly record: DecisionRecord;
  readonly text: string;
}

/** From the records that are there: the folder that holds most of them, their naming, their headings. `declared` wins as the folder. */
export function styleOf(found: readonly RecordText[], declared: string | null): RecordStyle {
  const records = found.filter(({ record }) => !record.template);
  const counts = new Map<string, number>();
  for (const { record } of records) counts.set(folderOf(record.file), (counts.get(folderOf(record.file)) ?? 0) + 1);
  const most = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0];
  const folder = declared ?? most ?? (found[0] ? folderOf(found[0].record.file) : 'docs/adr');
  const own = records.filter(({ record }) => folderOf(record.file) === folder).toSorted((a, b) => (a.record.file < b.record.file ? -1 : 1));
  return { folder, ...namingOf(own) };
}

function namingOf(own: readonly RecordText[]): Omit<RecordStyle, 'folder'> {
  const last = own.at(-1);
  const base = last?.record.file.slice(last.record.file.lastIndexOf('/') + 1) ?? '';
  const dated = /^\d{4}(-?)\d{2}\1\d{2}([-_ ])/.exec(base);
  if (dated) {
    return { name: (title, today) => `${today.replaceAll('-', dated[1] ?? '')}${dated[2] ?? '-'}${slugOf(title, dated[2] ?? '-')}.md`, heading: headingOf(last?.text ?? '', null) };
  }
  const shape = /^((?:adr[-_ ]?)?)(\d{1,5})([-_ .])/i.exec(base);
  const numbers = own.flatMap(({ record }) => (record.number !== null && /^\d{1,5}$/.test(record.number) ? [Number(record.number)] : []));
  const next = Math.max(0, ...numbers) + 1;
  const digits = shape?.[2]?.length ?? 4;
  const separator = shape?.[3] ?? '-';
  const isUnnumbered = own.length > 0 && !shape;
  return {
    name: (title) => (isUnnumbered ? `${slugOf(title, '-')}.md` : `${shape?.[1] ?? ''}${String(next).padStart(digits, '0')}${separator}${slugOf(title, separator === '_' ? '_' : '-')}.md`),
    heading: headingOf(last?.text ?? (own.length === 0 ? '# 1. a' : ''), isUnnumbered ? null : next),
  };
}

/** `# 12. Title`, `# ADR-012: Title`, `# ADR 12 - Title` or `# Title`, as the last record has it. */
function headingOf(text: string, next: number | null): (title: string) => string {
  const heading = /^#\s+(.+)$/m.exec(text)?.[1] ?? '';
  const match = next === null ? null : /^((?:ADR[-_ #]*)?)(\d{1,5})([.:)]?\s*[-–—:]?\s+)/i.exec(heading);
  if (!match) return (title) => title;
  return (title) => `${match[1] ?? ''}${String(next).padStart((match[2] ?? '').startsWith('0') ? (match[2]?.length ?? 1) : 1, '0')}${match[3] ?? ' '}${title}`;
}

function slugOf(title: string, separator: string): string {
  const plain = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll('ß', 'ss')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, separator);
  return plain.slice(0, 80).replace(/^[-_ .]+|[-_ .]+$/g, '') || 'decision';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
