import type { CheckReport } from '@plimsoll/contract';
import { show } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { brokenSections } from './broken.ts';
import { comparisonSection } from './comparison.ts';
import { header } from './header.ts';
import { outcome } from './outcome.ts';
import type { FailOn } from '../verdict/verdict.ts';
import { next } from './next.ts';
import { pageOf } from './page.ts';
import { scorecard } from './scorecard.ts';
import { undecidedSection } from './undecided.ts';
import { internalErrorSection, unreadSection } from './unread.ts';

export interface TextOptions {
  readonly columns: number;
  readonly colour: boolean;
  readonly all: boolean; // every finding in full, also the undecided
  readonly textOf: (file: string) => string | undefined; // for the code frames
  readonly failOn?: FailOn; // default: error
  readonly isFirst?: boolean; // a repository without a contract: where to begin stands at the end
}

/** The report for people. */
export function textReport(report: CheckReport, options: TextOptions): string {
  const page = pageOf(options.columns, options.all, report.environments, options.textOf);
  const open = report.findings.filter((finding) => !finding.suppressed);
  const lines: readonly Line[] = [
    ...header(report, page),
    [],
    ...scorecard(report, page),
    ...brokenSections(
      open.filter((finding) => finding.state === 'broken'),
      page,
    ),
    ...undecidedSection(
      open.filter((finding) => finding.state === 'undecided'),
      page,
    ),
    ...comparisonSection(report, page),
    ...unreadSection(report, page),
    ...internalErrorSection(report, page),
    [],
    ...outcome(report, options.failOn ?? 'error', page),
    ...(options.isFirst === true ? next(report, page) : []),
  ];
  return show(withoutDoubleBlanks(lines), options.colour);
}

function withoutDoubleBlanks(lines: readonly Line[]): readonly Line[] {
  return lines.filter((line, index) => line.length > 0 || lines[index - 1]?.length !== 0);
}
