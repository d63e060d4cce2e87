import type { CheckReport, Source, Suppression, Unread } from '@plimsoll/contract';

/** Who says which findings are left, and what is wrong with saying so. The engine of check is one. */
export interface Suppressing {
  of(rule: string, subject: string, location: Source | null): Suppression | null;
  notes(judged: ReadonlySet<string>): readonly Unread[];
}

/** The report with what was decided to be left. It stays in the report, and does not count. */
export function withSuppressions(report: CheckReport, suppressing: Suppressing): CheckReport {
  const findings = report.findings.map((finding) => ({ ...finding, suppressed: finding.suppressed ?? suppressing.of(finding.rule, finding.subject, finding.location) }));
  const breaks = findings.some(({ suppressed, severity, state }) => !suppressed && severity !== 'info' && state === 'broken');
  return {
    ...report,
    findings,
    principles: report.principles.map((principle) => (principle.status === 'broken' && !breaks ? { ...principle, status: principle.undecided > 0 ? 'undecided' : 'kept' } : principle)),
    unread: [...report.unread, ...suppressing.notes(new Set(report.rules.map(({ rule }) => rule)))],
  };
}
