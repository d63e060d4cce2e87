import type { UndecidedCause } from '@plimsoll/contract';

/** Why something could not be decided, in words. */
export const causeWords: Readonly<Record<UndecidedCause, string>> = {
  'outside-the-repository': 'outside the repository',
  'no-value-given': 'no value given',
  'not-supported-yet': 'not supported yet',
};
