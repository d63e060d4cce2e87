import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import { publish, retryChannel } from '../call/channels.ts';
import type { Engine } from '../call/engine.ts';
import type { CallOptions, Work } from '../call/context.ts';
import type { GuardSettings, RetrySettings } from '../options/settings.ts';
import { createRetryBudget } from './budget.ts';

/** Repeats what failed, within the caller's time and the dependency's budget. */
export type Retrier = (work: Work<unknown>, nowMs: number, dueMs: number, byDeadline: boolean, options: CallOptions | undefined) => Promise<unknown>;

/**
 * Every attempt passes breaker and queue anew and holds no slot while it pauses. Pauses are uniform between 0 and an exponential bound ("full
 * jitter", which spreads a wave of failures best: Brooker, AWS Architecture Blog, 2015).
 */
export function createRetrier(engine: Engine, { name, clock, leastMs, random }: GuardSettings, retry: RetrySettings): Retrier {
  const budget = createRetryBudget(retry.budgetRatio, retry.budgetMinPerSecond);

  const mayRepeat = (error: unknown, attempt: number): boolean => attempt < retry.attemptsMax && !isRefusal(error) && (retry.isRetryable === null || retry.isRetryable(error));

  return async (work, arrivedMs, dueMs, byDeadline, options) => {
    const { signal, priority = 'normal' } = options ?? {};
    for (let attempt = 1, nowMs = arrivedMs; ; attempt++) {
      const attemptDueMs = Math.min(dueMs, nowMs + retry.attemptTimeoutMs);
      try {
        const value = await engine.attempt(work, nowMs, attemptDueMs, byDeadline && attemptDueMs === dueMs, signal, priority, attempt);
        if (attempt === 1) budget.deposit(clock.nowMs());
        return value;
      } catch (error) {
        if (attempt === 1 && !isRefusal(error)) budget.deposit(clock.nowMs());
        if (signal?.aborted || !mayRepeat(error, attempt)) throw error;
        nowMs = clock.nowMs();
        const pauseMs = random() * Math.min(retry.capMs, retry.baseMs * 2 ** (attempt - 1));
        if (nowMs + pauseMs + leastMs >= dueMs) throw error; // nobody would be there for the answer
        if (!budget.withdraw(nowMs)) {
          engine.tally.retriesDenied++;
          throw error;
        }
        engine.tally.retried++;
        if (retryChannel.hasSubscribers) publish(retryChannel, { guard: name, attempt: attempt + 1, pauseMs, error });
        await pause(clock, pauseMs, signal);
        nowMs = clock.nowMs();
      }
    }
  };
}

/** What this or another guard refused was not tried: asking again at once is what it wants to prevent. */
function isRefusal(error: unknown): boolean {
  return error instanceof RuntimeError && error.code !== 'ERR_PLIMSOLL_TIMEOUT';
}

function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}
