import { scope } from '../../deadline/scope.ts';
import type { WheelTimer } from '../../clock/index.ts';
import type { Waiter } from '../bulkhead/queue.ts';
import type { CallContext, Work } from './context.ts';
import type { Engine } from './engine.ts';

export type CallState = 'waiting' | 'running' | 'overrunning' | 'done';

/**
 * One attempt, from the first check to the moment its slot is free again. A class, as there is one for every call: it is at once the timer in
 * the wheel, the place in the queue and what the work sees, so that a guarded call allocates one object.
 */
export class Call implements WheelTimer, Waiter, CallContext {
  state: CallState = 'waiting';
  arrivedMs: number;
  startedMs = 0;
  /** When the caller goes; Infinity when nothing bounds the call. */
  dueMs: number;
  /** Whether `dueMs` is the travelling deadline and not the guard's own time. */
  byDeadline: boolean;
  generation = 0;
  /** Whether breaker and limit know enough of it, although its work goes on. */
  judged = false;
  readonly attempt: number;
  readonly engine: Engine;
  readonly work: Work<unknown>;
  resolve: (value: unknown) => void = ignore;
  reject: (reason: unknown) => void = ignore;
  /** Brings back the caller's context where another call's end lets this one begin. */
  restore: (<T>(run: (call: Call) => T, call: Call) => T) | null = null;
  callerSignal: AbortSignal | null = null;
  controller: AbortController | null = null;
  /** Whether the caller has gone while the work ran, and why. */
  letGo = false;
  reason: unknown = null;

  tick = 0;
  slot = -1;
  next: WheelTimer | null = null;
  previous: WheelTimer | null = null;
  ahead: Waiter | null = null;
  behind: Waiter | null = null;

  constructor(engine: Engine, work: Work<unknown>, arrivedMs: number, dueMs: number, byDeadline: boolean, attempt: number) {
    this.engine = engine;
    this.work = work;
    this.arrivedMs = arrivedMs;
    this.dueMs = dueMs;
    this.byDeadline = byDeadline;
    this.attempt = attempt;
  }

  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController();
      if (this.letGo) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  remainingMs(): number | null {
    return this.dueMs === Infinity ? null : Math.max(0, this.dueMs - this.engine.clock.nowMs());
  }

  /** Starts the work, in the context of whoever called. */
  invoke(carriesDeadline: boolean): unknown {
    const run = carriesDeadline ? workUnderDeadline : this.attempt > 1 ? repeatedWork : null;
    if (this.restore !== null) return this.restore(run ?? plainWork, this);
    return run === null ? this.work(this) : run(this);
  }

  /** The wheel says that `dueMs` has come. */
  expire(): void {
    this.engine.expired(this);
  }

  /** The caller's signal says so. */
  handleEvent(): void {
    this.engine.takenBack(this);
  }

  followCaller(signal: AbortSignal): void {
    this.callerSignal = signal;
    signal.addEventListener('abort', this);
  }

  unfollowCaller(): void {
    this.callerSignal?.removeEventListener('abort', this);
    this.callerSignal = null;
  }
}

function ignore(): void {}

function plainWork(call: Call): unknown {
  return call.work(call);
}

function workUnderDeadline(call: Call): unknown {
  return scope.run({ dueMs: call.dueMs, clock: call.engine.clock, repeated: call.attempt > 1 || (scope.getStore()?.repeated ?? false) }, call.work, call);
}

/** A repetition must be known as one further down; its time is still that of the caller alone. */
function repeatedWork(call: Call): unknown {
  const { dueMs, clock } = scope.getStore() ?? { dueMs: Infinity, clock: call.engine.clock };
  return scope.run({ dueMs, clock, repeated: true }, call.work, call);
}
