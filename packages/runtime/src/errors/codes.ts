/** What went wrong, for code that must tell cases apart. */
export type RuntimeErrorCode = 'ERR_PLIMSOLL_OPTION' | 'ERR_PLIMSOLL_BULKHEAD_FULL' | 'ERR_PLIMSOLL_BREAKER_OPEN' | 'ERR_PLIMSOLL_TIMEOUT' | 'ERR_PLIMSOLL_DEADLINE' | 'ERR_PLIMSOLL_SHED';

/** What each code means to a caller. The readme shows the same table; a test holds the two together. */
export interface ErrorCase {
  /** When the error is given. */
  readonly when: string;
  /** What the caller may do. */
  readonly advice: string;
}

export const errorCodes: Readonly<Record<RuntimeErrorCode, ErrorCase>> = {
  ERR_PLIMSOLL_OPTION: { when: 'an option has a value that cannot work', advice: 'correct the value; the message names the option, the value and what would be right' },
  ERR_PLIMSOLL_BULKHEAD_FULL: { when: 'all slots of a guard are taken and its queue is full', advice: 'answer 503, or serve a fallback; the work was not started' },
  ERR_PLIMSOLL_BREAKER_OPEN: { when: 'the dependency failed too often and is given time to recover', advice: 'serve a fallback, or try again after `details.retryAfterMs`; the work was not started' },
  ERR_PLIMSOLL_TIMEOUT: { when: "the guard's time for the call is over, waiting and retries counted", advice: 'treat the outcome as unknown: the work may have had its effect' },
  ERR_PLIMSOLL_DEADLINE: { when: 'the travelling deadline has passed, or too little of it is left to begin', advice: 'give up: whoever asked has stopped waiting' },
  ERR_PLIMSOLL_SHED: { when: 'the event loop is overloaded and the call is not important enough', advice: 'answer 503 with Retry-After; the work was not started' },
};
