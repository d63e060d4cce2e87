import { monotonicMs } from './clock.ts';

/**
 * Wakes a thread at a given time, far more exactly than a timer of libuv, which counts whole milliseconds: a second thread sleeps on a
 * futex until then (Atomics.wait, some 60 µs late) and notifies the first one, whose event loop meanwhile serves its sockets. Nothing spins.
 */
export interface Beat {
  /** Asks for one wake-up; a later request replaces an earlier one. Infinity: none. */
  at(timeMs: number): void;
  stop(): void;
}

const beat = 0;
const change = 1;
const dueAt = 1; // of the view of doubles
export const beatBytes: number = 16;

/** `wake` runs in this thread's event loop. The other side of `buffer` is `keepBeat` in another thread. */
export function startBeat(buffer: SharedArrayBuffer, wake: () => void): Beat {
  const cells = new Int32Array(buffer);
  const due = new Float64Array(buffer);
  let stopped = false;
  const listen = (): void => {
    const wait = Atomics.waitAsync(cells, beat, Atomics.load(cells, beat));
    if (wait.async) void wait.value.then(woken);
    else woken();
  };
  const woken = (): void => {
    if (stopped) return;
    listen();
    wake();
  };
  const ask = (timeMs: number): void => {
    due[dueAt] = timeMs;
    Atomics.add(cells, change, 1);
    Atomics.notify(cells, change);
  };
  due[dueAt] = Infinity;
  listen();
  return {
    at: ask,
    stop() {
      stopped = true;
      ask(-Infinity);
      Atomics.notify(cells, beat);
    },
  };
}

/** Blocks this thread until the other side stops. */
export function keepBeat(buffer: SharedArrayBuffer): void {
  const cells = new Int32Array(buffer);
  const due = new Float64Array(buffer);
  for (;;) {
    const seen = Atomics.load(cells, change);
    const at = due[dueAt] ?? Infinity;
    if (at === -Infinity) return;
    const waitMs = at - monotonicMs();
    if (waitMs > 0) {
      Atomics.wait(cells, change, seen, waitMs);
      continue;
    }
    Atomics.add(cells, beat, 1);
    Atomics.notify(cells, beat);
    Atomics.wait(cells, change, seen);
  }
}
