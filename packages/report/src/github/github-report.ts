import type { CheckReport, Finding, Severity } from '@plimsoll/contract';
import { environmentsOf, missingOf, placeOf, whereOf } from '../plain/plain-finding.ts';
import { sayAlso } from '../verdict/also.ts';
import { bySeverity, counted, countsOf, openOf, verdictOf } from '../verdict/verdict.ts';
import type { FailOn } from '../verdict/verdict.ts';
import { command, logLine } from './command.ts';
import type { Command } from './command.ts';

export interface GithubOptions {
  readonly folder: string; // of the repository checked, from the workspace: annotations name files from there
  readonly failOn?: FailOn; // default: error
}

/** GitHub keeps the first ten annotations of each type of a step and drops the rest without a word (actions/toolkit, docs/problem-matchers.md). */
const annotationsMax = 10;

const commandOf: Readonly<Record<Severity, Command>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Annotations for a pull request, as workflow commands: broken by severity, undecided as notices. What GitHub would drop stands in the log. */
export function githubReport(report: CheckReport, options: GithubOptions): string {
  const { broken, undecided } = openOf(report);
  const all = [...broken.toSorted(bySeverity), ...undecided].map((finding) => ({ finding, type: typeOf(finding) }));
  const types: readonly Command[] = ['error', 'warning', 'notice'];
  const lines = types.flatMap((type) => {
    const own = all.filter((entry) => entry.type === type).map((entry) => entry.finding);
    const rest = own.slice(annotationsMax);
    return [
      ...own.slice(0, annotationsMax).map((finding) => command(type, propertiesOf(finding, options.folder), messageOf(finding, report))),
      ...(rest.length > 0
        ? [
            `GitHub shows ${annotationsMax} annotations of each type for a step; ${counted(rest.length, `more ${type}`)} here:`,
            ...rest.map((finding) => logLine(`  ${whereOf(finding)}  ${finding.rule}  ${finding.message}`)),
          ]
        : []),
    ];
  });
  const bugs = report.internalErrors.map((error) => command('error', { title: 'Plimsoll has a bug' }, error));
  const verdict = verdictOf(report, options.failOn ?? 'error');
  return [...bugs, ...lines, `${verdict.says}${verdict.says.endsWith('with') ? '' : ':'} ${countsOf(report)} (${verdict.exit})`].map((line) => `${line}\n`).join('');
}

function typeOf(finding: Finding): Command {
  return finding.state === 'undecided' ? 'notice' : commandOf[finding.severity];
}

function propertiesOf({ location, rule, state }: Finding, folder: string): Readonly<Record<string, string | number>> {
  const title = state === 'undecided' ? `${rule} (undecided)` : rule;
  if (!location) return { title };
  const { file, line, endLine, column, endColumn } = location;
  // GitHub takes columns only where a finding stays in one line.
  const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
  return { file: folder === '' ? file : `${folder}/${file}`, line, endLine, ...columns, title };
}

function messageOf(finding: Finding, report: CheckReport): string {
  const where = environmentsOf(finding, report);
  return [
    `${finding.message}${where === '' ? '' : ` (${where})`}`,
    ...finding.evidence.map((entry) => `${placeOf(entry)}  ${entry.says}`),
    ...missingOf(finding).map((missing) => `missing: ${missing}`),
    ...(finding.places.length > 0 ? [`and in ${counted(finding.places.length, 'more place')}`] : []),
    ...(finding.help === '' ? [] : [finding.help]),
    ...(finding.also ?? []).map((also) => `also ${sayAlso(also)}`),
  ].join('\n');
}
