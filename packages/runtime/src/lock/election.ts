import type { Clock } from '../clock/index.ts';
import { systemClock } from '../clock/index.ts';
import { withoutDeadline } from '../deadline/scope.ts';
import { RuntimeError } from '../errors/index.ts';
import { numberWithin } from '../stores/options.ts';
import type { Fence } from './fence/fence.ts';
import type { Lease } from './lease/lease.ts';
import { pause } from './lease/pause.ts';
import type { Lock } from './lock.ts';

interface ElectionBase {
  readonly lock: Lock;
  readonly key: string;
  /** Told of what `lead` and the store throw; the election goes on. Losing the lead is no error. */
  readonly onError?: (error: unknown) => void;
  readonly clock?: Clock;
  /** After an error, and after `lead` has returned while it still led. Default 1,000. */
  readonly pauseMs?: number;
}

/** `lead` runs while this instance leads; its `lease.signal` aborts when the lead is lost or the election is stopped. */
export type ElectionOptions<Writer> = ElectionBase &
  (
    | { readonly class: 'efficiency'; readonly lead: (lease: Lease) => void | Promise<void> }
    | { readonly class: 'correctness'; readonly fence: Fence<Writer>; readonly lead: (writer: Writer, lease: Lease) => void | Promise<void> }
  );

export interface Election {
  /** Whether this instance leads, as far as it can know. */
  leading(): boolean;
  /** Gives the lead back, and resolves when `lead` has ended. */
  stop(): Promise<void>;
}

/** Stands for election again and again, until it is stopped. At most one instance leads at a time; of class `correctness`, an older leader writes nothing once a newer one has begun. */
export function elect<Writer = never>(options: ElectionOptions<Writer>): Election {
  const { lock, key, clock = systemClock, onError = () => {} } = options;
  const pauseMs = numberWithin('elect', 'pauseMs', options.pauseMs ?? 1000, 1, 86_400_000);
  const stopped = new AbortController();
  const common = { waitMs: Infinity, signal: stopped.signal };
  let current: Lease | null = null;

  const leadWith = async (lease: Lease, lead: () => void | Promise<void>): Promise<void> => {
    current = lease;
    try {
      await lead();
    } finally {
      current = null;
    }
  };

  const once = (): Promise<void> =>
    options.class === 'efficiency'
      ? lock.withLock(key, { class: 'efficiency', ...common }, (lease) => leadWith(lease, () => options.lead(lease)))
      : lock.withLock(key, { class: 'correctness', fence: options.fence, ...common }, (writer, lease) => leadWith(lease, () => options.lead(writer, lease)));

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await once();
      } catch (error) {
        if (!stopped.signal.aborted && !isLoss(error)) onError(error);
      }
      await pause(clock, pauseMs, stopped.signal);
    }
  };
  const running = withoutDeadline(run); // it outlives whoever started it

  return {
    leading: () => current !== null && current.remainingMs() > 0,
    async stop() {
      stopped.abort(new RuntimeError('ERR_PLIMSOLL_LOCK_LOST', `the election for ${key} was stopped`, { retryable: false, details: { key } }));
      await running;
    },
  };
}

function isLoss(error: unknown): boolean {
  return error instanceof RuntimeError && (error.code === 'ERR_PLIMSOLL_LOCK_LOST' || error.code === 'ERR_PLIMSOLL_LOCK_STALE');
}

type ScheduleBase = ElectionBase & {
  /** From the start of a run to the start of the next one; a run that takes longer is followed at once, never overlapped. */
  readonly everyMs: number;
};

export type ScheduleOptions<Writer> = ScheduleBase &
  (
    | { readonly class: 'efficiency'; readonly run: (lease: Lease) => void | Promise<void> }
    | { readonly class: 'correctness'; readonly fence: Fence<Writer>; readonly run: (writer: Writer, lease: Lease) => void | Promise<void> }
  );

/**
 * Runs something every `everyMs` on one instance of all. A new leader waits for one interval before its first run, as it does not know when the last leader ran: a change of
 * leaders delays a run and never doubles it.
 */
export function singletonSchedule<Writer = never>(options: ScheduleOptions<Writer>): Election {
  const { clock = systemClock, onError = () => {} } = options;
  const everyMs = numberWithin('singletonSchedule', 'everyMs', options.everyMs, 1, 2 ** 31 - 1);

  const repeat = async (lease: Lease, run: () => void | Promise<void>): Promise<void> => {
    let nextMs = clock.nowMs() + everyMs;
    for (;;) {
      await pause(clock, Math.max(0, nextMs - clock.nowMs()), lease.signal);
      if (lease.signal.aborted || lease.remainingMs() === 0) return;
      nextMs = clock.nowMs() + everyMs;
      try {
        await run();
      } catch (error) {
        if (isLoss(error)) return;
        onError(error);
      }
    }
  };

  return options.class === 'efficiency'
    ? elect({ ...options, lead: (lease: Lease) => repeat(lease, () => options.run(lease)) })
    : elect<Writer>({ ...options, lead: (writer, lease) => repeat(lease, () => options.run(writer, lease)) });
}
