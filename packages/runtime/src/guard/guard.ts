import { leftOf, scope } from '../deadline/scope.ts';
import type { MetricSource } from '../telemetry/family.ts';
import type { BreakerState } from './breaker/breaker.ts';
import { Engine } from './call/engine.ts';
import type { CallOptions, Work } from './call/context.ts';
import { familiesOf } from './measured.ts';
import type { GuardOptions } from './options/options.ts';
import { settingsOf } from './options/settings.ts';
import { createRetrier } from './retry/retry.ts';

/** Stands between this process and one dependency. */
export interface Guard extends MetricSource {
  readonly name: string;
  /**
   * Runs `work` when the dependency may be asked, and gives its result or error. Refusals and timeouts are `RuntimeError`s:
   * `ERR_PLIMSOLL_BULKHEAD_FULL`, `…_BREAKER_OPEN`, `…_SHED` and `…_DEADLINE` before the work began, `…_TIMEOUT` and `…_DEADLINE` also after.
   * A caller is let go at its time whatever the work does; the slot stays taken until the work has really settled.
   */
  run<T>(work: Work<T>, options?: CallOptions): Promise<T>;
  /** How it stands now. */
  snapshot(): GuardSnapshot;
}

export interface GuardSnapshot {
  readonly breaker: BreakerState | null;
  /** Calls that may run at the same time now; Infinity without a bound. */
  readonly limit: number;
  /** Slots taken, those of `overrunning` included. */
  readonly running: number;
  /** Slots taken by work whose caller has gone. */
  readonly overrunning: number;
  readonly waiting: number;
}

/**
 * A guard for the dependency called `name`: one per dependency (and zone, where its replicas fail separately), made once and kept. What is not
 * given takes the defaults of `guardDefaults`. Throws `ERR_PLIMSOLL_OPTION` for a value that cannot work.
 */
export function guard(name: string, options: GuardOptions = {}): Guard {
  const settings = settingsOf(name, options);
  const { clock, timeoutMs } = settings;
  const engine = new Engine(settings);
  const retrier = settings.retry && createRetrier(engine, settings, settings.retry);

  const run = (work: Work<unknown>, call?: CallOptions): Promise<unknown> => {
    const nowMs = clock.nowMs();
    let dueMs = nowMs + timeoutMs;
    let byDeadline = false;
    const deadline = scope.getStore();
    if (deadline) {
      const deadlineMs = deadline.clock === clock ? deadline.dueMs : nowMs + (leftOf(deadline) ?? Infinity);
      byDeadline = deadlineMs < dueMs;
      if (byDeadline) dueMs = deadlineMs;
    }
    if (retrier !== null && call?.retry !== false && !deadline?.repeated) return retrier(work, nowMs, dueMs, byDeadline, call);
    return engine.attempt(work, nowMs, dueMs, byDeadline, call?.signal, call?.priority ?? 'normal', 1);
  };

  return {
    name,
    run: run as Guard['run'],
    snapshot: () => ({ breaker: engine.breaker?.state ?? null, limit: engine.limit(clock.nowMs()), running: engine.running, overrunning: engine.overrunning, waiting: engine.queue.size }),
    collect: () => familiesOf(name, engine, clock.nowMs()),
  };
}
