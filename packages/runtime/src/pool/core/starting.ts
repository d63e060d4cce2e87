import type { Clock } from '../../clock/index.ts';
import { isForGood } from './refusals.ts';

/** How long a server that cannot be reached yet is asked again at start: a database and its services often start together. */
export const startWithinMsByDefault = 10_000;

const [firstPauseMs, longestPauseMs] = [100, 1000];

/**
 * Opens a connection to a server that may still be starting: again after 100, 200, 400 … up to 1,000 ms, until `withinMs` have passed. Rejects with the last
 * error, and at once with one that time does not mend, such as wrong credentials.
 */
export async function openedAtStart<T>(open: () => Promise<T>, { clock, withinMs }: { readonly clock: Clock; readonly withinMs: number }): Promise<T> {
  const untilMs = clock.nowMs() + withinMs;
  const alive = setInterval(() => {}, longestPauseMs); // the timers of a clock keep no process alive, and nothing else may run yet
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        return await open();
      } catch (error) {
        if (isForGood(error) || clock.nowMs() + pauseMs > untilMs) throw error;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.after(pauseMs, resolve);
      await promise;
    }
  } finally {
    clearInterval(alive);
  }
}
