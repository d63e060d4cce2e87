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

/** Findings left by an entry of the file. An expired entry does not apply and is reported, as is one that matches nothing. */
export function ignoring(found: IgnoreFile | null, today: string, rules: readonly string[]): Ignoring {
  const { ignores, problems } = found ? readIgnores(found.file, found.text, rules) : { ignores: [], problems: [] };
  const byRule = Map.groupBy(ignores, (entry) => entry.rule);
  const matched = new Set<Ignore>();
  return {
    of: (rule, subject, location) => {
      for (const entry of byRule.get(rule) ?? []) {
        if (!fits(entry, subject, location)) continue;
        matched.add(entry);
        if (entry.until >= today) return { kind: 'ignore-file', reason: entry.reason, until: entry.until, source: entry.source };
      }
      return null;
    },
    notes: (judged) => [
      ...problems.map(({ file, line, message }) => ({ file, line, message })),
      ...ignores.flatMap((entry) => {
        const { file, line } = entry.source;
        if (entry.until < today) return [{ file, line, message: `this entry for ${entry.rule} expired on ${entry.until} and no longer applies; fix the finding or extend the date with a reason` }];
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
