import type { CheckReport, Comparison, Finding, KnownFinding } from '@plimsoll/contract';
import { withoutLines } from './subject.ts';

export interface KnownState {
  readonly name: string; // of the file or the revision
  readonly findings: readonly KnownFinding[];
  readonly complete: boolean; // false: it knows of more than was judged now, so nobody can tell what is fixed
}

/** What findings are known by later. Those suppressed for another reason than being known are left out: they need no second one. */
export function knownOf(findings: readonly Finding[]): readonly KnownFinding[] {
  return findings
    .filter(({ suppressed }) => !suppressed || suppressed.kind === 'baseline')
    .map(({ rule, state, subject, location, places, fingerprint }) => ({ rule, state, subject: withoutLines(subject), file: location?.file ?? null, places: 1 + places.length, fingerprint }));
}

/** Known findings count no longer and are shown as suppressed. Where the principles stand is said of the whole: known is not mended. */
export function withBaseline(report: CheckReport, baseline: KnownState): CheckReport {
  const isKnown = knowing(baseline.findings);
  const findings = report.findings.map((finding): Finding => {
    if (finding.suppressed || !isKnown(finding)) return finding;
    return { ...finding, suppressed: { kind: 'baseline', reason: `known in ${baseline.name}`, until: null, source: null } };
  });
  const known = findings.filter((finding) => finding.suppressed?.kind === 'baseline').length;
  return { ...report, findings, comparison: { with: 'baseline', name: baseline.name, known, fixed: fixedOf(report, baseline) } };
}

/** Only what is new since a revision; where the principles stand is said of the whole. */
export function sinceRevision(report: CheckReport, revision: KnownState): CheckReport {
  const isKnown = knowing(revision.findings);
  const findings = report.findings.filter((finding) => finding.suppressed !== null || !isKnown(finding));
  const comparison: Comparison = { with: 'revision', name: revision.name, known: report.findings.length - findings.length, fixed: fixedOf(report, revision) };
  return { ...report, findings, comparison };
}

/** The same finding, not worse than before: what was undecided may be broken now, and what stood in two places may stand in three. */
function knowing(known: readonly KnownFinding[]): (finding: Finding) => boolean {
  const byPrint = Map.groupBy(known, (entry) => entry.fingerprint);
  return ({ fingerprint, state, places }) => (byPrint.get(fingerprint) ?? []).some((entry) => (entry.state === 'broken' || state === 'undecided') && entry.places > places.length);
}

/**
 * Gone is what a rule judged and did not find again; with a bug of ours nobody can tell. A place that a finding of the same rule now leads from elsewhere
 * is not gone: a group is known by the worst of it, and that may change.
 */
function fixedOf({ findings, rules, internalErrors }: CheckReport, known: KnownState): readonly KnownFinding[] {
  if (internalErrors.length > 0 || !known.complete) return [];
  const prints = new Set(findings.map((finding) => finding.fingerprint));
  const judged = new Set(rules.map((rule) => rule.rule));
  const knownPrints = new Set(known.findings.map((entry) => entry.fingerprint));
  const regrouped = new Set(findings.flatMap((finding) => (knownPrints.has(finding.fingerprint) ? [] : finding.places.map(({ file }) => `${finding.rule} ${file}`))));
  return known.findings.filter((entry) => judged.has(entry.rule) && !prints.has(entry.fingerprint) && !regrouped.has(`${entry.rule} ${entry.file}`));
}
