import type { Stated } from '@plimsoll/contract';
import { entriesOf, textOf } from '@plimsoll/contract/yaml';
import type { DecisionStatus } from '../decision.ts';
import { parseTargetDate } from '../debt/target-date.ts';
import { labelAt } from '../markdown/label.ts';
import type { Outline } from '../markdown/outline.ts';
import { lineSource } from '../markdown/outline.ts';
import { statusOf, supersededBy } from './status.ts';

export interface Metadata {
  readonly statusText: Stated<string> | null;
  readonly status: DecisionStatus | null;
  readonly supersededBy: string | null;
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
    supersededBy: statusText ? supersededBy(statusText.value) : null,
    date: date && iso !== null ? { value: iso, source: date.source } : null,
  };
}

function stated(front: ReadonlyMap<string, Parameters<typeof textOf>[0]>, key: string): Stated<string> | null {
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
