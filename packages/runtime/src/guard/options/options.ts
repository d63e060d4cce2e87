import type { Clock } from '../../clock/index.ts';
import type { Shedder } from '../shed/shedder.ts';

/** How a guard behaves. Each part can be switched off with `null`; what is not given takes the value of `guardDefaults`, with its source there. */
export interface GuardOptions {
  /** Milliseconds a caller waits at most: queue, attempts and pauses between them together. A travelling deadline that ends sooner wins. */
  readonly timeoutMs?: number | null | undefined;
  /** Calls at the same time, or more about it. */
  readonly bulkhead?: number | BulkheadOptions | null | undefined;
  readonly breaker?: BreakerOptions | null | undefined;
  /** Off unless given: only who knows that the work may run twice can ask for it. */
  readonly retry?: RetryOptions | null | undefined;
  /** Off unless given: finds the limit below the bulkhead's that the dependency can take, from its latency. */
  readonly adaptive?: AdaptiveOptions | null | undefined;
  /** Refuses calls while the event loop is overloaded; one shedder serves all guards of a process. */
  readonly shedder?: Shedder | null | undefined;
  /** Milliseconds that must be left of the deadline for a call to begin. */
  readonly leastMs?: number | undefined;
  /** Milliseconds after which a call that goes on without its caller is taken for lost and its slot given back; null holds the slot for ever. */
  readonly abandonMs?: number | null | undefined;
  /** Whether the work sees the time of this guard as its travelling deadline (`remainingMs`), not only that of whoever called. */
  readonly carriesDeadline?: boolean | undefined;
  /**
   * Whether a thrown error speaks against the dependency. By default every error does, but for one that carries a status of 4xx (`status`,
   * `statusCode` or `response.status`): "not found" is an answer. 408 and 429 count.
   */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /** Whether a returned value speaks against the dependency, such as a response with status 503. By default none does. */
  readonly isFailedValue?: ((value: unknown) => boolean) | undefined;
  readonly clock?: Clock | undefined;
  /** Numbers from 0 up to 1, for jitter. */
  readonly random?: (() => number) | undefined;
}

export interface BulkheadOptions {
  /** Calls that run at the same time. A call counts until its work has settled, also when its caller has gone. */
  readonly concurrencyMax?: number | undefined;
  /** Callers that may wait for a slot, first come, first served; 0 refuses at once. */
  readonly waitersMax?: number | undefined;
}

/** Opens when `errors` of the last `of` calls failed, and tries again after `resetMs`. The words are those of `plimsoll.yml`. */
export interface BreakerOptions {
  /** Share of failed calls, above 0 up to 1. */
  readonly errors?: number | undefined;
  /** How many of the latest calls are looked at. It opens with `errors × of` failures among them, also before there were `of` calls. */
  readonly of?: number | undefined;
  /** Milliseconds after which a call is forgotten, also while nothing happens. */
  readonly windowMs?: number | undefined;
  /** Milliseconds between opening and the first probe; doubled with every failed trial, at most eight times as long, and up to a tenth more at random. */
  readonly resetMs?: number | undefined;
  /** Calls that are let through to find out; all must succeed. The others are refused until then. */
  readonly probes?: number | undefined;
  /** Milliseconds in which the number of calls at the same time grows from `probes` to the bulkhead's after closing. */
  readonly rampMs?: number | undefined;
  /** Calls at the same time at the end of the ramp where there is no bulkhead. */
  readonly rampTo?: number | undefined;
}

export interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attemptsMax?: number | undefined;
  /** Milliseconds of the longest pause before the second attempt; doubled for each further one. The pause is uniform between 0 and that ("full jitter"). */
  readonly baseMs?: number | undefined;
  /** Milliseconds no pause exceeds. */
  readonly capMs?: number | undefined;
  /** Milliseconds of one attempt. */
  readonly attemptTimeoutMs?: number | null | undefined;
  /** Retries per call over the last ten seconds: 0.2 adds at most a fifth to the load of a dependency that is down. Counted when scheduled. */
  readonly budgetRatio?: number | undefined;
  /** Retries a second that are granted whatever the ratio says, so that a quiet service may retry at all. */
  readonly budgetMinPerSecond?: number | undefined;
  /** Whether this error is worth another attempt. Refusals by this guard never are. */
  readonly isRetryable?: ((error: unknown) => boolean) | undefined;
}

export interface AdaptiveOptions {
  /** The limit never falls below. */
  readonly min?: number | undefined;
  readonly initial?: number | undefined;
  /** How much slower than usual answers may be before the limit falls: 1.5 allows half as much again. */
  readonly tolerance?: number | undefined;
  /** Share of a new estimate that is taken over at once, above 0 up to 1. */
  readonly smoothing?: number | undefined;
  /** Milliseconds over which latencies are averaged before the limit moves. */
  readonly windowMs?: number | undefined;
}
