/** What became of the deliveries of one consumer, since it started. */
export interface ConsumeTally {
  received: number;
  done: number;
  /** Tries that failed and are repeated. */
  retried: number;
  buried: number;
  givenBack: number;
  /** Given back, or held past every limit, while the handler still ran: may be done twice. */
  overran: number;
  /** The queue gave the work to another while it was being done. */
  leasesLost: number;
  receiveFailures: number;
  /** Results that the queue could not be told; it will hand the work out again. */
  settleFailures: number;
}

export function emptyTally(): ConsumeTally {
  return { received: 0, done: 0, retried: 0, buried: 0, givenBack: 0, overran: 0, leasesLost: 0, receiveFailures: 0, settleFailures: 0 };
}
