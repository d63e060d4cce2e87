import type { Clock } from '../clock/index.ts';

/** A clock that moves only when a test moves it, and then calls what has become due, in order. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Time passes and nothing is called, as while the event loop is blocked. */
  block(ms: number): void;
  /** Lets promises settle, advances in small steps and lets them settle after each. */
  settle(ms?: number): Promise<void>;
  /** Timers that are set. */
  pending(): number;
}

export function manualClock(startMs = 1000): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly atMs: number; readonly call: () => void }>();
  const clock: ManualClock = {
    nowMs: () => nowMs,
    after(delayMs, call) {
      const timer = { atMs: nowMs + delayMs, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const [first] = [...timers].filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs);
        if (!first) break;
        timers.delete(first);
        nowMs = Math.max(nowMs, first.atMs);
        first.call();
      }
      nowMs = endMs;
    },
    block(ms) {
      nowMs += ms;
    },
    async settle(ms = 0) {
      for (let left = ms; left > 0; left -= 4) {
        await new Promise(setImmediate);
        clock.advance(Math.min(4, left));
      }
      await new Promise(setImmediate);
    },
    pending: () => timers.size,
  };
  return clock;
}
