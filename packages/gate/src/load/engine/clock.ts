import { hrtime } from 'node:process';
import { performance } from 'node:perf_hooks';

/** Of this thread; `performance.now` of another thread counts from another start, `hrtime` does not. */
const offsetMs = Number(hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds on a clock that all threads share and that nobody sets. */
export function monotonicMs(): number {
  return performance.now() + offsetMs;
}
