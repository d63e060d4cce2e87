import type { RateStage } from '../plan.ts';
import { randomFrom } from '../../statistics/index.ts';

/** Gives one intended start after the other, in milliseconds from the start of the load; Infinity when there are no more. */
export type Starts = () => number;

/**
 * The starts of one of `of` workers. Starts follow an absolute schedule: the n-th start is where the rate, summed up over time,
 * reaches n, so that a late start makes no later one late. Even starts are dealt out in turn; of a Poisson process each worker has
 * its own of a share of the rate, since Poisson processes add up to one.
 */
export function startsOf(stages: readonly RateStage[], spacing: 'even' | 'poisson', share: { readonly worker: number; readonly of: number }, seed: number): Starts {
  const timeOf = inverse(stages);
  const { worker, of } = share;
  if (spacing === 'even') {
    let index = worker;
    return () => {
      const at = timeOf(index);
      index += of;
      return at;
    };
  }
  const random = randomFrom(seed + worker * 7919);
  let reached = 0;
  return () => {
    reached += -Math.log(1 - random()) * of; // exponential gaps of mean 1 in units of this worker's share
    return timeOf(reached);
  };
}

/** How many starts the schedule wants in [fromMs, untilMs). */
export function intendedIn(stages: readonly RateStage[], fromMs: number, untilMs: number): number {
  const upTo = (time: number): number => {
    let [began, reached] = [0, 0];
    for (const { durationMs, fromPerSecond, toPerSecond } of stages) {
      const within = Math.min(Math.max(time - began, 0), durationMs);
      reached += (within * (fromPerSecond + ((toPerSecond - fromPerSecond) * within) / durationMs / 2)) / 1000;
      began += durationMs;
    }
    return reached;
  };
  const [low, high] = [Math.ceil(upTo(fromMs) - 1e-9), Math.ceil(upTo(untilMs) - 1e-9)];
  return Math.max(0, high - low);
}

/** The time at which the summed rate reaches a count; within a stage it is the root of a quadratic. Counts must not fall. */
function inverse(stages: readonly RateStage[]): (count: number) => number {
  let [stage, began, reached] = [0, 0, 0];
  return (count) => {
    for (;;) {
      const current = stages[stage];
      if (!current) return Infinity;
      const { durationMs, fromPerSecond, toPerSecond } = current;
      const total = ((fromPerSecond + toPerSecond) / 2 / 1000) * durationMs;
      const missing = count - reached;
      if (missing < total - 1e-9) {
        const [rate, slope] = [fromPerSecond / 1000, (toPerSecond - fromPerSecond) / 1000 / durationMs];
        // missing = rate·t + slope·t²/2, in the form that loses no digits when the slope is small
        return began + (2 * missing) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * missing)) || 1);
      }
      began += durationMs;
      reached += total;
      stage++;
    }
  };
}
