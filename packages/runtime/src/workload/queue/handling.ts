import { withDeadline, withoutDeadline } from '../../deadline/index.ts';
import { pause } from '../drain/drain.ts';
import { RuntimeError } from '../../errors/index.ts';
import { publish } from '../events.ts';
import { holdLease } from './lease.ts';
import type { Delivery } from './queue.ts';
import { poison } from './settings.ts';
import type { ConsumeSettings } from './settings.ts';
import type { ConsumeTally } from './tally.ts';

const settleTries = 3;
const settleAgainMs = 100;

/** One delivery from its receipt to its end. */
export interface Handling {
  /** Ends when the handler has ended and the queue was told. Never rejects. */
  readonly ended: Promise<void>;
  /** The process ends: the handler's signal aborts, and what it does not finish goes back. */
  interrupt(): void;
  /** Gives the delivery back now, whatever the handler does. False when it was settled already, once the queue was told. */
  giveBack(): Promise<boolean>;
  /** False while it waits for its turn. */
  hasBegun(): boolean;
}

/** Runs the handler, repeats or buries its failures, and tells the queue exactly one outcome. `after` settles before the handler may begin. */
export function handleDelivery<Body>(delivery: Delivery<Body>, settings: ConsumeSettings<Body>, tally: ConsumeTally, after: Promise<void> | null): Handling {
  const { queue, clock, attemptsMax, deliveriesMax } = settings;
  let settled = false;
  let telling: Promise<unknown> = Promise.resolve(); // what the queue is being told
  let interrupted: RuntimeError | null = null;
  let abortTry: ((reason: RuntimeError) => void) | null = null;
  let wake: (() => void) | null = null;
  let running = false;
  let begun = false;

  const lease = holdLease(delivery, settings, (heldMs) => {
    tally.leasesLost++;
    abortTry?.(
      new RuntimeError('ERR_PLIMSOLL_LEASE_LOST', `${queue.name} gave message ${delivery.id} to another after ${Math.round(heldMs)} ms; what was done here may be done twice`, {
        retryable: false,
        details: { queue: queue.name, id: delivery.id, heldMs },
      }),
    );
    wake?.();
  });

  const settle = (tell: () => Promise<unknown>): Promise<unknown> => {
    settled = true;
    lease.end();
    return (telling = untilTold(tell));
  };

  /** Told once; a queue that does not answer is asked again, as the alternative is doing the work twice. */
  const untilTold = async (tell: () => Promise<unknown>): Promise<unknown> => {
    for (let tries = 1; ; tries++) {
      try {
        return await tell();
      } catch (error) {
        if (tries < settleTries && interrupted === null) {
          await pause(settleAgainMs * 2 ** (tries - 1), clock);
          continue;
        }
        tally.settleFailures++;
        publish(() => ({ kind: 'settle-failed', queue: queue.name, id: delivery.id, error }));
        return undefined;
      }
    }
  };

  const giveBack = async (): Promise<boolean> => {
    if (settled) {
      await telling;
      return false;
    }
    const overran = running;
    tally.givenBack++;
    if (overran) tally.overran++;
    publish(() => ({ kind: 'given-back', queue: queue.name, id: delivery.id, overran }));
    await settle(() => delivery.giveBack());
    return true;
  };

  const bury = async (attempt: number, error: unknown): Promise<void> => {
    tally.buried++;
    publish(() => ({ kind: 'buried', queue: queue.name, id: delivery.id, attempt, error }));
    await settle(() => delivery.bury(error));
  };

  const tryOnce = async (body: Body, attempt: number): Promise<{ readonly error: unknown } | null> => {
    const controller = new AbortController();
    abortTry = (reason) => controller.abort(reason);
    const late = new RuntimeError('ERR_PLIMSOLL_DEADLINE', `message ${delivery.id} of ${queue.name} was not handled within ${settings.handlerMs} ms`, {
      retryable: true,
      details: { queue: queue.name, id: delivery.id, handlerMs: settings.handlerMs },
    });
    const cancel = clock.after(settings.handlerMs, () => controller.abort(late));
    running = true;
    try {
      await withoutDeadline(() => withDeadline(settings.handlerMs, async () => settings.handle(body, { id: delivery.id, attempt, signal: controller.signal }), { clock }));
      return null;
    } catch (error) {
      return { error };
    } finally {
      running = false;
      cancel();
      abortTry = null;
    }
  };

  const run = async (): Promise<void> => {
    await after; // also where there is nothing to wait for: whoever asked may still interrupt before the handler begins
    begun = true;
    if (delivery.attempt > deliveriesMax) return bury(delivery.attempt, poison(queue.name, delivery, `was delivered ${delivery.attempt} times, above ${deliveriesMax}, and never finished`, undefined));
    for (let attempt = delivery.attempt; !settled; attempt++) {
      if (interrupted) return void (await giveBack());
      if (lease.isLost()) return;
      let body;
      try {
        body = delivery.read();
      } catch (error) {
        return bury(attempt, poison(queue.name, delivery, 'cannot be read', error));
      }
      const failure = await tryOnce(body, attempt);
      if (settled) return; // given back meanwhile; what the handler did since counts nowhere
      if (lease.isLost() && failure) return;
      if (!failure) {
        const wasOurs = await settle(() => delivery.done());
        if (wasOurs === true) tally.done++;
        else if (wasOurs === false && !lease.isLost()) tally.leasesLost++;
        return;
      }
      if (interrupted) return void (await giveBack());
      const { error } = failure;
      if (settings.isPoison(error) || attempt >= attemptsMax) return bury(attempt, error);
      const againInMs = Math.max(0, settings.retryDelayMs(attempt, error));
      tally.retried++;
      publish(() => ({ kind: 'handler-failed', queue: queue.name, id: delivery.id, attempt, error, againInMs }));
      if (delivery.orderKey === null) return void (await settle(() => delivery.retry(error, againInMs)));
      await waitFor(againInMs); // in order: nothing of this key may pass
    }
  };

  const waitFor = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  return {
    ended: run().catch((error: unknown) => publish(() => ({ kind: 'settle-failed', queue: queue.name, id: delivery.id, error }))),
    interrupt() {
      interrupted ??= new RuntimeError('ERR_PLIMSOLL_DRAINING', `the process ends before message ${delivery.id} of ${queue.name} was handled; it goes back to the queue`, {
        retryable: true,
        details: { queue: queue.name, id: delivery.id },
      });
      abortTry?.(interrupted);
      wake?.();
    },
    giveBack,
    hasBegun: () => begun,
  };
}
