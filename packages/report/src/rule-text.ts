import type { Severity } from '@plimsoll/contract';

/** What a rule says of itself; the rules of `@plimsoll/check/rules` fit. */
export interface RuleText {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
}
