/** What one queue has to offer to a consumer. An adapter for another queue is an object of this shape. */
export interface Queue<Body> {
  readonly name: string;
  /** How long a delivery stays ours before the queue hands it to another, unless extended; null where it stays until the connection ends. */
  readonly leaseMs: number | null;
  /** The longest a delivery can be held with any number of extensions; null where there is no such limit. */
  readonly holdMsMax: number | null;
  /** Deliveries per call of `receive`. */
  readonly batchMax: number;
  /**
   * Waits up to `waitMs` for at most `max` deliveries; none is an empty list. When `signal` aborts it ends soon, with what it has got already: a
   * delivery that the queue has handed out and nobody returns would wait for the end of its lease.
   */
  receive(max: number, waitMs: number, signal: AbortSignal): Promise<readonly Delivery<Body>[]>;
  /** Asks the queue how much work there is. */
  backlog(): Promise<Backlog>;
  /** Closes what the adapter opened itself, and nothing that it was given. */
  close(): Promise<void>;
}

/** One message in our hands. Exactly one of `done`, `retry`, `giveBack` and `bury` is called, once. */
export interface Delivery<Body> {
  readonly id: string;
  /** 1 at the first delivery. Queues that count deliveries also count the ones that were given back. */
  readonly attempt: number;
  /** Work with an equal key runs in order, one after the other; null: in any order. */
  readonly orderKey: string | null;
  /** The content; throws where it cannot be understood. */
  read(): Body;
  /** The work has been done. False: the lease was lost before, so another may do it again. */
  done(): Promise<boolean>;
  /** The work failed and may be tried again after `delayMs`. */
  retry(error: unknown, delayMs: number): Promise<void>;
  /** The work was not done, through no fault of its own: another instance may have it at once. */
  giveBack(): Promise<void>;
  /** The work will never succeed: out of the way of the rest, where a person finds it. */
  bury(error: unknown): Promise<void>;
  /** Keeps the delivery for another `leaseMs`. False: it is ours no more. */
  extend(leaseMs: number): Promise<boolean>;
}

/** How much work there is, in messages. */
export interface Backlog {
  /** Due, and waiting for a worker. */
  readonly waiting: number;
  /** Handed to a worker and not settled. It counts: an instance that is taken away takes its work with it. */
  readonly active: number;
  /** Due later. It needs no instance yet. */
  readonly delayed: number;
  /** How long the oldest waiting message has waited; null where the queue does not say. Depth alone hides a message that fails again and again. */
  readonly oldestAgeMs: number | null;
}
