import type { AdaptiveSettings } from '../options/settings.ts';

const samplesMin = 10;
const usualWindows = 600; // concurrency-limits: Gradient2Limit longWindow
const firstWindows = 10; // averaged evenly, so that the first one does not stand for ten minutes

/** How many calls at the same time a dependency takes without answering slower, found from the answers themselves. */
export interface AdaptiveLimit {
  /** A whole number between the least and the bulkhead's. */
  readonly limit: number;
  /**
   * A call that was answered, or was not in time, after `latencyMs`, while `running` calls ran. What was refused or taken back must not be
   * counted: it took no time.
   */
  sample(latencyMs: number, running: number, nowMs: number, inTime: boolean): void;
}

/**
 * After Gradient2 of Netflix' concurrency-limits: the limit follows the ratio of the usual latency to the present one, with room for a queue of
 * its square root, and is left alone while half of it is unused. The gradient is held between 0.5 and 1, so that one pause of a garbage
 * collector halves the limit at most, and the usual latency is let down quickly once the present one is less than half of it. Calls that were
 * not answered in time tell only that they took longer: they never make the usual latency, and while there are any the limit does not grow.
 */
export function createAdaptiveLimit({ min, initial, tolerance, smoothing, windowMs }: AdaptiveSettings, max: number): AdaptiveLimit {
  let estimate = initial;
  let limit = initial;
  let usualMs = 0; // 0: nothing has been answered yet
  let windows = 0;
  let windowEndsMs = -Infinity;
  let answeredMs = 0;
  let answered = 0;
  let late = 0;
  let runningMost = 0;

  const gradient = (): number => {
    const presentMs = answered === 0 ? 0 : answeredMs / answered;
    if (presentMs > 0) {
      windows++;
      usualMs += (presentMs - usualMs) * (windows <= firstWindows ? 1 / windows : 2 / (usualWindows + 1));
      if (usualMs / presentMs > 2) usualMs *= 0.95;
    }
    const ofLatency = presentMs > 0 ? (tolerance * usualMs) / presentMs : 1;
    const ofLate = 1 - late / (answered + late);
    return Math.max(0.5, Math.min(1, ofLatency, ofLate));
  };

  const update = (): void => {
    const by = gradient();
    if (runningMost < estimate / 2) return;
    const room = late === 0 ? Math.sqrt(estimate) : 0;
    estimate = Math.max(min, Math.min(max, estimate * (1 - smoothing) + (estimate * by + room) * smoothing));
    limit = Math.floor(estimate);
  };

  return {
    get limit() {
      return limit;
    },
    sample(latencyMs, running, nowMs, inTime) {
      if (!(latencyMs > 0)) return;
      if (answered + late === 0) windowEndsMs = nowMs + windowMs;
      if (inTime) {
        answeredMs += latencyMs;
        answered++;
      } else late++;
      if (running > runningMost) runningMost = running;
      if (nowMs < windowEndsMs || answered + late < samplesMin) return;
      update();
      answeredMs = answered = late = runningMost = 0;
    },
  };
}
