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
  | 'ERR_PLIMSOLL_CONTRACT'
  | 'ERR_PLIMSOLL_ROLE_TAKEN'
  | 'ERR_PLIMSOLL_ROLE_UNKNOWN'
  | 'ERR_PLIMSOLL_DRAINING'
  | 'ERR_PLIMSOLL_LEASE_LOST'
  | 'ERR_PLIMSOLL_POISON'
  | 'ERR_PLIMSOLL_QUEUE'
  | 'ERR_PLIMSOLL_ROUTE_EMPTY'
  | 'ERR_PLIMSOLL_ROUTE_CLOSED'
  | 'ERR_PLIMSOLL_LOCK_HELD'
  | 'ERR_PLIMSOLL_LOCK_LOST'
  | 'ERR_PLIMSOLL_LOCK_STALE'
  | 'ERR_PLIMSOLL_LOCK_STORE'
  | 'ERR_PLIMSOLL_STATE_STORE'
  | 'ERR_PLIMSOLL_SESSION_MEMORY'
  | 'ERR_PLIMSOLL_SESSION_SIZE'
  | 'ERR_PLIMSOLL_SESSION_LIFE'
  | 'ERR_PLIMSOLL_UPLOAD_POLICY'
  | 'ERR_PLIMSOLL_UPLOAD_RECEIPT'
  | 'ERR_PLIMSOLL_UPLOAD_MISSING'
  | 'ERR_PLIMSOLL_UPLOAD_MISMATCH'
  | 'ERR_PLIMSOLL_STAGE_MESSAGE';

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
  ERR_PLIMSOLL_CPU_CLOSED: { when: 'work is given to threads that were closed, or did not end while they closed', advice: 'stop taking requests before closing the threads' },
  ERR_PLIMSOLL_CONTRACT: { when: 'plimsoll.yml cannot be read, or says something that cannot be', advice: 'correct the lines that the message names' },
  ERR_PLIMSOLL_ROLE_TAKEN: { when: 'a second role is started in one process', advice: 'start it as a process of its own; the message names the role that runs' },
  ERR_PLIMSOLL_ROLE_UNKNOWN: { when: 'a process is told no role, or one that its program does not have', advice: 'set `PLIMSOLL_ROLE` to one of the names in the message' },
  ERR_PLIMSOLL_DRAINING: { when: 'the process ends before a piece of work was done', advice: 'stop at a point that can be gone on from; the work goes back and is done elsewhere' },
  ERR_PLIMSOLL_LEASE_LOST: { when: 'a queue gave a message to another while its handler ran', advice: 'stop; what was done here may be done twice, so look at `handlerMs` and the lease of the queue' },
  ERR_PLIMSOLL_POISON: { when: 'a message cannot be read, or was tried as often as it may be', advice: 'look at the message where it was buried; it was taken out of the way of the others' },
  ERR_PLIMSOLL_QUEUE: { when: 'a queue answers otherwise than its adapter expects', advice: 'see `cause`; the work stays in the queue' },
  ERR_PLIMSOLL_ROUTE_EMPTY: { when: 'no endpoint of a service is known', advice: 'answer 503; see `cause` for why none was found' },
  ERR_PLIMSOLL_ROUTE_CLOSED: { when: 'a request is given to a route that was closed', advice: 'stop taking requests before closing the route' },
  ERR_PLIMSOLL_LOCK_HELD: { when: 'another one held the lock for as long as was waited', advice: 'try again later, or leave the work to the holder' },
  ERR_PLIMSOLL_LOCK_LOST: { when: 'a lease ended while it was held: a pause, a store that was away, or a newer holder', advice: 'stop the work; of class `correctness`, nothing stale was written' },
  ERR_PLIMSOLL_LOCK_STALE: { when: 'a store with a fence has seen a newer holder and refused the write', advice: 'stop the work: another one has taken over; nothing was written' },
  ERR_PLIMSOLL_LOCK_STORE: { when: 'the store of the leases did not answer or failed', advice: 'try again later; the lease may stand until it ends by itself' },
  ERR_PLIMSOLL_STATE_STORE: { when: 'the store behind sessions, stages or limits failed', advice: 'see `cause`; answer 503 while the store is away' },
  ERR_PLIMSOLL_SESSION_MEMORY: { when: 'sessions would be kept in the memory of one instance in production', advice: 'give a store that all instances share' },
  ERR_PLIMSOLL_SESSION_SIZE: { when: 'a session is larger than was allowed', advice: 'keep identifiers in the session and the data in a database' },
  ERR_PLIMSOLL_SESSION_LIFE: { when: 'a session would live for longer than was allowed, or for ever', advice: 'shorten `cookie.maxAge`, or raise `lifeMsMax`' },
  ERR_PLIMSOLL_UPLOAD_POLICY: { when: 'an upload is asked for that the policy does not allow', advice: 'answer 400 with the message: size or type is not allowed' },
  ERR_PLIMSOLL_UPLOAD_RECEIPT: { when: 'a receipt was not made by this service, was changed, or has expired', advice: 'answer 400; ask for a new upload' },
  ERR_PLIMSOLL_UPLOAD_MISSING: { when: 'nothing was uploaded under the key of the receipt', advice: 'let the client upload first, or again' },
  ERR_PLIMSOLL_UPLOAD_MISMATCH: { when: 'what was uploaded has another size, type or content than was agreed', advice: 'answer 422; the object was removed' },
  ERR_PLIMSOLL_STAGE_MESSAGE: { when: 'a message of a job is not one, or names a job or a step that does not exist', advice: 'put it aside; it will not get better by repetition' },
};
