import type { IgnoreFile } from '@plimsoll/check';
import { sloRules } from '@plimsoll/slo';
import type { LintedFile, Suppressing } from '@plimsoll/slo';

/**
 * What `plimsoll check` hears, heard here, too: comments in SLO files, and `.plimsoll/ignore.yml` of the directory. Null where neither is:
 * then the engine of check need not be loaded.
 */
export async function suppressingIn(found: readonly LintedFile[], ignores: IgnoreFile | null, today: string): Promise<Suppressing | null> {
  if (ignores === null && !found.some(({ text }) => text.includes('plimsoll-ignore'))) return null;
  const [{ ignoring, suppressions }, { rules }] = await Promise.all([import('@plimsoll/check'), import('@plimsoll/check/rules')]);
  const lines = new Map(found.map(({ path, text }) => [path, text.split(/\r?\n/)]));
  const comments = suppressions(today, (file) => lines.get(file) ?? []);
  const ids = [...rules, ...sloRules].map(({ id }) => id);
  const file = ignoring(ignores, today, ids);
  return {
    of: (rule, subject, location) => comments.of(rule, location) ?? file.of(rule, subject, location),
    notes: (judged) => [...comments.notes(), ...file.notes(judged)],
  };
}
