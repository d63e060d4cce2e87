import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import type { MetricSource } from '../../telemetry/family.ts';
import { eventLoopUtilisation } from './utilisation.ts';
import type { Utilisation } from './utilisation.ts';

/** How much it matters that a call is served now. `critical` is never refused for load; mark little so, or nothing is left to refuse. */
export type Priority = 'critical' | 'normal' | 'sheddable';

export const priorities: readonly Priority[] = ['critical', 'normal', 'sheddable'];

/** Refuses work while the event loop has too much of it, the least important first. */
export interface Shedder extends MetricSource {
  /** Whether a call of this priority may begin. Costs a comparison; the loop is measured once per interval, when somebody asks. */
  admits(priority: Priority, nowMs?: number): boolean;
  /** 0: nothing is refused; up to 1: a growing share of `sheddable`; up to 2: all of it and a growing share of `normal`. */
  readonly level: number;
  /** Utilisation of the last whole interval, 0 to 1. */
  readonly utilisation: number;
  /** Milliseconds after which a refused caller may ask again: one interval. */
  readonly retryAfterMs: number;
}

export interface ShedderOptions {
  /** Utilisation above which work is refused, 0 to 1. Queues grow without bound at 1, and waiting times double between 0.9 and 0.95. */
  readonly utilisationMax?: number | undefined;
  /** Milliseconds between two measurements. */
  readonly intervalMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  /** What is measured: by default the event loop of this thread. */
  readonly measure?: Utilisation | undefined;
}

const levelMax = 2;
const calmsBy = 0.25; // per interval: letting all back in at once would only bring the overload back

/**
 * Reacts within two intervals: the first may have begun before the overload, the second lies in it. At full load the level rises by one
 * class of priority per interval, and by less the nearer the loop is to `utilisationMax` (0.9, as above nine tenths every further call waits
 * for most of the others; `intervalMs` 250).
 */
export function createShedder({ utilisationMax = 0.9, intervalMs = 250, clock = systemClock, random = Math.random, measure = eventLoopUtilisation() }: ShedderOptions = {}): Shedder {
  if (!(utilisationMax > 0 && utilisationMax < 1)) throw wrong('utilisationMax', utilisationMax, 'above 0 and below 1');
  if (!(intervalMs > 0)) throw wrong('intervalMs', intervalMs, 'above 0');
  let level = 0;
  let utilisation = 0;
  let nextMs = clock.nowMs() + intervalMs;

  const look = (nowMs: number): void => {
    if (nowMs < nextMs) return;
    const intervals = 1 + Math.floor((nowMs - nextMs) / intervalMs); // more than one where nobody asked for a while
    nextMs = nowMs + intervalMs;
    utilisation = measure();
    const over = (utilisation - utilisationMax) / (1 - utilisationMax);
    if (over > 0) level = Math.min(levelMax, level + over);
    else level = Math.max(0, level - calmsBy * intervals);
  };

  return {
    admits(priority, nowMs = clock.nowMs()) {
      look(nowMs);
      if (level === 0 || priority === 'critical') return true;
      const share = priority === 'sheddable' ? level : level - 1;
      return share <= 0 || (share < 1 && random() >= share);
    },
    get level() {
      return level;
    },
    get utilisation() {
      return utilisation;
    },
    retryAfterMs: intervalMs,
    collect: () => {
      look(clock.nowMs());
      return [
        {
          kind: 'gauge',
          name: 'plimsoll.shedder.level',
          unit: '{class}',
          description: 'Classes of priority that are refused, the share of the last one included.',
          points: [{ attributes: {}, value: level }],
        },
        {
          kind: 'gauge',
          name: 'nodejs.eventloop.utilization',
          unit: '1',
          description: 'Share of time in which the event loop was busy, over the last interval.',
          points: [{ attributes: {}, value: utilisation }],
        },
      ];
    },
  };
}

function wrong(option: string, value: number, right: string): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_OPTION', `shedder: ${option} is ${value}; it must be ${right}`, { retryable: false, details: { option } });
}
