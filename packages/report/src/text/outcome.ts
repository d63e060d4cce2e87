import { severities } from '@plimsoll/contract';
import type { CheckReport, Severity } from '@plimsoll/contract';
import type { Line, Span } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import type { Page } from './page.ts';
import { counted } from './page.ts';

/** From which findings on a run does not hold: `--fail-on`. */
export type FailOn = Severity | 'undecided' | 'never';

/** The last lines: what counts, and what the exit code will say. */
export function outcome(report: CheckReport, failOn: FailOn, page: Page): readonly Line[] {
  const open = report.findings.filter((finding) => !finding.suppressed);
  const broken = open.filter((finding) => finding.state === 'broken');
  const undecided = open.length - broken.length;
  const suppressed = report.findings.length - open.length;
  const columns = Math.min(page.columns, proseMax);
  const bySeverity = severities.flatMap((severity) => {
    const count = broken.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [severity === 'info' ? `${count} info` : counted(count, severity)];
  });
  const parts = [
    ...(bySeverity.length > 0 ? [bySeverity.join(', ')] : ['nothing broken']),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(report.unread.length > 0 ? [`${report.unread.length} unread`] : []),
    ...(report.internalErrors.length > 0 ? [counted(report.internalErrors.length, 'bug')] : []),
  ];
  const [verdict, exit] = verdictOf(
    report,
    failOn,
    broken.map((finding) => finding.severity),
    undecided,
  );
  return [...wrap([verdict, ` ${parts.join(' · ')}`], columns, { first: [], rest: '  ' }), ...wrap([styled('quiet', exit)], columns, { rest: '  ' })];
}

function verdictOf(report: CheckReport, failOn: FailOn, broken: readonly Severity[], undecided: number): readonly [Span, string] {
  if (report.internalErrors.length > 0) return [styled('alarm', '✗ Plimsoll has a bug:'), 'exit 70: part of the repository could not be judged'];
  if (failOn === 'never') return [styled('strong', 'Reported:'), 'exit 0: --fail-on never'];
  const limit = failOn === 'undecided' ? 'error' : failOn;
  const failing = broken.filter((severity) => severities.indexOf(severity) <= severities.indexOf(limit)).length;
  const atOrAbove = limit === 'error' ? 'errors' : limit === 'warning' ? 'errors or warnings' : 'findings';
  if (failing > 0) return [styled('error', '✗ Does not hold:'), `exit 1: there are ${atOrAbove} (--fail-on ${failOn})`];
  if (failOn === 'undecided' && undecided > 0) return [styled('undecided', '? Could not be judged:'), 'exit 3: something is undecided (--fail-on undecided)'];
  return [styled('kept', broken.length > 0 ? '✓ Holds, with' : '✓ Holds:'), `exit 0: no ${atOrAbove} (--fail-on ${failOn})`];
}
