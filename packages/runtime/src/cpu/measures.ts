import type { Attributes, Family } from '../telemetry/family.ts';
import { createHistogram } from '../telemetry/histogram.ts';

export interface ThreadMeasures {
  waited(waitMs: number): void;
  ran(runMs: number): void;
  /** A task was ended before it was done. */
  ended(): void;
  endedCount(): number;
  collect(now: { readonly threadsMax: number; readonly running: number; readonly waiting: number }): readonly Family[];
}

const boundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** OpenTelemetry has no names for thread pools of Node; these say what they are. Milliseconds in, seconds out. */
export function threadMeasures(name: string): ThreadMeasures {
  const [wait, run] = [createHistogram(boundaries), createHistogram(boundaries)];
  let ended = 0;
  const attributes: Attributes = { 'plimsoll.cpu.name': name };
  return {
    waited: (waitMs) => wait.record(waitMs / 1000),
    ran: (runMs) => run.record(runMs / 1000),
    ended: () => void (ended += 1),
    endedCount: () => ended,
    collect: ({ threadsMax, running, waiting }) => [
      { kind: 'gauge', name: 'plimsoll.cpu.threads.max', unit: '{thread}', description: 'Tasks that may run at the same time.', points: [{ attributes, value: threadsMax }] },
      { kind: 'gauge', name: 'plimsoll.cpu.running', unit: '{task}', description: 'Tasks that run.', points: [{ attributes, value: running }] },
      { kind: 'gauge', name: 'plimsoll.cpu.waiting', unit: '{task}', description: 'Tasks that wait for a thread.', points: [{ attributes, value: waiting }] },
      { kind: 'counter', name: 'plimsoll.cpu.ended', unit: '{task}', description: 'Tasks that were ended before they were done.', points: [{ attributes, value: ended }] },
      { kind: 'histogram', name: 'plimsoll.cpu.wait_time', unit: 's', description: 'Time to get a thread.', points: [{ attributes, value: wait.value() }] },
      { kind: 'histogram', name: 'plimsoll.cpu.run_time', unit: 's', description: 'Time in a thread.', points: [{ attributes, value: run.value() }] },
    ],
  };
}
