import type { DebtItem } from '../debt/debt-item.ts';
import { readDebtRegister } from '../debt/register.ts';
import { parseTargetDate } from '../debt/target-date.ts';
import type { Edited, Splice } from './edited.ts';
import { linesAfter, spliced, yamlText } from './edited.ts';
import { entryNamed, flowMapping, lastLine, listIn, replaced, withItem, withKey } from './entry.ts';
import type { FoundEntry } from './entry.ts';

/** A new debt as `debt add` knows it; dates are ISO days, null where nothing is said. */
export interface NewDebt {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly impact: string | null;
  readonly services: readonly string[];
  readonly owner: string | null;
  readonly priority: string | null;
  readonly created: string;
  readonly target: string;
  readonly rationale: string | null;
  readonly adr: string | null;
}

/** Editors look for the schema from the folder of the register. */
function schemaLine(file: string): string {
  const up = '../'.repeat(file.split('/').length - 1);
  return `# yaml-language-server: $schema=${up === '' ? './' : up}node_modules/plimsoll/schema/performance-debt.schema.json`;
}

/** Appends a debt. Without a text, or an empty one, a register is begun. */
export function addDebt(file: string, text: string | null, debt: NewDebt): Edited {
  const rows = rowsOf(debt);
  if (text === null || text.trim() === '') return whole(file, `${schemaLine(file)}\ndebts:\n${indented(rows, 2)}\n`);
  const { list, key, problem } = listIn(file, text);
  if (problem !== null) return refused(problem);
  if (entryNamed(list, debt.id, text)) return refused(`${file} holds ${debt.id} already`);
  const last = list?.items.at(-1);
  const open = list ? text.split('\n')[list.source.line - 1]?.[list.source.column - 1] : undefined;
  let splice: Splice;
  if (list && last && open !== '[') {
    const dash = /^\s*/.exec(text.split('\n')[last.source.line - 1] ?? '')?.[0].length ?? 0;
    splice = linesAfter(text, lastLine(last, text), indented(rows, dash).split('\n'));
  } else if (list && key && list.items.length === 0) {
    splice = { ...list.source, column: key.keySource.endColumn + 1, line: key.keySource.endLine, text: `\n${indented(rows, 2)}`.replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n') };
  } else if (key && !list) {
    splice = linesAfter(text, key.keySource.endLine, indented(rows, key.keySource.column + 1).split('\n'));
  } else return refused(`${file} is no list of debts that can be added to; it begins with \`debts:\` and has an entry \`- id: …\` for each`);
  return checked(file, text, spliced(text, [splice]), debt.id);
}

/** Moves the target and counts it: what it was, when and why stay in the entry. */
export function extendDebt(file: string, text: string, id: string, { on, to, reason }: { readonly on: string; readonly to: string; readonly reason: string }): Edited {
  if (parseTargetDate(to) === null) return refused(`${to} names no day; write a date (2026-09-30), a month (2026-09) or a quarter (Q3 2026)`);
  return withEntry(file, text, id, (entry) => {
    const target = entry.valueOf('target');
    const before = target?.value.kind === 'scalar' ? target.value.text.replace(/^(["'])(.*)\1$/, '$2') : null;
    const item = flowMapping({ on, from: before === '' ? null : before, to, reason });
    const kept = entry.node.entries.find(({ key }) => key === 'extensions')?.value;
    return [
      target ? replaced(target, yamlText(to), text) : withKey(entry, 'target', { flow: yamlText(to), rows: [yamlText(to)] }, text),
      kept?.kind === 'sequence' ? withItem(kept, item, text) : withKey(entry, 'extensions', { flow: `[${item}]`, rows: ['', `  - ${item}`] }, text),
    ];
  });
}

/** Marks a debt as paid on a day; its entry stays. */
export function closeDebt(file: string, text: string, id: string, { on, how }: { readonly on: string; readonly how: string | null }): Edited {
  return withEntry(file, text, id, (entry) => {
    const status = entry.valueOf('status');
    return [
      status ? replaced(status, 'closed', text) : withKey(entry, 'status', { flow: 'closed', rows: ['closed'] }, text),
      withKey(entry, 'closed', { flow: on, rows: [on] }, text),
      ...(how === null ? [] : [withKey(entry, 'resolution', { flow: yamlText(how), rows: [yamlText(how)] }, text)]),
    ];
  });
}

/** Records a review, and what was measured in it. */
export function reviewDebt(
  file: string,
  text: string,
  id: string,
  { on, measured }: { readonly on: string; readonly measured: { readonly impact: string; readonly run: string | null } | null },
): Edited {
  return withEntry(file, text, id, (entry) => {
    const reviewed = entry.valueOf('reviewed');
    const splices: Splice[] = [];
    if (!reviewed) splices.push(withKey(entry, 'reviewed', { flow: `[${on}]`, rows: [`[${on}]`] }, text));
    else if (reviewed.value.kind === 'sequence') splices.push(withItem(reviewed.value, on, text));
    else splices.push(replaced(reviewed, reviewed.value.kind === 'scalar' && reviewed.value.text !== '' ? `[${reviewed.value.text}, ${on}]` : on, text));
    if (measured) {
      const mapping = flowMapping({ impact: measured.impact, on, run: measured.run });
      const earlier = entry.node.entries.find(({ key }) => key === 'measured');
      if (earlier && earlier.value.source.endLine > earlier.value.source.line) return null; // a block of lines, whose comments would go
      splices.push(earlier ? replaced(earlier, mapping, text) : withKey(entry, 'measured', { flow: mapping, rows: [mapping] }, text));
    }
    return splices;
  });
}

function withEntry(file: string, text: string, id: string, edit: (entry: FoundEntry) => readonly Splice[] | null): Edited {
  const { list, problem } = listIn(file, text);
  if (problem !== null) return refused(problem);
  const entry = entryNamed(list, id, text);
  if (!entry) return refused(`${file} holds no ${id}; it holds ${idsIn(file, text).slice(0, 20).join(', ') || 'no debt'}`);
  const splices = edit(entry);
  if (splices === null) return refused(`${file}:${entry.node.source.line} ${id} is written in a form that this command does not change; edit it by hand`);
  return checked(file, text, spliced(text, joined(splices)), id);
}

/** Insertions at one place stand in the order in which they were made. */
function joined(splices: readonly Splice[]): readonly Splice[] {
  const groups = Map.groupBy(splices, ({ line, column, endLine, endColumn }) => `${line}:${column}:${endLine}:${endColumn}`);
  return [...groups.values()].flatMap(([first, ...rest]) => (first ? [{ ...first, text: [first, ...rest].map(({ text }) => text).join('') }] : []));
}

/** Read again, the register must hold what it held; only the entry named may differ. */
function checked(file: string, before: string, after: string, id: string): Edited {
  const others = (text: string): string | null => {
    const register = readDebtRegister(file, text, true);
    return register === null ? null : JSON.stringify(register.items.filter((item) => item.id.value !== id).map(plain));
  };
  const [was, is] = [others(before) ?? '[]', others(after)];
  const there = readDebtRegister(file, after, true)?.items.some((item) => item.id.value === id) === true;
  return was === is && there ? { ok: true, text: after } : refused(`${file} is written in a form that this command cannot change without changing more than ${id}; edit it by hand`);
}

function whole(file: string, text: string): Edited {
  return readDebtRegister(file, text, true) ? { ok: true, text } : refused(`${file} cannot hold a register; give it a name that ends in .yml`);
}

/** Without the places, which move. */
function plain(item: DebtItem): unknown {
  return JSON.parse(JSON.stringify(item, (key, value: unknown) => (key === 'source' ? undefined : value)));
}

function idsIn(file: string, text: string): readonly string[] {
  const ids = readDebtRegister(file, text, true)?.items.map(({ id }) => id.value) ?? [];
  return ids.filter((id) => /^[\w.-]{1,60}$/.test(id)); // they are printed
}

function rowsOf(debt: NewDebt): readonly string[] {
  const row = (key: string, value: string | null): readonly string[] => (value === null ? [] : [`${key}: ${yamlText(value)}`]);
  return [
    `id: ${yamlText(debt.id)}`,
    ...row('title', debt.title),
    ...row('description', debt.description),
    ...row('impact', debt.impact),
    ...(debt.services.length === 0 ? [] : [`services: [${debt.services.map(yamlText).join(', ')}]`]),
    ...row('owner', debt.owner),
    ...row('priority', debt.priority),
    ...row('created', debt.created),
    ...row('target', debt.target),
    ...row('rationale', debt.rationale),
    ...row('adr', debt.adr),
  ];
}

function indented(rows: readonly string[], by: number): string {
  return rows.map((row, index) => `${' '.repeat(by)}${index === 0 ? '- ' : '  '}${row}`).join('\n');
}

function refused(message: string): Edited {
  return { ok: false, message };
}
