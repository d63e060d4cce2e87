import type { CheckReport, Finding, Source } from '@plimsoll/contract';
import { causeWords } from '../text/cause.ts';
import { sayAlso } from '../verdict/also.ts';
import { likeJoins, sayJoins } from '../text/joins.ts';

const shownPlaces = 20;

/** `src/db.ts:12:8`, or the subject where a finding has no line. */
export function whereOf(finding: Finding): string {
  return finding.location ? placeOf(finding.location) : finding.subject;
}

export function placeOf(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

/** `in prod`, where a finding does not hold in every environment. */
export function environmentsOf(finding: Finding, report: Pick<CheckReport, 'environments'>): string {
  const { environments } = finding;
  return environments.length === 0 || report.environments.every((name) => environments.includes(name)) ? '' : `in ${environments.join(', ')}`;
}

/** What would decide an undecided finding, one line each. */
export function missingOf(finding: Finding): readonly string[] {
  return finding.undecidedBy.map((by) => `${causeWords[by.cause]}: ${by.missing}${by.breaksWhen === null ? '' : `; breaks when ${by.breaksWhen}`}`);
}

/** A finding with every line that led there, as plain text. */
export function plainFinding(finding: Finding, report: Pick<CheckReport, 'environments'>): string {
  const where = environmentsOf(finding, report);
  const places = finding.places.slice(0, shownPlaces);
  return [
    `${finding.message}${where === '' ? '' : ` (${where})`}`,
    ...(finding.location ? [`  at ${placeOf(finding.location)}`] : []),
    ...places.map((place) => `  and ${placeOf(place)}`),
    ...(finding.places.length > places.length ? [`  and in ${finding.places.length - places.length} more places`] : []),
    ...finding.evidence.map((entry) => `  ${placeOf(entry)}  ${entry.says}`),
    ...missingOf(finding).map((missing) => `  missing: ${missing}`),
    ...likeJoins(finding.joins).map((group) => `  joined: ${sayJoins(group, false)}`),
    ...(finding.help === '' ? [] : [`  help: ${finding.help}`]),
    ...(finding.also ?? []).map((also) => `  also: ${sayAlso(also)}`),
  ].join('\n');
}
