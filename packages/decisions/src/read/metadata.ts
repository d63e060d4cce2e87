import type { Stated } from '@plimsoll/contract';
import { booleanOf, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { DecisionStatus } from '../decision.ts';
import { parseTargetDate } from '../debt/target-date.ts';
import { labelAt } from '../markdown/label.ts';
import type { Label } from '../markdown/label.ts';
import type { Line, Outline } from '../markdown/outline.ts';
import { lineSource } from '../markdown/outline.ts';
import { statusOf, supersededBy, supersedes } from './status.ts';

export interface Metadata {
  readonly statusText: Stated<string> | null;
  readonly status: DecisionStatus | null;
  readonly supersededBy: string | null;
  readonly supersedes: readonly string[];
  readonly aboutPerformance: Stated<boolean> | null; // said by a tag or the front matter
  readonly date: Stated<string> | null;
}

/** From MADR's front matter, a list or table under the title (log4brains, MADR 2), a `Date:` line or a Status section (Nygard). */
export function metadataOf(outline: Outline): Metadata {
  const { file } = outline;
  const front = new Map(entriesOf(outline.frontMatter ?? undefined).map(({ key, value }) => [key.toLowerCase(), value]));
  const labels = outline.preamble.slice(0, 60).flatMap((line) => labelAt(file, line) ?? []);

  const section = outline.sections.find(({ heading }) => /^(?:\d+[.)]\s*)?status\b/i.test(heading));
  const lines = section?.lines.filter((line) => line.text.trim() !== '').slice(0, 6) ?? [];
  const fromSection = lines[0]
    ? {
        value: lines
          .map((line) => line.text.trim())
          .join(' ')
          .slice(0, 500),
        source: lineSource(file, lines[0]),
      }
    : null;
  const inline = section ? /^status\s*[:–-]\s*(.+)$/i.exec(section.heading)?.[1] : undefined; // "## Status: accepted"
  const labelled = labels.find(({ name }) => name === 'status' || name === 'state');
  const statusText =
    stated(front, 'status') ?? (labelled ? { value: labelled.value, source: labelled.source } : null) ?? (section && inline !== undefined ? { value: inline, source: section.source } : fromSection);

  const dated = (names: RegExp): Stated<string> | null => labels.find(({ name, value }) => names.test(name) && parseTargetDate(value) !== null) ?? null;
  const date = stated(front, 'date') ?? dated(/^(?:date|datum|decided(?: on)?|created)$/) ?? dateOfName(outline) ?? dated(/^(?:last )?(?:modified|updated)$/);
  const iso = date ? parseTargetDate(date.value) : null;
  return {
    statusText,
    status: statusText ? statusOf(statusText.value) : statusOfFolder(file),
    supersededBy: statusText ? (supersededBy(statusText.value) ?? stated(front, 'superseded_by')?.value ?? stated(front, 'superseded-by')?.value ?? null) : null,
    supersedes: supersedesOf(outline, front, labels, lines),
    aboutPerformance: aboutPerformance(front, labels),
    date: date && iso !== null ? { value: iso, source: date.source } : null,
  };
}

/** "Supersedes 0003" in the status, a label, the front matter or, as MADR has it, a list of links at the end. */
function supersedesOf(outline: Outline, front: Front, labels: readonly Label[], status: readonly Line[]): readonly string[] {
  const listed = front.get('supersedes');
  const named = listed?.kind === 'sequence' ? itemsOf(listed).flatMap((item) => textOf(item) ?? []) : [textOf(listed) ?? ''];
  const links = outline.sections.filter(({ heading }) => /^(?:links|related|more information|verweise)\b/i.test(heading)).flatMap(({ lines }) => lines.slice(0, 60));
  const labelled = labels.filter(({ name }) => /^(?:supersedes|replaces|ersetzt)$/.test(name)).map(({ value }) => value);
  return [...new Set([...named, ...labelled, ...[...status, ...outline.preamble.slice(0, 60), ...links].flatMap(({ text }) => supersedes(text))])].filter((name) => name !== '').slice(0, 50);
}

/** `tags: [performance]`, `Tags: performance`, or `performance: no` in the front matter. */
function aboutPerformance(front: Front, labels: readonly Label[]): Stated<boolean> | null {
  const said = front.get('performance');
  const answer = booleanOf(said) ?? (/^(?:yes|ja)$/i.test(textOf(said) ?? '') ? true : /^(?:no|nein)$/i.test(textOf(said) ?? '') ? false : undefined);
  if (said && answer !== undefined) return { value: answer, source: said.source };
  const tags = front.get('tags');
  const tag = (tags?.kind === 'sequence' ? itemsOf(tags) : tags ? [tags] : []).find((item) => isTag(textOf(item) ?? ''));
  if (tag) return { value: true, source: tag.source };
  const label = labels.find(({ name, value }) => name === 'tags' && isTag(value));
  return label ? { value: true, source: label.source } : null;
}

function isTag(text: string): boolean {
  return text.split(/[,;\s]+/).some((word) => /^performance$/i.test(word));
}

type Front = ReadonlyMap<string, YamlNode>;

function stated(front: Front, key: string): Stated<string> | null {
  const node = front.get(key);
  const text = textOf(node);
  return node && text !== undefined && text !== '' ? { value: text, source: node.source } : null;
}

function dateOfName({ file, title }: Outline): Stated<string> | null {
  const match = /(?:^|\/)(\d{4})-?(\d{2})-?(\d{2})[-_ ][^/]*$/.exec(file);
  return match ? { value: `${match[1]}-${match[2]}-${match[3]}`, source: title?.source ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 } } : null;
}

function statusOfFolder(file: string): DecisionStatus | null {
  const folder = /(?:^|\/)(deprecated|superseded|rejected|proposed|draft)s?(?=\/)/i.exec(file)?.[1]?.toLowerCase();
  return folder === undefined ? null : statusOf(folder);
}
