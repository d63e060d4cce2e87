import { hrtime } from 'node:process';

/** Time as the parts of the runtime see it: monotonic, so that a step of the wall clock neither opens a breaker nor ends a deadline. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  nowMs(): number;
  /** Calls once after at least `delayMs`, which may be Infinity; the returned function takes it back. The timer keeps no process alive. */
  after(delayMs: number, call: () => void): () => void;
}

const timerMsMax = 2 ** 31 - 1; // of setTimeout: what is longer would fire at once

export const systemClock: Clock = {
  // The same clock as performance.now(), which looks at its receiver first and costs a quarter more; a guarded call asks twice.
  nowMs() {
    const [seconds, nanoseconds] = hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
  },
  after(delayMs, call) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      timer = leftMs > timerMsMax ? setTimeout(wait, timerMsMax, leftMs - timerMsMax) : setTimeout(call, leftMs);
      timer.unref();
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};
