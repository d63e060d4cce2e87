import type { CheckReport, Finding, Source } from '@plimsoll/contract';

/** What a person who read the repository expects of a place. */
export interface Label {
  readonly rule: string;
  readonly file: string | null;
  readonly line: number;
  readonly endLine: number;
  readonly expect: 'found' | 'silent' | 'undecided';
  readonly scope: 'now' | 'later';
  readonly reason: string;
}

export interface LabelFile {
  readonly repository: string;
  readonly commit: string;
  readonly labels: readonly Label[];
}

export interface Judged {
  readonly label: Label;
  readonly met: boolean;
}

/**
 * found: a broken finding of the rule has its location, a place or an evidence line there. silent: none has its location or places
 * there. undecided: an undecided finding is there and no broken one.
 */
export function judgeLabel(label: Label, report: CheckReport): Judged {
  const own = report.findings.flatMap(eachRule).filter((finding) => finding.rule === label.rule && !finding.suppressed);
  const broken = own.filter((finding) => finding.state === 'broken');
  switch (label.expect) {
    case 'found':
      return { label, met: broken.some((finding) => touches(label, [...placesOf(finding), ...finding.evidence])) };
    case 'silent':
      return { label, met: !broken.some((finding) => touches(label, placesOf(finding))) };
    case 'undecided':
      return {
        label,
        met: own.some((finding) => finding.state === 'undecided' && touches(label, [...placesOf(finding), ...finding.evidence])) && !broken.some((finding) => touches(label, placesOf(finding))),
      };
  }
}

/** What is named in the finding of another rule counts as a finding of its own. */
function eachRule(finding: Finding): readonly Finding[] {
  return [finding, ...(finding.also ?? []).map((also): Finding => ({ ...finding, ...also, location: null, evidence: [] }))];
}

function placesOf(finding: Finding): readonly Source[] {
  return finding.location ? [finding.location, ...finding.places] : finding.places;
}

function touches(label: Label, sources: readonly Source[]): boolean {
  if (label.file === null) return sources.length === 0;
  return sources.some((source) => source.file === label.file && source.line <= label.endLine && source.endLine >= label.line);
}
