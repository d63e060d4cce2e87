import type { Evidence, Severity, Source } from '@plimsoll/contract';
import { line } from './judgement.ts';
import type { System } from './system.ts';

/**
 * How loud it is that a practice is absent: an error where the repository has a first example of it, a warning elsewhere, and only worth a mention
 * in a repository that says of itself that it is a sample or is no longer maintained.
 */
export function severityOfAbsence({ notForProduction }: Pick<System, 'notForProduction'>, adopted: Source | null): Severity {
  if (adopted) return 'error';
  return notForProduction ? 'info' : 'warning';
}

/** The line that lowers the severity. */
export function whyQuiet({ notForProduction }: Pick<System, 'notForProduction'>, adopted: Source | null): readonly Evidence[] {
  return notForProduction && !adopted ? [line(notForProduction, 'what the repository says of itself')] : [];
}
