import { within } from '../drain/drain.ts';
import type { Intake } from '../drain/drain.ts';
import { publish } from '../events.ts';
import { handleDelivery } from './handling.ts';
import type { Handling } from './handling.ts';
import type { Delivery } from './queue.ts';
import { consumeSettings } from './settings.ts';
import type { ConsumeOptions } from './settings.ts';
import { emptyTally } from './tally.ts';
import type { ConsumeTally } from './tally.ts';

const againMs = 100;
const againCapMs = 5000;

export interface Consumer extends Intake {
  tally(): Readonly<ConsumeTally>;
}

/**
 * Takes work from a queue, as much at a time as may run. Every delivery ends in exactly one outcome that the queue is told; none is dropped, also
 * not what arrives while the process already ends.
 */
export function consume<Body>(options: ConsumeOptions<Body>): Consumer {
  const settings = consumeSettings(options);
  const { queue, clock, random, concurrencyMax } = settings;
  const tally = emptyTally();
  const held = new Set<Handling>();
  const lastOfKey = new Map<string, Promise<void>>();
  const hard = new AbortController();
  let stopped = false;
  let changed: (() => void) | null = null;
  let loop: Promise<void> = Promise.resolve();
  let atStop: Readonly<ConsumeTally> = tally;

  const change = (): void => {
    changed?.();
    changed = null;
  };
  const untilChange = (): Promise<void> =>
    new Promise((resolve) => {
      changed = resolve;
    });

  const begin = (delivery: Delivery<Body>): void => {
    tally.received++;
    const key = delivery.orderKey;
    const handling = handleDelivery(delivery, settings, tally, key === null ? null : (lastOfKey.get(key) ?? null));
    held.add(handling);
    if (key !== null) lastOfKey.set(key, handling.ended);
    if (stopped) handling.interrupt(); // arrived late: it has not begun and goes straight back
    void release(handling, key);
  };

  const release = async (handling: Handling, key: string | null): Promise<void> => {
    await handling.ended;
    held.delete(handling);
    if (key !== null && lastOfKey.get(key) === handling.ended) lastOfKey.delete(key);
    change();
  };

  const receive = async (): Promise<void> => {
    let failures = 0;
    while (!stopped) {
      const free = concurrencyMax - held.size;
      if (free <= 0) {
        await untilChange();
        continue;
      }
      try {
        const deliveries = await queue.receive(Math.min(free, queue.batchMax), settings.waitMs, hard.signal);
        failures = 0;
        for (const delivery of deliveries) begin(delivery);
      } catch (error) {
        if (stopped) return;
        failures++;
        tally.receiveFailures++;
        const againInMs = Math.round((0.5 + 0.5 * random()) * Math.min(againCapMs, againMs * 2 ** Math.min(10, failures - 1)));
        publish(() => ({ kind: 'receive-failed', queue: queue.name, error, againInMs }));
        await within(untilChange(), againInMs, clock);
      }
    }
  };

  return {
    async start() {
      loop = receive();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      atStop = { ...tally };
      for (const handling of held) if (!handling.hasBegun()) handling.interrupt();
      change();
    },
    async idle() {
      await loop;
      while (held.size > 0) await Promise.all([...held].map(({ ended }) => ended));
    },
    interrupt() {
      hard.abort();
      for (const handling of held) handling.interrupt();
    },
    async giveBack() {
      hard.abort();
      await Promise.all([...held].map((handling) => handling.giveBack()));
      const ended = ({ done, retried, buried }: Readonly<ConsumeTally>): number => done + retried + buried;
      return { finished: ended(tally) - ended(atStop), givenBack: tally.givenBack - atStop.givenBack, overran: tally.overran - atStop.overran };
    },
    running: () => held.size,
    tally: () => ({ ...tally }),
  };
}
