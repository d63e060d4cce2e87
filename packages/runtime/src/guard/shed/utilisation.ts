import { performance } from 'node:perf_hooks';

/** Share of time, 0 to 1, in which the event loop was busy since it was asked last. */
export type Utilisation = () => number;

/**
 * Node counts busy and idle time since the start of the process; a share of all that time falls for hours after a busy start and rises for
 * hours after a calm one. Only the difference between two readings says how it is now.
 */
export function eventLoopUtilisation(): Utilisation {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
