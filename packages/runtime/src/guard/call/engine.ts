import { AsyncLocalStorage } from 'node:async_hooks';
import { wheelOf } from '../../clock/index.ts';
import type { Clock, Wheel } from '../../clock/index.ts';
import { rejected } from '../../errors/index.ts';
import type { RuntimeError } from '../../errors/index.ts';
import { createBreaker } from '../breaker/breaker.ts';
import type { Breaker, BreakerState } from '../breaker/breaker.ts';
import { createAdaptiveLimit } from '../bulkhead/gradient.ts';
import type { AdaptiveLimit } from '../bulkhead/gradient.ts';
import { createWaitQueue } from '../bulkhead/queue.ts';
import type { WaitQueue } from '../bulkhead/queue.ts';
import type { GuardSettings } from '../options/settings.ts';
import type { Priority } from '../shed/shedder.ts';
import { Call } from './call.ts';
import { breakerChannel, publish, refusedChannel, timeoutChannel } from './channels.ts';
import type { Work } from './context.ts';
import { refusalsOf } from './refusals.ts';
import type { Refusals } from './refusals.ts';
import { createTally } from './tally.ts';
import type { Tally } from './tally.ts';
import { says, verdictOf } from './verdict.ts';

/**
 * All parts of a guard around one attempt, in one function where libraries nest one wrapper in another: deadline, shedder, breaker, slot,
 * work. The order is that of cost: what needs least is asked first, and nothing holds a slot while it waits. A class, as its fields are read
 * on every call.
 */
export class Engine {
  readonly clock: Clock;
  readonly refusals: Refusals;
  readonly tally: Tally = createTally();
  readonly queue: WaitQueue<Call> = createWaitQueue<Call>();
  readonly breaker: Breaker | null;
  readonly adaptive: AdaptiveLimit | null;
  /** Slots taken: work that has not settled, with or without a caller. */
  running = 0;
  /** Slots taken by work whose caller has gone. */
  overrunning = 0;
  private readonly settings: GuardSettings;
  private readonly wheel: Wheel;
  private granting = false;

  constructor(settings: GuardSettings) {
    const { name, breaker, adaptive, concurrencyMax, timeoutMs, clock, random } = settings;
    this.settings = settings;
    this.clock = clock;
    this.wheel = wheelOf(clock);
    this.refusals = refusalsOf(name);
    this.adaptive = adaptive && createAdaptiveLimit(adaptive, concurrencyMax);
    this.breaker =
      breaker &&
      createBreaker(breaker, {
        rampTo: concurrencyMax === Infinity ? breaker.rampTo : concurrencyMax,
        probeMs: timeoutMs === Infinity ? breaker.resetMs : Math.max(timeoutMs, breaker.resetMs),
        random,
        changed: (state, nowMs) => this.breakerChanged(state, nowMs),
      });
  }

  /** Calls that may run at the same time, now. */
  limit(nowMs: number): number {
    const limit = this.adaptive === null ? this.settings.concurrencyMax : this.adaptive.limit;
    return this.breaker === null || !this.breaker.ramping ? limit : Math.min(limit, this.breaker.concurrencyMax(nowMs));
  }

  attempt(work: Work<unknown>, nowMs: number, dueMs: number, byDeadline: boolean, signal: AbortSignal | undefined, priority: Priority, number: number): Promise<unknown> {
    const { settings, breaker, queue } = this;
    if (dueMs - nowMs < settings.leastMs) return this.refuse('refusedDeadline', this.refusals.deadline(Math.max(0, dueMs - nowMs)));
    if (signal?.aborted) return rejected(signal.reason);
    if (settings.shedder !== null && !settings.shedder.admits(priority, nowMs)) return this.refuse('refusedShed', this.refusals.shed(priority, settings.shedder.retryAfterMs));
    if (breaker !== null && !breaker.admits(nowMs)) return this.refuseOpen(breaker, nowMs);
    if (queue.size > 0) this.grant(nowMs); // the limit may have grown since the last call ended
    const free = queue.size === 0 && this.running < this.limit(nowMs);
    if (!free) {
      if (breaker?.state === 'half-open') return this.refuseOpen(breaker, nowMs); // a probe that waits would hold up the trial
      if (queue.size >= settings.waitersMax) return this.refuse('refusedFull', this.refusals.full(this.running, queue.size));
    }
    const call = new Call(this, work, nowMs, dueMs, byDeadline, number);
    const promise = new Promise<unknown>((resolve, reject) => {
      call.resolve = resolve;
      call.reject = reject;
    });
    if (dueMs !== Infinity) this.wheel.arm(call, dueMs);
    if (signal !== undefined) call.followCaller(signal);
    if (free) this.begin(call, nowMs);
    else {
      call.restore = AsyncLocalStorage.snapshot() as Call['restore'];
      queue.push(call);
    }
    return promise;
  }

  private begin(call: Call, nowMs: number): void {
    call.state = 'running';
    call.startedMs = nowMs;
    this.running++;
    this.tally.started++;
    if (this.breaker !== null) {
      this.breaker.begin();
      call.generation = this.breaker.generation;
    }
    let result: unknown;
    try {
      result = call.invoke(this.settings.carriesDeadline);
      if (!(result instanceof Promise) && isThenable(result)) result = Promise.resolve(result);
    } catch (error) {
      this.threw(call, error);
      return;
    }
    if (result instanceof Promise) {
      result.then(
        (value: unknown) => this.answered(call, value),
        (error: unknown) => this.threw(call, error),
      );
    } else this.answered(call, result);
  }

  /** Lets waiting calls begin, in order. A loop, as work that ends at once would otherwise recurse once for every waiting call. */
  private grant(nowMs: number): void {
    if (this.granting || this.queue.size === 0) return;
    this.granting = true;
    while (this.running < this.limit(nowMs)) {
      const call = this.queue.shift();
      if (call === null) break;
      this.tally.wait.record((nowMs - call.arrivedMs) / 1000);
      this.begin(call, nowMs);
    }
    this.granting = false;
  }

  private answered(call: Call, value: unknown): void {
    const nowMs = this.clock.nowMs();
    if (call.state === 'running') {
      const { isFailedValue } = this.settings;
      const failed = isFailedValue !== null && says(isFailedValue, value);
      if (failed) this.tally.failed++;
      else this.tally.succeeded++;
      this.settle(call, failed, nowMs);
      call.resolve(value);
    } else this.endOverrun(call, nowMs);
    this.grant(nowMs);
  }

  private threw(call: Call, error: unknown): void {
    const nowMs = this.clock.nowMs();
    if (call.state === 'running') {
      this.tally.failed++;
      this.settle(call, verdictOf(error, this.settings.isFailure), nowMs);
      call.reject(error);
    } else this.endOverrun(call, nowMs);
    this.grant(nowMs);
  }

  private settle(call: Call, failed: boolean | null, nowMs: number): void {
    const latencyMs = nowMs - call.startedMs;
    this.wheel.disarm(call);
    if (call.callerSignal !== null) call.unfollowCaller();
    call.state = 'done';
    this.tally.duration.record(latencyMs / 1000);
    if (this.adaptive !== null && failed === false) this.adaptive.sample(latencyMs, this.running, nowMs, true);
    this.running--;
    if (this.breaker !== null) this.breaker.end(call.generation, failed, nowMs);
  }

  /** Work whose caller has gone has settled: only now is its slot free. Of what it says only that it took too long can still count. */
  private endOverrun(call: Call, nowMs: number): void {
    if (call.state !== 'overrunning') return;
    const latencyMs = nowMs - call.startedMs;
    const tooLong = !call.judged && latencyMs >= this.settings.timeoutMs;
    this.wheel.disarm(call);
    call.state = 'done';
    if (tooLong && this.adaptive !== null) this.adaptive.sample(latencyMs, this.running, nowMs, false);
    this.running--;
    this.overrunning--;
    if (this.breaker !== null) this.breaker.end(call.generation, tooLong ? true : null, nowMs);
  }

  /** From the wheel: the caller's time is over, or that of work without a caller. */
  expired(call: Call): void {
    const nowMs = this.clock.nowMs();
    if (call.state === 'overrunning') {
      this.tally.abandoned++;
      this.endOverrun(call, nowMs);
      this.grant(nowMs);
      return;
    }
    const waiting = call.state === 'waiting';
    const error = call.byDeadline ? this.refusals.deadline(null) : this.refusals.timeout(waiting ? 'waiting' : 'running', call.dueMs - call.arrivedMs);
    if (waiting) {
      this.tally.waitedOut++;
      this.leaveQueue(call);
    } else {
      const latencyMs = nowMs - call.startedMs;
      this.tally.timedOut++;
      this.tally.duration.record(latencyMs / 1000);
      // A call that got little time, as its caller was in a hurry or the queue was long, says nothing about the dependency before it ends.
      const fair = this.settings.timeoutMs === Infinity || latencyMs >= this.settings.timeoutMs / 2;
      if (fair && this.adaptive !== null) this.adaptive.sample(latencyMs, this.running, nowMs, false);
      if (fair && this.breaker !== null) this.breaker.end(call.generation, true, nowMs);
      this.overrun(call, error, nowMs, fair);
    }
    if (timeoutChannel.hasSubscribers) publish(timeoutChannel, { guard: this.settings.name, phase: waiting ? 'waiting' : 'running', error });
    call.reject(error);
  }

  /** From the caller's signal: neither a success nor a failure of the dependency. */
  takenBack(call: Call): void {
    const reason = call.callerSignal?.reason as unknown;
    this.tally.cancelled++;
    if (call.state === 'waiting') this.leaveQueue(call);
    else if (call.state === 'running') this.overrun(call, reason, this.clock.nowMs(), true);
    call.reject(reason);
  }

  private leaveQueue(call: Call): void {
    this.queue.remove(call);
    this.wheel.disarm(call);
    call.unfollowCaller();
    call.state = 'done';
  }

  private overrun(call: Call, reason: unknown, nowMs: number, judged: boolean): void {
    call.unfollowCaller();
    call.state = 'overrunning';
    call.judged = judged;
    this.overrunning++;
    this.wheel.disarm(call);
    if (this.settings.abandonMs !== Infinity) this.wheel.arm(call, nowMs + this.settings.abandonMs);
    call.letGo = true;
    call.reason = reason;
    call.controller?.abort(reason);
  }

  private breakerChanged(state: BreakerState, nowMs: number): void {
    if (breakerChannel.hasSubscribers) publish(breakerChannel, { guard: this.settings.name, state });
    if (state !== 'open') return;
    this.tally.opened++;
    const { breaker, queue } = this;
    for (let call = queue.first; call !== null && breaker !== null; call = queue.first) {
      this.leaveQueue(call);
      call.reject(this.refused('refusedOpen', this.refusals.open(state, breaker.retryAfterMs(nowMs))));
    }
  }

  private refuseOpen(breaker: Breaker, nowMs: number): Promise<never> {
    return this.refuse('refusedOpen', this.refusals.open(breaker.state, breaker.retryAfterMs(nowMs)));
  }

  private refuse(as: Refused, error: RuntimeError): Promise<never> {
    return rejected(this.refused(as, error));
  }

  private refused(as: Refused, error: RuntimeError): RuntimeError {
    this.tally[as]++;
    if (refusedChannel.hasSubscribers) publish(refusedChannel, { guard: this.settings.name, error });
    return error;
  }
}

type Refused = 'refusedFull' | 'refusedOpen' | 'refusedShed' | 'refusedDeadline';

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
