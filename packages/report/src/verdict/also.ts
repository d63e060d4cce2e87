import { severities, sourceKey } from '@plimsoll/contract';
import type { AlsoBroken, CheckReport, Finding, Source } from '@plimsoll/contract';

/** Rules that look at the same thing, the one that costs most first: a call that goes out, a pool. Who mends one of them stands at the place of all. */
const families: readonly (readonly string[])[] = [
  ['dp6/http-call-without-timeout', 'dp3/http-client-per-call', 'dp6/external-dependency-without-circuit-breaker'],
  ['dp4/pool-size-not-set', 'dp4/no-statement-timeout', 'dp4/pool-without-acquire-timeout', 'dp4/pool-without-recycle-or-validation'],
];

/**
 * One entry where several rules of a family are broken at the same places: the gravest leads and names the others (ADR 22). Done last, so that
 * suppressions, baselines and `--since` know each rule by its own; only what nobody silenced is joined.
 */
export function withAlso(report: CheckReport): CheckReport {
  const joined = new Map<Finding, AlsoBroken[]>();
  const gone = new Set<Finding>();
  for (const family of families) {
    const ranked = report.findings
      .filter((finding) => finding.state === 'broken' && !finding.suppressed && finding.location && family.includes(finding.rule))
      .toSorted((a, b) => rank(a, family) - rank(b, family));
    const leaders = new Map<string, Finding[]>(); // by each of their places
    for (const finding of ranked) {
      const leader = (leaders.get(placesOf(finding).map(sourceKey)[0] ?? '') ?? []).find((candidate) => covers(candidate, finding));
      if (leader) {
        gone.add(finding);
        joined.set(leader, [...(joined.get(leader) ?? []), alsoOf(finding)]);
      } else for (const place of placesOf(finding)) leaders.set(sourceKey(place), [...(leaders.get(sourceKey(place)) ?? []), finding]);
    }
  }
  const findings = report.findings.filter((finding) => !gone.has(finding)).map((finding) => ({ ...finding, ...(joined.has(finding) ? { also: joined.get(finding) ?? [] } : {}) }));
  return gone.size === 0 ? report : { ...report, findings };
}

function rank({ rule, severity }: Finding, family: readonly string[]): number {
  return severities.indexOf(severity) * family.length + family.indexOf(rule);
}

/** All that the other says is said at places of this one, in the same environments. */
function covers(leader: Finding, other: Finding): boolean {
  if (leader.rule === other.rule || leader.environments.join('\n') !== other.environments.join('\n')) return false;
  const own = new Set(placesOf(leader).map(sourceKey));
  return placesOf(other).every((place) => own.has(sourceKey(place)));
}

function placesOf({ location, places }: Finding): readonly Source[] {
  return location ? [location, ...places] : places;
}

function alsoOf(finding: Finding): AlsoBroken {
  const { rule, principle, severity, subject, message, help, fingerprint } = finding;
  return { rule, principle, severity, subject, message, help, places: placesOf(finding), fingerprint };
}

/** `dp3/http-client-per-call (info): …`, with its help. */
export function sayAlso({ rule, severity, message, help }: AlsoBroken): string {
  return `${rule} (${severity}): ${message}${help === '' ? '' : `. ${help}`}`;
}
