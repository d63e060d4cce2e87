import type { Source, Suppression, Unread } from '@plimsoll/contract';
import { readIgnores } from '@plimsoll/contract/file';
import type { Ignore } from '@plimsoll/contract/file';
import { isNamed } from './path-pattern.ts';
import { withoutLines } from './subject.ts';

/** `.plimsoll/ignore.yml` as it was found. */
export interface IgnoreFile {
  readonly file: string;
  readonly text: string;
}

export interface Ignoring {
  of(rule: string, subject: string, location: Source | null): Suppression | null;
  /** What is wrong with entries; of those of the given rules also which matched nothing. */
  notes(judged: ReadonlySet<string>): readonly Unread[];
}

/** What a register says of a debt that an entry waits for. */
export interface WaitedFor {
  readonly id: string;
  readonly closed: boolean;
  readonly due: string | null; // YYYY-MM-DD
}

/** Findings left by an entry of the file. An expired entry does not apply and is reported, as is one that matches nothing. */
export function ignoring(found: IgnoreFile | null, today: string, rules: readonly string[], debts: readonly WaitedFor[] = []): Ignoring {
  const { ignores, problems } = found ? readIgnores(found.file, found.text, rules) : { ignores: [], problems: [] };
  const byRule = Map.groupBy(ignores, (entry) => entry.rule);
  const matched = new Set<Ignore>();
  return {
    of: (rule, subject, location) => {
      for (const entry of byRule.get(rule) ?? []) {
        if (!fits(entry, subject, location)) continue;
        matched.add(entry);
        const { ended, until } = endOf(entry, today, debts);
        if (ended === null) return { kind: 'ignore-file', reason: entry.debt === null ? entry.reason : `${entry.reason} (${entry.debt})`, until, source: entry.source };
      }
      return null;
    },
    notes: (judged) => [
      ...problems.map(({ file, line, message }) => ({ file, line, message })),
      ...ignores.flatMap((entry) => {
        const { file, line } = entry.source;
        const { ended } = endOf(entry, today, debts);
        if (ended !== null) return [{ file, line, message: `this entry for ${entry.rule} ${ended}` }];
        if (matched.has(entry) || !judged.has(entry.rule)) return [];
        return [{ file, line, message: `this entry matches no finding of ${entry.rule}; take it out` }];
      }),
    ],
  };
}

/** Lines in a subject move with the code, and so do not count. */
function fits({ subject, path }: Ignore, found: string, location: Source | null): boolean {
  if (subject !== null && withoutLines(subject) !== withoutLines(found)) return false;
  return path === null || (location !== null && isNamed(path, location.file));
}

/** Why an entry no longer applies, and until when it does: its own date or the target of its debt, whichever comes first. */
function endOf({ until, debt }: Ignore, today: string, debts: readonly WaitedFor[]): { readonly ended: string | null; readonly until: string | null } {
  const fix = 'fix the finding or extend the date with a reason';
  if (until !== null && until < today) return { ended: `expired on ${until} and no longer applies; ${fix}`, until };
  if (debt === null) return { ended: null, until };
  const item = debts.find(({ id }) => id === debt);
  if (!item) return { ended: `waits for ${debt}, which no register here holds, and does not apply; register the debt or give a date with until`, until };
  if (item.closed) return { ended: `waited for ${debt}, which is closed, and no longer applies; take it out or fix the finding`, until };
  if (item.due === null && until === null) return { ended: `waits for ${debt}, which has no target date, and does not apply; give the debt a target or the entry a date with until`, until };
  if (item.due !== null && item.due < today) return { ended: `waits for ${debt}, which was due on ${item.due}, and no longer applies; pay the debt or extend it with a reason`, until };
  return { ended: null, until: until === null || (item.due !== null && item.due < until) ? item.due : until };
}
