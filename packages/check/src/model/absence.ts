import type { Evidence, Severity, Source } from '@plimsoll/contract';
import { line, lower } from './judgement.ts';
import type { AnyRule, Judgement } from './rule.ts';
import type { System } from './system.ts';

/**
 * How loud it is that a practice is absent: an error where the repository has a first example of it, a warning elsewhere, and only worth a mention
 * in a repository that says of itself that it is a sample or is no longer maintained.
 */
export function severityOfAbsence({ notForProduction }: Pick<System, 'notForProduction'>, adopted: Source | null): Severity {
  if (adopted) return 'error';
  return notForProduction ? 'info' : 'warning';
}

/** A sample is read for what it shows and carries no load of its own: a practice that it leaves out is one step less loud, and the finding says why. */
export function quietInSample<J extends Judgement>(rule: Pick<AnyRule, 'practice' | 'severity'>, judgement: J, system: Pick<System, 'notForProduction'>): J {
  const says = whyQuiet(system, null)[0];
  if (judgement.state !== 'broken' || rule.practice !== true || says === undefined) return judgement;
  const severity = judgement.severity ?? rule.severity;
  const isQuiet = judgement.evidence.some(({ file, line: number }) => file === says.file && number === says.line);
  return severity === 'info' || isQuiet ? judgement : { ...judgement, severity: lower(severity, 1), evidence: [...judgement.evidence, says] };
}

/** The line that lowers the severity. */
export function whyQuiet({ notForProduction }: Pick<System, 'notForProduction'>, adopted: Source | null): readonly Evidence[] {
  return notForProduction && !adopted ? [line(notForProduction, 'what the repository says of itself')] : [];
}
