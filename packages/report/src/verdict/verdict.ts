import { sayCount, severities } from '@plimsoll/contract';
import type { CheckReport, Finding } from '@plimsoll/contract';
import type { Severity } from '@plimsoll/contract';

/** From which findings on a run does not hold: `--fail-on`. With a contract that is not valid no findings could say so. */
export type FailOn = Severity | 'undecided' | 'never' | 'invalid-contract';

export interface Verdict {
  readonly state: 'holds' | 'broken' | 'undecided' | 'invalid' | 'bug' | 'reported';
  readonly says: string; // 'Does not hold'
  readonly exit: string; // 'exit 1: there are errors (--fail-on error)'
}

/** What a run means as a whole, and what its exit code will say. */
export function verdictOf(report: CheckReport, failOn: FailOn): Verdict {
  const { broken, undecided } = openOf(report);
  if (report.internalErrors.length > 0) return { state: 'bug', says: 'Plimsoll has a bug', exit: 'exit 70: part of the repository could not be judged' };
  if (failOn === 'invalid-contract') return { state: 'invalid', says: 'Could not be judged', exit: 'exit 2: plimsoll.yml is not valid' };
  if (failOn === 'never') return { state: 'reported', says: 'Reported', exit: 'exit 0: --fail-on never' };
  const limit = failOn === 'undecided' ? 'error' : failOn;
  const failing = broken.filter((finding) => severities.indexOf(finding.severity) <= severities.indexOf(limit)).length;
  const atOrAbove = limit === 'error' ? 'errors' : limit === 'warning' ? 'errors or warnings' : 'findings';
  if (failing > 0) return { state: 'broken', says: 'Does not hold', exit: `exit 1: there are ${atOrAbove} (--fail-on ${failOn})` };
  if (failOn === 'undecided' && undecided.length > 0) return { state: 'undecided', says: 'Could not be judged', exit: 'exit 3: something is undecided (--fail-on undecided)' };
  return { state: 'holds', says: broken.length > 0 ? 'Holds, with' : 'Holds', exit: `exit 0: no ${atOrAbove} (--fail-on ${failOn})` };
}

/** `2 errors, 1 warning · 3 undecided`. */
export function countsOf(report: CheckReport): string {
  const { broken, undecided, suppressed } = openOf(report);
  const bySeverity = severities.flatMap((severity) => {
    const count = broken.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [severity === 'info' ? `${count} info` : counted(count, severity)];
  });
  const known = suppressed.filter((finding) => finding.suppressed?.kind === 'baseline').length;
  const left = suppressed.length - known;
  return [
    ...(bySeverity.length > 0 ? [bySeverity.join(', ')] : [report.comparison ? 'nothing new is broken' : 'nothing broken']),
    ...(undecided.length > 0 ? [`${undecided.length} undecided`] : []),
    ...(known > 0 ? [`${known} known`] : []),
    ...(left > 0 ? [`${left} suppressed`] : []),
    ...(report.unread.length > 0 ? [`${report.unread.length} unread`] : []),
    ...(report.internalErrors.length > 0 ? [counted(report.internalErrors.length, 'bug')] : []),
  ].join(' · ');
}

export interface Open {
  readonly broken: readonly Finding[];
  readonly undecided: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

/** Findings by what counts: what is suppressed is neither. */
export function openOf({ findings }: Pick<CheckReport, 'findings'>): Open {
  const open = findings.filter((finding) => !finding.suppressed);
  return {
    broken: open.filter((finding) => finding.state === 'broken'),
    undecided: open.filter((finding) => finding.state === 'undecided'),
    suppressed: findings.filter((finding) => finding.suppressed),
  };
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string, nouns: string = `${noun}s`): string {
  return `${sayCount(count)} ${count === 1 ? noun : nouns}`;
}

/** Errors first; the order of the report otherwise. */
export function bySeverity(a: Finding, b: Finding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}
