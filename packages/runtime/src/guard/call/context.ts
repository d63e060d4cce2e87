import type { Priority } from '../shed/shedder.ts';

/** What a piece of work may know about the call it serves. */
export interface CallContext {
  /**
   * Aborted when the caller has gone: time is over, or the caller's own signal was aborted. Made when it is read first, as most work never
   * asks; hand it to `fetch`, a driver or a stream, so that the slot comes free soon.
   */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Milliseconds until the caller goes, never below 0; null when nothing bounds the call. */
  remainingMs(): number | null;
}

export type Work<T> = (call: CallContext) => T | PromiseLike<T>;

export interface CallOptions {
  /** The caller's own wish to stop: a waiting call leaves the queue at once, a running one is let go. Its reason is what the promise rejects with. */
  readonly signal?: AbortSignal | undefined;
  /** For the shedder; `normal` by default. */
  readonly priority?: Priority | undefined;
  /** False for a call that must not run twice, where the guard retries others. */
  readonly retry?: boolean | undefined;
}
