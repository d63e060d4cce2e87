import type { Source, Stated, Unread } from '@plimsoll/contract';
import { entriesOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlNode, YamlSequence } from '@plimsoll/contract/yaml';
import { labelAt } from '../markdown/label.ts';
import { outlineOf } from '../markdown/outline.ts';
import type { Line } from '../markdown/outline.ts';
import { tablesIn } from '../markdown/table.ts';
import { debtIdsIn } from './debt-id.ts';
import { partsOf } from './debt-parts.ts';
import type { DebtCells, DebtField, DebtItem, DebtRegister } from './debt-item.ts';
import { debtItem, fieldOf } from './debt-item.ts';
import { parseTargetDate } from './target-date.ts';

const performanceName = /perf(?:ormance)?[-_ ]?debt|leistungsschuld/i;
const anyDebtName = /debt[-_ ]?register|tech(?:nical)?[-_ ]?debt|(?:^|[-_/])debts?(?=\.)/i;
const aboutPerformance = /perform|latenc|throughput|\bscal|\bslow|timeout|\bcach|\bpool\b|\bqueue|\bcdn\b|\bp9[59]\b|\b\d+\s?ms\b/i;
const closedHeading = /\b(?:closed|resolved|done|paid|archive[d]?|erledigt|geschlossen)\b/i;
const lists: ReadonlySet<string> = new Set(['debts', 'debt', 'items', 'entries', 'register', 'performance_debt', 'performanceDebt', 'performance-debt']);
const itemsMax = 5000;
const withoutId = 'this debt has no id; write one such as PERF-DEBT-2026-003, so that a decision can name it';

/** Whether the name says that the file is a debt register. */
export function mayBeDebtRegister(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.(?:ya?ml|json|md|markdown)$/i.test(name) && (performanceName.test(name) || anyDebtName.test(name));
}

/**
 * Reads the performance debt register; null when the file is none. `declared`: the contract names this file, so its name
 * need not say so. Of a general register only what bears on performance is taken; a register of security findings is none.
 */
export function readDebtRegister(file: string, text: string, declared = false): DebtRegister | null {
  if (!declared && !mayBeDebtRegister(file)) return null;
  const performanceOnly = declared || performanceName.test(file);
  if (!performanceOnly && /security|vulnerab|\bCVE-/i.test(text.slice(0, 5000)) && !/performance/i.test(text.slice(0, 5000))) return null;
  const read = /\.(?:md|markdown)$/i.test(file) ? readPage(file, text) : readData(file, text, declared);
  if (!read) return null;
  const items = read.items.slice(0, itemsMax).filter(({ item, category }) => performanceOnly || isAboutPerformance(item, category));
  return { items: items.map(({ item }) => item), unread: [...read.unread, ...twice(items.map(({ item }) => item))] };
}

interface Read {
  readonly items: { readonly item: DebtItem; readonly category: string }[];
  readonly unread: Unread[];
}

function isAboutPerformance(item: DebtItem, category: string): boolean {
  return /^PERF/i.test(item.id.value) || /perf/i.test(category) || aboutPerformance.test(`${item.title} ${item.impact ?? ''}`);
}

/** `isRegister`: the contract says so, and so what holds no list is a mistake and not another kind of file. */
function readData(file: string, text: string, isRegister: boolean): Read | null {
  const { documents, unread } = readYaml(file, text);
  const root = documents[0]?.root;
  const { list, key } = listOf(root);
  const isNone = !list && key === null && unread.length === 0;
  if (isNone && (!root || !isRegister)) return null;
  const result: Read = { items: [], unread: [...unread] };
  if (isNone) result.unread.push({ file, line: root?.source.line ?? 1, message: 'is no list of debts; it begins with `debts:` and has an entry `- id: …` for each' });
  for (const node of list?.items ?? []) {
    if (node.kind !== 'mapping') result.unread.push({ file, line: node.source.line, message: 'this entry is no mapping; a debt has id, title, impact, owner, target and adr' });
  }
  for (const node of (list?.items ?? []).filter(({ kind }) => kind === 'mapping').slice(0, itemsMax)) readEntry(file, node, result);
  return result;
}

/** The list of debts, and the key it stands below; an empty key is a register without debts. */
export function listOf(root: YamlNode | undefined): { readonly list: YamlSequence | null; readonly key: YamlEntry | null } {
  if (root?.kind === 'sequence') return { list: root, key: null };
  const named = entriesOf(root).filter(({ key }) => lists.has(key));
  const full = named.find(({ value }) => value.kind === 'sequence');
  if (full?.value.kind === 'sequence') return { list: full.value, key: full };
  return { list: null, key: named.find(({ value }) => value.kind === 'scalar' && textOf(value) === undefined) ?? null };
}

function readEntry(file: string, node: YamlNode, result: Read): void {
  const cells: Partial<Record<DebtField, Stated<string>>> = {};
  for (const { key, value } of entriesOf(node)) {
    const field = fieldOf(key);
    const leaf = value.kind === 'sequence' ? value.items[0] : value;
    const text = value.kind === 'sequence' && field === 'adr' ? value.items.flatMap((item) => textOf(item) ?? []).join(', ') : textOf(leaf);
    if (field !== null && leaf && text !== undefined && cells[field] === undefined) cells[field] = { value: text, source: leaf.source };
  }
  const closed = entriesOf(node).some(({ key, value }) => /^(?:closed|resolved)(?:_?(?:on|at))?$/i.test(key) && !['false', 'no', undefined].includes(textOf(value)));
  if (!cells.id) result.unread.push({ file, line: node.source.line, message: withoutId });
  else result.items.push({ item: debtItem(cells, cells.id, node.source, closed, result.unread, partsOf(node)), category: cells.category?.value ?? '' });
}

function readPage(file: string, text: string): Read | null {
  const outline = outlineOf(file, text);
  const result: Read = { items: [], unread: [] };
  const parts = [{ heading: '', source: null, lines: outline.preamble }, ...outline.sections];
  let tables = 0;
  for (const { heading, source, lines } of parts) {
    const closed = closedHeading.test(heading);
    for (const table of tablesIn(file, lines)) tables += readTable(table, closed, result) ? 1 : 0;
    if (source) readHeading(file, heading, source, lines, result);
  }
  return result.items.length > 0 || tables > 0 ? result : null;
}

/** A table with an id and an owner or a target. */
function readTable({ header, rows }: ReturnType<typeof tablesIn>[number], closed: boolean, result: Read): boolean {
  const fields = header.map(fieldOf);
  if (!fields.includes('id') || !(fields.includes('owner') || fields.includes('target'))) return false;
  for (const row of rows) {
    const cells: Partial<Record<DebtField, Stated<string>>> = {};
    for (const [index, cell] of row.entries()) {
      const field = fields[index];
      if (field && cells[field] === undefined && cell.value !== '') cells[field] = cell;
    }
    const { id } = cells;
    const [first] = row;
    const last = row.at(-1);
    if (!id && first && cells.target && parseTargetDate(cells.target.value) !== null) result.unread.push({ file: first.source.file, line: first.source.line, message: withoutId });
    if (!id || !/\d/.test(id.value) || !first || !last) continue;
    const source: Source = { ...first.source, endColumn: last.source.endColumn };
    result.items.push({ item: debtItem(cells, { value: linkText(id.value), source: id.source }, source, closed, result.unread), category: cells.category?.value ?? '' });
  }
  return true;
}

/** `### PERF-DEBT-2026-003: Static assets without CDN` with `- Owner: …` lines below. */
function readHeading(file: string, heading: string, source: Source, lines: readonly Line[], result: Read): void {
  const id = /^\W*([A-Z]+(?:-[A-Z0-9]+)*-\d+)\b/.exec(heading.slice(0, 200))?.[1];
  if (id === undefined || debtIdsIn(file, [{ number: source.line, text: heading }])[0]?.value !== id) return;
  const cells: Partial<Record<DebtField, Stated<string>>> = { title: { value: heading.slice(heading.indexOf(id) + id.length).replace(/^[\s:–—-]+/, ''), source } };
  for (const { name, value, source: place } of lines.flatMap((line) => labelAt(file, line) ?? [])) {
    const field = fieldOf(name);
    if (field !== null && cells[field] === undefined) cells[field] = { value, source: place };
  }
  result.items.push({ item: debtItem(cells satisfies DebtCells, { value: id, source }, source, false, result.unread), category: cells.category?.value ?? '' });
}

function linkText(text: string): string {
  return /^\[([^\]]{1,80})\]/.exec(text)?.[1] ?? text;
}

function twice(items: readonly DebtItem[]): Unread[] {
  const groups = Map.groupBy(items, ({ id }) => id.value);
  return [...groups.values()].flatMap(([first, second]) =>
    first && second ? [{ file: second.source.file, line: second.source.line, message: `the id ${second.id.value} is given twice, first in line ${first.source.line}` }] : [],
  );
}
