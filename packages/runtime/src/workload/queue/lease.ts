import { publish } from '../events.ts';
import type { Delivery } from './queue.ts';
import type { ConsumeSettings } from './settings.ts';

/** Three extensions per lease, so that two of them may fail. */
const extensionsPerLease = 3;
/** A handler that has run this many times its own limit is taken for hung: its lease is left to end, and the queue may try elsewhere. */
const handlerTimesMax = 3;

export interface Lease {
  /** No more extensions: the delivery is settled, or the process ends. */
  end(): void;
  isLost(): boolean;
}

/** Keeps a delivery ours while its handler runs. `lost` is called once, when it is ours no more or will not be for long. */
export function holdLease<Body>(delivery: Delivery<Body>, { queue, handlerMs, attemptsMax, clock, random }: ConsumeSettings<Body>, lost: (heldMs: number) => void): Lease {
  const startMs = clock.nowMs();
  const { leaseMs } = queue;
  let isLost = false;
  let ended = leaseMs === null;
  let cancel: (() => void) | null = null;
  // What runs in order is repeated in place, and each try has its time.
  const handlerLimitMs = handlerTimesMax * handlerMs * (delivery.orderKey === null ? 1 : attemptsMax * 2);
  const limitMs = Math.min(queue.holdMsMax ?? Infinity, handlerLimitMs);

  const lose = (heldMs: number): void => {
    if (ended) return;
    ended = true;
    isLost = true;
    publish(() => ({ kind: 'lease-lost', queue: queue.name, id: delivery.id, heldMs }));
    lost(heldMs);
  };

  const next = (lease: number): void => {
    cancel = clock.after((lease / extensionsPerLease) * (0.8 + 0.2 * random()), () => void extend(lease));
  };

  const extend = async (lease: number): Promise<void> => {
    const heldMs = clock.nowMs() - startMs;
    const forMs = Math.min(lease, limitMs - heldMs);
    if (forMs <= lease / extensionsPerLease) return lose(heldMs);
    try {
      if (!(await delivery.extend(forMs))) return lose(heldMs);
    } catch (error) {
      publish(() => ({ kind: 'settle-failed', queue: queue.name, id: delivery.id, error }));
    }
    if (!ended) next(lease);
  };

  if (leaseMs !== null) next(leaseMs);
  return {
    end() {
      ended = true;
      cancel?.();
    },
    isLost: () => isLost,
  };
}
