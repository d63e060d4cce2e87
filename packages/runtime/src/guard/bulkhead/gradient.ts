import type { AdaptiveSettings } from '../options/settings.ts';

const samplesMin = 10;
const usualWindows = 600; // concurrency-limits: Gradient2Limit longWindow
const firstWindows = 10; // averaged evenly, so that the first one does not stand for ten minutes

/** How many calls at the same time a dependency takes without answering slower, found from the answers themselves. */
export interface AdaptiveLimit {
  /** A whole number between the least and the bulkhead's. */
  readonly limit: number;
  /** A call that was answered, or timed out, after `latencyMs`, while `running` calls ran. What was refused or taken back must not be counted: it took no time. */
  sample(latencyMs: number, running: number, nowMs: number): void;
}

/**
 * After Gradient2 of Netflix' concurrency-limits: the limit follows the ratio of the usual latency to the present one, with room for a queue of
 * its square root, and is left alone while half of it is unused. The gradient is held between 0.5 and 1, so that one pause of a garbage
 * collector halves the limit at most, and the usual latency is let down quickly once the present one is less than half of it.
 */
export function createAdaptiveLimit({ min, initial, tolerance, smoothing, windowMs }: AdaptiveSettings, max: number): AdaptiveLimit {
  let estimate = initial;
  let limit = initial;
  let usualMs = 0;
  let windows = 0;
  let windowEndsMs = -Infinity;
  let sumMs = 0;
  let count = 0;
  let runningMost = 0;

  const update = (): void => {
    const presentMs = sumMs / count;
    windows++;
    usualMs += (presentMs - usualMs) * (windows <= firstWindows ? 1 / windows : 2 / (usualWindows + 1));
    if (usualMs / presentMs > 2) usualMs *= 0.95;
    if (runningMost < estimate / 2) return;
    const gradient = Math.max(0.5, Math.min(1, (tolerance * usualMs) / presentMs));
    const room = Math.sqrt(estimate);
    estimate = Math.max(min, Math.min(max, estimate * (1 - smoothing) + (estimate * gradient + room) * smoothing));
    limit = Math.floor(estimate);
  };

  return {
    get limit() {
      return limit;
    },
    sample(latencyMs, running, nowMs) {
      if (!(latencyMs > 0)) return;
      if (count === 0) windowEndsMs = nowMs + windowMs;
      sumMs += latencyMs;
      count++;
      if (running > runningMost) runningMost = running;
      if (nowMs < windowEndsMs || count < samplesMin) return;
      update();
      sumMs = count = runningMost = 0;
    },
  };
}
