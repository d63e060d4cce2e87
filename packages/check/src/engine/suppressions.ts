import type { Finding, Source, Unread } from '@plimsoll/contract';

const form = /plimsoll-ignore\s+([a-z0-9]+\/[a-z0-9-]+)\s*(?:--\s*(.*?))?\s*(?:\(until\s+(\S+?)\))?\s*(?:\*\/|-->|#\})?\s*$/;

export interface SuppressionResult {
  readonly findings: readonly Finding[];
  readonly notes: readonly Unread[];
}

/**
 * `plimsoll-ignore dp4/… -- reason (until 2027-03-31)` in a comment on the line of a finding or the line above. Reason and expiry
 * are required; an expired or incomplete one does not apply and is reported itself.
 */
export function suppress(findings: readonly Finding[], today: string, linesOf: (file: string) => readonly string[]): SuppressionResult {
  const notes = new Map<string, Unread>();
  const result = findings.map((finding) => {
    const { location } = finding;
    if (!location) return finding;
    for (const number of [location.line, location.line - 1]) {
      const text = linesOf(location.file)[number - 1];
      const match = text?.includes('plimsoll-ignore') ? form.exec(text) : null;
      if (!match || match[1] !== finding.rule) continue;
      const [, , reason = '', until = null] = match;
      const problem = problemOf(reason, until, today);
      if (problem) {
        notes.set(`${location.file}:${number}`, { file: location.file, line: number, message: problem });
        continue;
      }
      const source: Source = { file: location.file, line: number, column: (match.index ?? 0) + 1, endLine: number, endColumn: match.index + match[0].length + 1 };
      return { ...finding, suppressed: { reason, until, source } };
    }
    return finding;
  });
  return { findings: result, notes: [...notes.values()] };
}

function problemOf(reason: string, until: string | null, today: string): string | null {
  const right = 'write `plimsoll-ignore <rule> -- <reason> (until YYYY-MM-DD)`';
  if (reason === '') return `this suppression gives no reason and does not apply; ${right}`;
  if (until === null) return `this suppression has no expiry and does not apply; ${right}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(Date.parse(until))) return `${until} is not a date, so this suppression does not apply; ${right}`;
  if (until < today) return `this suppression expired on ${until} and no longer applies; fix the finding or extend the date with a reason`;
  return null;
}
