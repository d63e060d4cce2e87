import type { KnownFinding } from '@plimsoll/contract';

export type BaselineResult = { readonly ok: true; readonly findings: readonly KnownFinding[] } | { readonly ok: false; readonly message: string };

/** The text of a baseline: sorted, one finding a line, without dates and lines of code, so that a fixed finding is one line less in a diff. */
export function baselineText(findings: readonly KnownFinding[]): string {
  const rows = findings
    .toSorted((a, b) => compare(a.rule, b.rule) || compare(a.file ?? '', b.file ?? '') || compare(a.subject, b.subject) || compare(a.fingerprint, b.fingerprint))
    .map(({ rule, state, subject, file, places, fingerprint }) => `    ${JSON.stringify({ fingerprint, rule, state, subject, file, places })}`);
  return `{\n  "schemaVersion": 1,\n  "findings": [${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n  `}]\n}\n`;
}

/** Reads what `baselineText` wrote; the schema is published with the cli. */
export function readBaseline(text: string): BaselineResult {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isObject(read) || !('schemaVersion' in read)) return { ok: false, message: 'is no baseline; plimsoll check --write-baseline writes one' };
  if (read['schemaVersion'] !== 1) return { ok: false, message: `has schema version ${JSON.stringify(read['schemaVersion'])}; this Plimsoll reads version 1` };
  const entries = read['findings'];
  if (!Array.isArray(entries)) return { ok: false, message: 'has no list of findings' };
  const wrong = entries.findIndex((entry) => !isKnownFinding(entry));
  if (wrong >= 0) return { ok: false, message: `findings[${wrong}] is no finding of a baseline; it has fingerprint, rule, state, subject, file and places` };
  return { ok: true, findings: entries as readonly KnownFinding[] };
}

function isKnownFinding(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { fingerprint, rule, state, subject, file, places } = entry;
  return (
    typeof fingerprint === 'string' &&
    /^[0-9a-f]{16}$/.test(fingerprint) &&
    typeof rule === 'string' &&
    typeof subject === 'string' &&
    (state === 'broken' || state === 'undecided') &&
    (file === null || typeof file === 'string') &&
    typeof places === 'number' &&
    places >= 1
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By code units, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
