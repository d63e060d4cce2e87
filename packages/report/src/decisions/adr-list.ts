import type { CheckReport, DecisionEntry } from '@plimsoll/contract';
import { tableLines } from '../gate/table.ts';
import { code, prose } from '../markdown/escape.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { claimMarks, countsOfClaims, worstOf } from './words.ts';

/** Decisions in a table, with their claims below when `all` is asked for. */
export function adrListText(report: CheckReport, { columns, colour, all }: { readonly columns: number; readonly colour: boolean; readonly all: boolean }): string {
  const decisions = report.decisions?.decisions ?? [];
  if (decisions.length === 0) return 'no decision records were found; plimsoll adr new TITLE begins one\n';
  const table = {
    title: `${decisions.length} ${decisions.length === 1 ? 'decision' : 'decisions'}`,
    columns: ['', 'status', 'title', 'performance', 'debts', 'claims'].map((name) => ({ name, isNumber: false })),
    rows: decisions.map((entry) => ({
      style: claimMarks[worstOf(entry)][1],
      cells: [entry.number ?? '–', statusOf(entry), entry.title, sectionOf(entry), entry.debts.length === 0 ? '–' : entry.debts.join(' '), countsOfClaims(entry)],
    })),
  };
  return show([...tableLines(table, Math.max(60, columns)), ...(all ? decisions.flatMap(claimLines) : [])], colour);
}

function claimLines(entry: DecisionEntry): readonly Line[] {
  if (entry.claims.length === 0) return [];
  return [
    [],
    [styled('strong', `${entry.number ?? ''} ${entry.title}`.trim()), '  ', styled('path', entry.file)],
    ...entry.claims.map(({ state, text, line, rules, run }): Line => {
      const [mark, style] = claimMarks[state];
      return ['  ', styled(style, mark), ' ', text, '  ', styled('quiet', [`:${line}`, ...(run === null ? [] : [`run ${run}`]), ...rules].join('  '))];
    }),
  ];
}

/** The same as a Markdown table. */
export function adrListMarkdown(report: CheckReport): string {
  const rows = (report.decisions?.decisions ?? []).map(
    (entry) =>
      `| ${entry.number ?? ''} | [${prose(entry.title)}](<${entry.file.replaceAll(/[<>\n\r|]/g, '')}>) | ${statusOf(entry)} | ${sectionOf(entry)} | ${countsOfClaims(entry)} | ${prose(entry.debts.join(', '))} |`,
  );
  const claims = (report.decisions?.decisions ?? []).flatMap((entry) =>
    entry.claims.length === 0
      ? []
      : [
          '',
          `**${prose(entry.title)}**`,
          '',
          ...entry.claims.map(({ state, text, line, run }) => `- ${claimMarks[state][0]} ${prose(text)} (${code(`${entry.file}:${line}`)}${run === null ? '' : `, run ${code(run)}`})`),
        ],
  );
  return `${['| | decision | status | performance section | claims | debts |', '| --- | --- | --- | --- | --- | --- |', ...rows, ...claims].join('\n')}\n`;
}

function statusOf({ status, supersededBy }: DecisionEntry): string {
  return supersededBy !== null && status !== 'superseded' ? `${status ?? 'no status'}, superseded` : (status ?? 'no status');
}

function sectionOf({ bearsOnPerformance, hasPerformanceSection }: DecisionEntry): string {
  return hasPerformanceSection ? 'said' : bearsOnPerformance ? 'missing' : '–';
}
