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
  readonly impactMs: number | null; // as estimated
  readonly measured: MeasuredImpact | null; // the last measurement, which counts before the estimate
  readonly services: readonly Stated<string>[]; // affected ones, as written
  readonly priority: string | null;
  readonly rationale: Stated<string> | null; // how it will be resolved, or why it is accepted
  readonly extensions: readonly Extension[];
  readonly reviewed: Stated<string> | null; // ISO, the last review
  readonly adr: Stated<string> | null;
  readonly status: string | null;
  readonly accepted: Stated<string> | null;
  readonly closed: boolean;
  readonly source: Source;
}

export interface MeasuredImpact {
  readonly impactMs: number | null;
  readonly on: string | null; // ISO
  readonly run: string | null;
  readonly source: Source;
}

/** A target that was moved; each is counted and keeps its reason. */
export interface Extension {
  readonly on: string | null; // ISO
  readonly from: string | null; // the target before, as written
  readonly to: string | null;
  readonly reason: string | null;
  readonly source: Source;
}

export interface DebtRegister {
  readonly items: readonly DebtItem[];
  readonly unread: readonly Unread[];
}

export type DebtField = 'id' | 'title' | 'description' | 'owner' | 'target' | 'impact' | 'services' | 'priority' | 'rationale' | 'reviewed' | 'adr' | 'status' | 'accepted' | 'category';

const names: Readonly<Record<DebtField, RegExp>> = {
  id: /^(?:id|debt id|key|nr|no|#|kennung)$/,
  title: /^(?:title|titel|name|debt|item|summary)$/,
  description: /^(?:description|beschreibung|details)$/,
  owner: /^(?:owner|owners|assignee|responsible|team|verantwortlich|verantwortliche|eigentümer)$/,
  target: /^(?:target|target date|target resolution|targetdate|due|due date|deadline|resolve by|resolution date|fix by|zieldatum|zieltermin|fällig)$/,
  impact: /^(?:impact|estimated impact|performance impact|auswirkung|geschätzte auswirkung)$/,
  services: /^(?:services|service|affected services|affected service|betroffene services|betroffene dienste)$/,
  priority: /^(?:priority|prio|severity|priorität)$/,
  rationale: /^(?:rationale|remediation|remediation plan|acceptance rationale|plan|begründung|maßnahme|behebung|behebungsplan)$/,
  reviewed: /^(?:reviewed|last reviewed|last review|review|geprüft)$/,
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

/** What an entry of a data file has beyond cells of a table. */
export interface DebtParts {
  readonly measured?: MeasuredImpact | null;
  readonly services?: readonly Stated<string>[];
  readonly extensions?: readonly Extension[];
  readonly reviews?: readonly Stated<string>[];
}

/** Builds the item and names a target from which no day follows. */
export function debtItem(cells: DebtCells, id: Stated<string>, source: Source, closedByPlace: boolean, unread: Unread[], parts: DebtParts = {}): DebtItem {
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
  return {
    id,
    title: cells.title?.value ?? cells.description?.value ?? '',
    owner: cells.owner && !/^\W*$|^(?:tb[dca]|n\/a|none|unassigned)$/i.test(cells.owner.value) ? cells.owner : null,
    due: target && due !== null ? { value: due, source: target.source } : null,
    targetText: target?.value ?? null,
    impact,
    impactMs: latencyIn(impact),
    measured: parts.measured ?? null,
    services: parts.services ?? namesIn(cells.services),
    priority: cells.priority?.value ?? null,
    rationale: cells.rationale ?? null,
    extensions: parts.extensions ?? [],
    reviewed: lastDay(parts.reviews ?? (cells.reviewed ? [cells.reviewed] : [])),
    adr: cells.adr ?? null,
    status,
    accepted: cells.accepted ?? null,
    closed,
    source,
  };
}

/** `+50ms for static assets` is 50; null where no duration stands in the text. */
export function latencyIn(impact: string | null): number | null {
  const written = /\+?\s?(\d[\d.,]*\s?(?:ms|milliseconds?|seconds?|s))(?!\w)/i.exec(impact?.slice(0, 300) ?? '')?.[1];
  const parsed = written === undefined ? null : parseDuration(written);
  return parsed?.ok === true ? parsed.value : null;
}

/** `payment-api, settlement`: each with its place. */
function namesIn(cell: Stated<string> | undefined): readonly Stated<string>[] {
  if (!cell) return [];
  const names = cell.value.split(/[,;]/).map((name) => name.trim());
  return names.filter((name) => /[\p{L}\p{N}]/u.test(name)).map((value) => ({ value, source: cell.source }));
}

function lastDay(dates: readonly Stated<string>[]): Stated<string> | null {
  const days = dates.flatMap(({ value, source }) => {
    const iso = parseTargetDate(value);
    return iso === null ? [] : [{ value: iso, source }];
  });
  return days.toSorted((a, b) => (a.value < b.value ? -1 : 1)).at(-1) ?? null;
}
