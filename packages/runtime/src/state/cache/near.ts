import type { Clock } from '../../clock/index.ts';
import { boundedMap } from '../../stores/bounded-map.ts';

export interface NearCache {
  get(key: string): string | null;
  set(key: string, text: string, lifeMs: number): void;
  delete(key: string): void;
}

/** A few answers in the memory of this process, as text: whoever gets one gets their own copy. */
export function nearCache(clock: Clock, entriesMax: number): NearCache {
  const entries = boundedMap<{ readonly text: string; readonly untilMs: number }>(entriesMax);
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return null;
      if (entry.untilMs > clock.nowMs()) return entry.text;
      entries.delete(key);
      return null;
    },
    set(key, text, lifeMs) {
      if (entriesMax > 0 && lifeMs > 0) entries.set(key, { text, untilMs: clock.nowMs() + lifeMs });
    },
    delete: (key) => entries.delete(key),
  };
}
