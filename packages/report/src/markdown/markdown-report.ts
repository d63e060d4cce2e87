import { principleIds, principles } from '@plimsoll/contract';
import type { CheckReport, Finding, PrincipleStatus } from '@plimsoll/contract';
import { lineReader } from '../frame/lines.ts';
import { environmentsOf, missingOf, whereOf } from '../plain/plain-finding.ts';
import { bySeverity, counted, countsOf, openOf, verdictOf } from '../verdict/verdict.ts';
import type { FailOn } from '../verdict/verdict.ts';
import { code, prose } from './escape.ts';
import { findingBlock, markOf } from './finding.ts';

export interface MarkdownOptions {
  readonly all: boolean; // every finding in full, however long that gets
  readonly textOf: (file: string) => string | undefined; // for the lines shown
  readonly failOn?: FailOn; // default: error
}

/** A comment on GitHub holds 65,536 characters; beyond the first limit findings take a line each, beyond the second they are counted. */
const fullMax = 45_000;
const shortMax = 60_000;

const statusWords: Readonly<Record<PrincipleStatus, string>> = { kept: '✓ kept', broken: '✗ broken', undecided: '? undecided', 'not-applicable': '– does not apply' };

/** For a pull request comment or the summary of a pipeline: GitHub flavoured Markdown. */
export function markdownReport(report: CheckReport, options: MarkdownOptions): string {
  const { broken, undecided } = openOf(report);
  const lineOf = lineReader(options.textOf);
  const parts = [...opening(report, options.failOn ?? 'error'), ...table(report)];
  let length = parts.join('\n').length;
  let left = 0;
  const add = (...lines: readonly string[]): void => {
    parts.push(...lines);
    length += lines.reduce((total, line) => total + line.length + 1, 0);
  };
  const addFinding = (finding: Finding): void => {
    const block = findingBlock(finding, report, lineOf);
    if (options.all || length + block.join('\n').length < fullMax) add(...block);
    else if (length < shortMax) add(`- ${markOf(finding)} ${code(whereOf(finding))} ${prose(finding.message)} (${finding.rule})`, '');
    else left++;
  };
  for (const id of [null, ...principleIds]) {
    const own = broken.filter((finding) => finding.principle === id);
    if (own.length > 0 && (options.all || length < shortMax)) add(`### ${id === null ? 'plimsoll.yml' : `${id} ${principles[id]}`}`, '');
    for (const finding of own.toSorted(bySeverity)) addFinding(finding);
  }
  if (left > 0) add(`… and ${counted(left, 'more finding')}; \`plimsoll check --all\` shows them.`, '');
  if (undecided.length > 0) add(...folded(`Undecided: a value is missing (${undecided.length})`, undecidedLines(undecided, report, options.all ? Infinity : shortMax - length)));
  if (report.unread.length > 0) add(...folded(`Unread: what could not be understood (${report.unread.length})`, unreadLines(report, options.all ? Infinity : shortMax - length)));
  if (report.comparison) add(comparisonLine(report.comparison), '');
  return `${parts.join('\n').trimEnd()}\n`;
}

function opening(report: CheckReport, failOn: FailOn): readonly string[] {
  const verdict = verdictOf(report, failOn);
  const environments = report.environments.length > 1 ? ` · environments ${report.environments.map(code).join(', ')}` : '';
  return [
    `## Plimsoll: ${verdict.says.replace(/, with$/, '').toLowerCase()}`,
    '',
    `**${countsOf(report)}** · ${prose(verdict.exit)}`,
    '',
    `Plimsoll ${report.tool.version} read ${counted(report.stats.files, 'file')}. Judged by ${report.today}${environments}.`,
    '',
    ...report.internalErrors.flatMap((error) => [`**A bug in Plimsoll:** ${code(error.split('\n')[0] ?? '')}`, '']),
  ];
}

function table({ principles: summaries }: CheckReport): readonly string[] {
  const rows = summaries.map(
    ({ id, status, broken, kept, undecided }) => `| ${id} ${principles[id]} | ${statusWords[status]} | ${[broken, kept, undecided].map((count) => (count === 0 ? '·' : String(count))).join(' | ')} |`,
  );
  return ['| principle | status | broken | kept | undecided |', '| --- | --- | ---: | ---: | ---: |', ...rows, ''];
}

function undecidedLines(findings: readonly Finding[], report: CheckReport, room: number): readonly string[] {
  const lines = findings.map((finding) => {
    const where = environmentsOf(finding, report);
    return `- ${code(whereOf(finding))} ${finding.rule}${where === '' ? '' : ` ${prose(where)}`}: ${prose(missingOf(finding)[0] ?? finding.message)}`;
  });
  return within(lines, room);
}

function unreadLines({ unread }: CheckReport, room: number): readonly string[] {
  const lines = [...Map.groupBy(unread, (entry) => entry.message).values()].flatMap(([first, ...others]) =>
    first ? [`- ${code(first.line === null ? first.file : `${first.file}:${first.line}`)}${others.length > 0 ? ` and ${counted(others.length, 'more place')}` : ''}: ${prose(first.message)}`] : [],
  );
  return within(lines, room);
}

function within(lines: readonly string[], room: number): readonly string[] {
  let length = 0;
  const shown = lines.filter((line) => (length += line.length + 1) < room);
  return shown.length === lines.length ? shown : [...shown, `- … and ${lines.length - shown.length} more`];
}

function folded(summary: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}

function comparisonLine({ with: against, name, known, fixed }: NonNullable<CheckReport['comparison']>): string {
  return `Compared with ${against === 'baseline' ? 'the baseline' : 'revision'} ${code(name)}: ${counted(known, 'known finding')} left out, ${fixed.length} fixed.`;
}
