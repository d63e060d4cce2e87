import type { CheckReport, DebtEntry } from '@plimsoll/contract';
import { tableLines } from '../gate/table.ts';
import { prose } from '../markdown/escape.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { debtStyles, quarterOf, sayHeadroom, sayImpact } from './words.ts';

interface DebtListOptions {
  readonly columns: number;
  readonly colour: boolean;
  readonly closed: boolean; // with those that are paid
  readonly isWhole: boolean; // false: a part of the register could not be read
  readonly notes: readonly string[];
}

/** The register as a ledger: what is open first, by due date, then the room that each service has left. */
export function debtListText(report: CheckReport, { columns, colour, closed, isWhole, notes }: DebtListOptions): string {
  const debts = shown(report, closed);
  const paid = (report.decisions?.debts ?? []).length - shown(report, false).length;
  const said = notes.map((note): Line => ['  ', styled('quiet', note)]);
  if (debts.length === 0) return show([[`no open performance debt${isWhole ? '' : ' that could be read'}${paid > 0 ? `; ${paid} closed (--all)` : ''}`], ...said], colour);
  const table = {
    title: `${debts.length} ${debts.length === 1 ? 'debt' : 'debts'}${!closed && paid > 0 ? `, ${paid} closed` : ''}`,
    columns: ['id', 'title', 'impact', 'owner', 'due', 'state'].map((name) => ({ name, isNumber: false })),
    rows: debts.map((debt) => ({
      style: debtStyles[debt.state],
      cells: [debt.id, debt.title, debt.impactMs === null && debt.impact !== null ? 'in words' : sayImpact(debt), debt.owner ?? '–', debt.due ?? debt.target ?? '–', stateOf(debt, report.today)],
    })),
  };
  const headrooms = report.decisions?.headrooms ?? [];
  const room = headrooms.map((entry): Line => ['  ', styled(entry.fits === false ? 'error' : entry.fits === true ? 'kept' : 'undecided', entry.service), '  ', sayHeadroom(entry)]);
  return show([...tableLines(table, Math.max(60, columns)), ...(room.length > 0 ? [[], [styled('strong', 'room left')] as Line, ...room] : []), ...said], colour);
}

/** The register for people: a table by quarter, with owner, impact and the decision it comes from. */
export function debtListMarkdown(report: CheckReport, { closed }: Pick<DebtListOptions, 'closed'>): string {
  const quarters = Map.groupBy(shown(report, closed), (debt) => (debt.state === 'closed' ? 'Closed' : debt.due === null ? 'Without a date' : quarterOf(debt.due)));
  const parts = [...quarters].flatMap(([quarter, debts]) => [
    '',
    `## ${quarter}`,
    '',
    '| id | debt | impact | services | owner | due | state | decision |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...debts.map((debt) => rowOf(debt, report.today)),
  ]);
  const room = (report.decisions?.headrooms ?? []).map((entry) => `- ${prose(entry.service)}: ${sayHeadroom(entry)}`);
  return `${['# Performance debt', '', `As of ${report.today}.`, ...(parts.length === 0 ? ['', 'None.'] : parts), ...(room.length > 0 ? ['', '## Room left', '', ...room] : [])].join('\n')}\n`;
}

function rowOf(debt: DebtEntry, today: string): string {
  const decisions = debt.decisions.map((file) => prose(file)).join(', ');
  return `| ${[debt.id, debt.title, sayImpact(debt), debt.services.join(', '), debt.owner ?? '', debt.due ?? debt.target ?? '', stateOf(debt, today)].map(prose).join(' | ')} | ${decisions} |`;
}

/** What is overdue first, then by due date; what has none, and what is closed, at the end. */
function shown(report: CheckReport, closed: boolean): readonly DebtEntry[] {
  const rank = (debt: DebtEntry): string => `${debt.state === 'closed' ? 2 : debt.due === null ? 1 : 0}${debt.due ?? ''}${debt.id}`;
  return (report.decisions?.debts ?? []).filter(({ state }) => closed || state !== 'closed').toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function stateOf({ state, due, extensions }: DebtEntry, today: string): string {
  const days = due === null ? 0 : Math.round((Date.parse(due) - Date.parse(today)) / 86_400_000);
  const words = state === 'overdue' ? `overdue by ${-days} d` : state === 'open' && due !== null ? `open, ${days} d left` : state === 'unregistered' ? 'in no register' : state;
  return extensions === 0 ? words : `${words}, extended ${extensions === 1 ? 'once' : `${extensions} times`}`;
}
