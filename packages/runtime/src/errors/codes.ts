/** What went wrong, for code that must tell cases apart. */
export type RuntimeErrorCode =
  | 'ERR_PLIMSOLL_OPTION'
  | 'ERR_PLIMSOLL_BULKHEAD_FULL'
  | 'ERR_PLIMSOLL_BREAKER_OPEN'
  | 'ERR_PLIMSOLL_TIMEOUT'
  | 'ERR_PLIMSOLL_DEADLINE'
  | 'ERR_PLIMSOLL_SHED'
  | 'ERR_PLIMSOLL_POOL_TIMEOUT'
  | 'ERR_PLIMSOLL_POOL_FULL'
  | 'ERR_PLIMSOLL_POOL_NESTED'
  | 'ERR_PLIMSOLL_POOL_CONNECT'
  | 'ERR_PLIMSOLL_POOL_STATEMENT'
  | 'ERR_PLIMSOLL_POOL_RETURNED'
  | 'ERR_PLIMSOLL_POOL_FLEET'
  | 'ERR_PLIMSOLL_POOL_CLOSED'
  | 'ERR_PLIMSOLL_CPU_FULL'
  | 'ERR_PLIMSOLL_CPU_TIMEOUT'
  | 'ERR_PLIMSOLL_CPU_CLOSED'
  | 'ERR_PLIMSOLL_CONTRACT';

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
  ERR_PLIMSOLL_POOL_TIMEOUT: { when: 'no connection became free within the acquire timeout', advice: 'answer 503; look for slow statements and long transactions before enlarging the pool' },
  ERR_PLIMSOLL_POOL_FULL: { when: 'as many callers wait for a connection as may wait', advice: 'answer 503; the work was not started' },
  ERR_PLIMSOLL_POOL_NESTED: { when: 'a caller that holds a connection takes another one of the same pool', advice: 'pass the first connection on; the message names both places' },
  ERR_PLIMSOLL_POOL_CONNECT: { when: 'a connection could not be opened', advice: 'see `cause`; answer 503 while the server is away' },
  ERR_PLIMSOLL_POOL_STATEMENT: { when: 'a statement did not end in its time and the server did not stop it', advice: 'treat the outcome as unknown: the server may still have carried it out' },
  ERR_PLIMSOLL_POOL_RETURNED: { when: 'a connection is returned to its pool twice', advice: 'return it in one place, best with `use()`, which returns it by itself' },
  ERR_PLIMSOLL_POOL_FLEET: { when: 'the pools of all instances together would exceed what the server allows', advice: 'do as the message says, or choose `onExcess: shrink`' },
  ERR_PLIMSOLL_POOL_CLOSED: { when: 'a connection is asked of a pool that was closed', advice: 'stop taking requests before closing the pool' },
  ERR_PLIMSOLL_CPU_FULL: { when: 'all threads are busy and the queue is full', advice: 'answer 503; the work was not started' },
  ERR_PLIMSOLL_CPU_TIMEOUT: { when: 'a task did not end in its time; its thread was ended', advice: 'treat the task as not done' },
  ERR_PLIMSOLL_CPU_CLOSED: { when: 'work is given to threads that were closed', advice: 'stop taking requests before closing the threads' },
  ERR_PLIMSOLL_CONTRACT: { when: 'plimsoll.yml cannot be read, or says something that cannot be', advice: 'correct the lines that the message names' },
};
