import type { AlsoBroken, CheckReport, Comparison, Evidence, Finding, UndecidedBy, Unread } from '@plimsoll/contract';
import { decisionsJson } from './decisions.ts';
import { joinJson, sourceJson } from './parts.ts';
import { printJson } from './print.ts';

/** The report for programs: `schema/check-report.schema.json` of the cli, in this order and with nothing else. */
export function jsonReport(report: CheckReport): string {
  return printJson({
    schemaVersion: report.schemaVersion,
    tool: { name: report.tool.name, version: report.tool.version },
    today: report.today,
    environments: report.environments,
    principles: report.principles.map(({ id, status, broken, kept, undecided }) => ({ id, status, broken, kept, undecided })),
    rules: report.rules.map(({ rule, broken, kept, undecided, undecidedByCause }) => ({ rule, broken, kept, undecided, undecidedByCause })),
    controls: report.controls.map(({ id, title, rules, broken, kept, undecided }) => ({ id, title, rules, broken, kept, undecided })),
    comparison: report.comparison && comparisonJson(report.comparison),
    ...(report.decisions ? { decisions: decisionsJson(report.decisions) } : {}),
    findings: report.findings.map(findingJson),
    unread: report.unread.map(({ file, line, message }: Unread) => ({ file, line, message })),
    internalErrors: report.internalErrors,
    stats: { files: report.stats.files, bytes: report.stats.bytes, parsed: report.stats.parsed, ms: report.stats.ms },
  });
}

function findingJson(finding: Finding): unknown {
  const { rule, principle, severity, state, subject, environments, message, help, location, suppressed } = finding;
  return {
    rule,
    principle,
    severity,
    state,
    subject,
    environments,
    message,
    help,
    location: location ? sourceJson(location) : null,
    places: finding.places.map(sourceJson),
    evidence: finding.evidence.map((entry: Evidence) => ({ ...sourceJson(entry), says: entry.says })),
    joins: finding.joins.map(joinJson),
    undecidedBy: finding.undecidedBy.map(({ cause, missing, breaksWhen }: UndecidedBy) => ({ cause, missing, breaksWhen })),
    fingerprint: finding.fingerprint,
    suppressed: suppressed ? { kind: suppressed.kind, reason: suppressed.reason, until: suppressed.until, source: suppressed.source && sourceJson(suppressed.source) } : null,
    ...(finding.also ? { also: finding.also.map(alsoJson) } : {}),
  };
}

function alsoJson({ rule, principle, severity, subject, message, help, places, fingerprint }: AlsoBroken): unknown {
  return { rule, principle, severity, subject, message, help, places: places.map(sourceJson), fingerprint };
}

function comparisonJson(comparison: Comparison): unknown {
  const fixed = comparison.fixed.map(({ rule, state, subject, file, places, fingerprint }) => ({ rule, state, subject, file, places, fingerprint }));
  return { with: comparison.with, name: comparison.name, known: comparison.known, fixed };
}
