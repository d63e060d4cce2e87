import type { Family } from '../telemetry/family.ts';
import { createHistogram } from '../telemetry/histogram.ts';

/** How an attempt to have a lock ended. */
export type LockOutcome = 'acquired' | 'held' | 'deadline' | 'cancelled' | 'store-failed';

export interface LockMeasures {
  ended(outcome: LockOutcome, waitMs: number): void;
  holding(change: 1 | -1): void;
  lost(): void;
  refused(): void;
  collect(): readonly Family[];
}

/** Seconds; a lock at hand takes a round trip. */
const boundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A lock's numbers under names of ours: OpenTelemetry has none for locks. Keys are no attribute, as there may be any number of them. */
export function lockMeasures(name: string): LockMeasures {
  const outcomes: Record<LockOutcome, number> = { acquired: 0, held: 0, deadline: 0, cancelled: 0, 'store-failed': 0 };
  const wait = createHistogram(boundaries);
  let holding = 0;
  let lost = 0;
  let refused = 0;
  const attributes = { 'plimsoll.lock': name };
  const counter = (metric: string, unit: string, description: string, value: number): Family => ({ kind: 'counter', name: metric, unit, description, points: [{ attributes, value }] });
  return {
    ended(outcome, waitMs) {
      outcomes[outcome] += 1;
      if (outcome === 'acquired') wait.record(waitMs / 1000);
    },
    holding: (change) => void (holding += change),
    lost: () => void (lost += 1),
    refused: () => void (refused += 1),
    collect: () => [
      {
        kind: 'counter',
        name: 'plimsoll.lock.attempts',
        unit: '{attempt}',
        description: 'Attempts to have a lock, by how they ended.',
        points: Object.entries(outcomes).map(([outcome, value]) => ({ attributes: { ...attributes, outcome }, value })),
      },
      { kind: 'histogram', name: 'plimsoll.lock.wait', unit: 's', description: 'Time until a lock was held, of attempts that got it.', points: [{ attributes, value: wait.value() }] },
      { kind: 'gauge', name: 'plimsoll.lock.held', unit: '{lock}', description: 'Locks that this process holds.', points: [{ attributes, value: holding }] },
      counter('plimsoll.lock.lost', '{lock}', 'Locks that ended while they were held.', lost),
      counter('plimsoll.lock.stale_writes', '{write}', 'Writes that a fence refused.', refused),
    ],
  };
}
