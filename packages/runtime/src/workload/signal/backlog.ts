import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';
import type { Family, MetricSource } from '../../telemetry/family.ts';
import type { Backlog, Queue } from '../queue/queue.ts';
import { backlogSize, desiredInstances } from './desired.ts';
import type { DesiredOptions } from './desired.ts';

export interface BacklogSignalOptions {
  /** Also exports the number of instances that the backlog asks for. */
  readonly scale?: DesiredOptions | undefined;
  /** How often the queue is asked; default 15 s. */
  readonly everyMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

export interface BacklogReading {
  readonly queue: string;
  readonly backlog: Backlog;
  /** Waiting and active. */
  readonly size: number;
  /** Null without `scale`. */
  readonly instancesDesired: number | null;
}

/** The signal of a queue: as a function, and for whoever collects metrics. */
export interface BacklogSignal extends MetricSource {
  /** Asks the queue now. Rejects where it does not answer: a made-up 0 would scale workers away under their work. */
  read(): Promise<BacklogReading>;
  stop(): void;
}

/** A reading that is older than this many intervals is not exported: no value is told apart from 0 by every scaler. */
const staleAfter = 3;

/**
 * Reads the backlog of a queue again and again. Have it in a role that always runs, such as the server that fills the queue: at zero workers no
 * worker exports anything, and nothing would start the first one.
 */
export function backlogSignal(queue: Pick<Queue<unknown>, 'name' | 'backlog'>, { scale, everyMs = 15_000, clock = systemClock }: BacklogSignalOptions = {}): BacklogSignal {
  let last: { readonly reading: BacklogReading; readonly atMs: number } | null = null;
  let failures = 0;
  let cancel: (() => void) | null = null;
  let stopped = false;

  const read = async (): Promise<BacklogReading> => {
    const backlog = await queue.backlog();
    const size = backlogSize(backlog);
    const reading = { queue: queue.name, backlog, size, instancesDesired: scale ? desiredInstances(size, scale) : null };
    last = { reading, atMs: clock.nowMs() };
    return reading;
  };

  const again = async (): Promise<void> => {
    try {
      await read();
    } catch {
      failures++;
    }
    if (!stopped) cancel = clock.after(everyMs, () => void again());
  };
  void again();

  return {
    read,
    stop() {
      stopped = true;
      cancel?.();
    },
    collect() {
      const attributes = { 'messaging.destination.name': queue.name };
      const gauge = (name: string, unit: string, description: string, points: readonly { readonly attributes: Readonly<Record<string, string>>; readonly value: number }[]): Family => ({
        kind: 'gauge',
        name,
        unit,
        description,
        points,
      });
      const failed: Family = {
        kind: 'counter',
        name: 'plimsoll.workload.backlog.failures',
        unit: '{time}',
        description: 'Times the queue did not say its backlog.',
        points: [{ attributes, value: failures }],
      };
      if (!last || clock.nowMs() - last.atMs > staleAfter * everyMs) return [failed];
      const { backlog, size, instancesDesired } = last.reading;
      return [
        failed,
        gauge('plimsoll.workload.backlog', '{message}', 'Messages that wait or are being worked on: the signal to scale on.', [{ attributes, value: size }]),
        gauge('plimsoll.workload.messages', '{message}', 'Messages by state.', [
          { attributes: { ...attributes, state: 'waiting' }, value: backlog.waiting },
          { attributes: { ...attributes, state: 'active' }, value: backlog.active },
          { attributes: { ...attributes, state: 'delayed' }, value: backlog.delayed },
        ]),
        ...(backlog.oldestAgeMs === null ? [] : [gauge('plimsoll.workload.oldest_age', 's', 'How long the oldest waiting message has waited.', [{ attributes, value: backlog.oldestAgeMs / 1000 }])]),
        ...(instancesDesired === null ? [] : [gauge('plimsoll.workload.instances_desired', '{instance}', 'Instances that the backlog asks for.', [{ attributes, value: instancesDesired }])]),
      ];
    },
  };
}
