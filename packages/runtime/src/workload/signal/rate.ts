import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';

const slotMs = 1000;

/** Counts events and says how many came per second lately. Memory does not grow with the load. */
export interface RateMeter {
  count(): void;
  /** Events per second over the last `windowMs` that are complete, or since the start where that is less. */
  perSecond(): number;
  total(): number;
}

/** `windowMs` is rounded up to whole seconds; default one minute, as target tracking looks at minutes. */
export function rateMeter({ windowMs = 60_000, clock = systemClock }: { readonly windowMs?: number | undefined; readonly clock?: Clock | undefined } = {}): RateMeter {
  const slots = Math.max(1, Math.ceil(windowMs / slotMs)) + 1; // one is being filled
  const counts = new Float64Array(slots);
  const startMs = clock.nowMs();
  let current = 0;
  let total = 0;

  const turn = (): void => {
    const now = Math.floor((clock.nowMs() - startMs) / slotMs);
    for (let slot = Math.max(current + 1, now - slots + 1); slot <= now; slot++) counts[slot % slots] = 0;
    current = Math.max(current, now);
  };

  return {
    count() {
      turn();
      const slot = current % slots;
      counts[slot] = (counts[slot] ?? 0) + 1;
      total++;
    },
    perSecond() {
      turn();
      const complete = Math.min(current, slots - 1);
      if (complete === 0) return 0;
      let sum = 0;
      for (let back = 1; back <= complete; back++) sum += counts[(current - back) % slots] ?? 0;
      return sum / (complete * (slotMs / 1000));
    },
    total: () => total,
  };
}
