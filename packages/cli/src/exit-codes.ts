/** Every exit code of plimsoll, in one place; the documentation is tested against it. */
export const exitCodes = {
  holds: 0,
  doesNotHold: 1, // findings at or above --fail-on; gate failed; budget frozen; debt overdue
  usage: 2, // wrong arguments, missing directory, invalid plimsoll.yml
  notJudged: 3, // inconclusive, invalid measurement, no data; --fail-on undecided
  bug: 70, // a reader or rule threw; the rest is still reported (EX_SOFTWARE of sysexits.h)
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
