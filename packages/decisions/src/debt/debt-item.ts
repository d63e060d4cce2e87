import type { Source, Stated, Unread } from '@plimsoll/contract';
import { parseDuration } from '@plimsoll/contract';
import { parseTargetDate } from './target-date.ts';

/** An entry of the performance debt register. */
export interface DebtItem {
  readonly id: Stated<string>;
  readonly title: string;
  readonly owner: Stated<string> | null;
  readonly due: Stated<string> | null; // ISO, the last day of what the target names
  readonly targetText: string | null;
  readonly impact: string | null;
  readonly impactMs: number | null;
  readonly adr: Stated<string> | null;
  readonly status: string | null;
  readonly accepted: Stated<string> | null;
  readonly closed: boolean;
  readonly source: Source;
}

export interface DebtRegister {
  readonly items: readonly DebtItem[];
  readonly unread: readonly Unread[];
}

export type DebtField = 'id' | 'title' | 'owner' | 'target' | 'impact' | 'adr' | 'status' | 'accepted' | 'category';

const names: Readonly<Record<DebtField, RegExp>> = {
  id: /^(?:id|debt id|key|nr|no|#|kennung)$/,
  title: /^(?:title|titel|name|debt|item|summary|description|beschreibung)$/,
  owner: /^(?:owner|owners|assignee|responsible|team|verantwortlich|eigentümer)$/,
  target: /^(?:target|target date|target resolution|targetdate|due|due date|deadline|resolve by|resolution date|fix by|zieldatum|fällig)$/,
  impact: /^(?:impact|estimated impact|performance impact|auswirkung)$/,
  adr: /^(?:adr|adrs|decision|decision record|related adr|link|links)$/,
  status: /^(?:status|state|zustand)$/,
  accepted: /^(?:accepted|accepted on|accepted by|registered|created|date)$/,
  category: /^(?:category|type|area|kind|kategorie|bereich)$/,
};

export function fieldOf(written: string): DebtField | null {
  const plain = written
    .toLowerCase()
    .replace(/[*_`-]+/g, ' ')
    .trim();
  return (Object.keys(names) as DebtField[]).find((field) => names[field].test(plain)) ?? null;
}

export type DebtCells = Readonly<Partial<Record<DebtField, Stated<string>>>>;

/** Builds the item and names a target from which no day follows. */
export function debtItem(cells: DebtCells, id: Stated<string>, source: Source, closedByPlace: boolean, unread: Unread[]): DebtItem {
  const target = cells.target && /[\p{L}\p{N}]/u.test(cells.target.value) ? cells.target : undefined;
  const due = target ? parseTargetDate(target.value) : null;
  const status = cells.status?.value ?? null;
  const closed = closedByPlace || /^\W*(?:closed|resolved|done|paid|fixed|completed?|erledigt|geschlossen)\b/i.test(status ?? '');
  if (target && due === null && !closed) {
    unread.push({
      file: source.file,
      line: target.source.line,
      message: `the target \`${target.value.slice(0, 60)}\` of ${id.value} names no day; write a date (2026-09-30), a month (2026-09) or a quarter (Q3 2026)`,
    });
  }
  const impact = cells.impact?.value ?? null;
  const written = /\+?\s?(\d[\d.,]*\s?(?:ms|milliseconds?|seconds?|s))(?!\w)/i.exec(impact?.slice(0, 300) ?? '')?.[1];
  const impactMs = written === undefined ? null : parseDuration(written);
  return {
    id,
    title: cells.title?.value ?? '',
    owner: cells.owner && !/^\W*$|^(?:tb[dca]|n\/a|none|unassigned)$/i.test(cells.owner.value) ? cells.owner : null,
    due: target && due !== null ? { value: due, source: target.source } : null,
    targetText: target?.value ?? null,
    impact,
    impactMs: impactMs?.ok === true ? impactMs.value : null,
    adr: cells.adr ?? null,
    status,
    accepted: cells.accepted ?? null,
    closed,
    source,
  };
}
