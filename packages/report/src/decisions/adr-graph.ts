import type { CheckReport, DecisionEntry } from '@plimsoll/contract';
import { safe } from '../terminal/safe.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { claimMarks, debtStyles, worstOf } from './words.ts';

/** Which decision replaced which, and the debts each accepted. */
export function adrGraphText(report: CheckReport, { colour }: { readonly colour: boolean }): string {
  const { decisions = [], debts = [] } = report.decisions ?? {};
  if (decisions.length === 0) return 'no decision records were found; plimsoll adr new TITLE begins one\n';
  const byFile = new Map(decisions.map((entry) => [entry.file, entry]));
  const replaced = Map.groupBy(
    decisions.filter(({ supersededBy }) => supersededBy !== null),
    ({ supersededBy }) => supersededBy,
  );
  const seen = new Set<string>();
  const lines: Line[] = [];
  const add = (entry: DecisionEntry, depth: number): void => {
    if (seen.has(entry.file)) return; // a circle of supersession
    seen.add(entry.file);
    const [mark, style] = claimMarks[worstOf(entry)];
    lines.push(['  '.repeat(depth), depth > 0 ? 'replaced ' : '', styled(style, mark), ' ', styled('strong', nameOf(entry)), '  ', styled('quiet', entry.status ?? 'no status')]);
    for (const id of entry.debts) {
      const debt = debts.find((each) => each.id === id);
      lines.push([
        '  '.repeat(depth + 1),
        'accepts ',
        styled(debt ? debtStyles[debt.state] : 'error', id),
        '  ',
        styled('quiet', debt ? [debt.state, debt.due ?? ''].join(' ').trim() : 'in no register'),
      ]);
    }
    for (const earlier of replaced.get(entry.file) ?? []) add(earlier, depth + 1);
  };
  for (const entry of decisions) if (entry.supersededBy === null || !byFile.has(entry.supersededBy)) add(entry, 0);
  for (const entry of decisions) add(entry, 0); // what is left stands in a circle
  return show(lines, colour);
}

/** A Mermaid flowchart of the same. Names from the repository never become part of the syntax. */
export function adrGraphMermaid(report: CheckReport): string {
  const { decisions = [], debts = [] } = report.decisions ?? {};
  const ids = new Map(decisions.map(({ file }, index) => [file, `d${index}`]));
  const named = [...new Set(decisions.flatMap((entry) => entry.debts))];
  const lines = [
    ...decisions.map((entry) => `  ${ids.get(entry.file) ?? ''}[${label(`${nameOf(entry)}<br>${entry.status ?? 'no status'}`)}]`),
    ...named.map((id, index) => `  debt${index}([${label(`${id}<br>${debts.find((debt) => debt.id === id)?.state ?? 'in no register'}`)}])`),
    ...decisions.flatMap((entry) => (entry.supersededBy !== null && ids.has(entry.supersededBy) ? [`  ${ids.get(entry.supersededBy) ?? ''} -->|supersedes| ${ids.get(entry.file) ?? ''}`] : [])),
    ...decisions.flatMap((entry) => entry.debts.map((id) => `  ${ids.get(entry.file) ?? ''} -.->|accepts| debt${named.indexOf(id)}`)),
  ];
  return `${['flowchart LR', ...lines].join('\n')}\n`;
}

function nameOf({ number, title }: DecisionEntry): string {
  return number === null ? title : `${number} ${title}`;
}

const escapes: Readonly<Record<string, string>> = { '"': '#quot;', '#': '#35;', '<': '#lt;', '>': '#gt;', '`': '#96;', '&': '#amp;' };

function label(text: string): string {
  const parts = text.split('<br>').map((part) => safe(part).replaceAll(/["#<>`&]/g, (character) => escapes[character] ?? ''));
  return `"${parts.join('<br>')}"`;
}
