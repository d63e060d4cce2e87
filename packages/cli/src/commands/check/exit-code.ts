import { severities } from '@plimsoll/contract';
import type { CheckReport } from '@plimsoll/contract';
import { verdictOf } from '@plimsoll/report';
import type { FailOn, Verdict } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { UsageError } from '../../usage-error.ts';

export function failOnOf(stated: string): FailOn {
  const found = [...severities, 'undecided' as const, 'never' as const].find((candidate) => candidate === stated);
  if (!found) throw new UsageError(`--fail-on ${stated}: choose error, warning, info, undecided or never`);
  return found;
}

const codes: Readonly<Record<Verdict['state'], ExitCode>> = {
  holds: exitCodes.holds,
  reported: exitCodes.holds,
  broken: exitCodes.doesNotHold,
  undecided: exitCodes.notJudged,
  invalid: exitCodes.usage,
  bug: exitCodes.bug,
};

/** The code is what the report says it will be. */
export function exitCodeOf(report: CheckReport, failOn: FailOn): ExitCode {
  return codes[verdictOf(report, failOn).state];
}
