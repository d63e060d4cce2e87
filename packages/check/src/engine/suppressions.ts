import type { Source, Suppression, Unread } from '@plimsoll/contract';
import { isDay } from '@plimsoll/contract/file';

const form = /plimsoll-ignore\s+([a-z0-9]+\/[a-z0-9-]+)\s*(?:--\s*(.*?))?\s*(?:\(until\s+(\S+?)\))?\s*(?:\*\/|-->|#\})?\s*$/;

export interface Suppressions {
  of(rule: string, location: Source | null): Suppression | null;
  /** What was wrong with comments that were looked at. */
  notes(): readonly Unread[];
}

/**
 * `plimsoll-ignore dp4/… -- reason (until 2027-03-31)` in a comment on the line of a finding or the line above. Reason and expiry
 * are required; an expired or incomplete one does not apply and is reported itself.
 */
export function suppressions(today: string, linesOf: (file: string) => readonly string[]): Suppressions {
  const notes = new Map<string, Unread>();
  return {
    of: (rule, location) => {
      if (!location) return null;
      for (const number of [location.line, location.line - 1]) {
        const text = linesOf(location.file)[number - 1];
        const match = text?.includes('plimsoll-ignore') ? form.exec(text) : null;
        if (!match || match[1] !== rule) continue;
        const [whole, , reason = '', until = null] = match;
        const problem = problemOf(reason, until, today);
        if (!problem) return { kind: 'comment', reason, until, source: { file: location.file, line: number, column: match.index + 1, endLine: number, endColumn: match.index + whole.length + 1 } };
        notes.set(`${location.file}:${number}`, { file: location.file, line: number, message: problem });
      }
      return null;
    },
    notes: () => [...notes.values()],
  };
}

function problemOf(reason: string, until: string | null, today: string): string | null {
  const right = 'write `plimsoll-ignore <rule> -- <reason> (until YYYY-MM-DD)`';
  if (reason === '') return `this suppression gives no reason and does not apply; ${right}`;
  if (until === null) return `this suppression has no expiry and does not apply; ${right}`;
  if (!isDay(until)) return `${until} is not a date, so this suppression does not apply; ${right}`;
  if (until < today) return `this suppression expired on ${until} and no longer applies; fix the finding or extend the date with a reason`;
  return null;
}
