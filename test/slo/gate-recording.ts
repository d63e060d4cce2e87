import { recordingText } from '@plimsoll/slo';
import type { RecordedObjective, Recording } from '@plimsoll/slo';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const at: string = '2026-11-23T12:00:00.000Z';
export const atMs: number = Date.parse(at);

/** Thirty days of an objective, a thousand events an hour; `bad` says how many of an hour fail, 0 being the oldest and 719 the last. */
export function objective(name: string, target: number, bad: (hour: number) => number, more: Partial<RecordedObjective> = {}): RecordedObjective {
  const history = Array.from({ length: 720 }, (_, hour) => ({ startMs: atMs - (720 - hour) * hourMs, endMs: atMs - (719 - hour) * hourMs, bad: bad(hour), total: 1000 }));
  return {
    service: 'quay',
    name,
    target,
    window: { kind: 'rolling', lengthMs: 30 * dayMs },
    data: 'measured',
    basis: 'raw',
    bad: history.reduce((sum, stretch) => sum + stretch.bad, 0),
    total: 720_000,
    coverage: 1,
    burn: [],
    history,
    notes: [],
    ...more,
  };
}

/** Nothing could be read of it. */
export function lost(name: string, why: string, more: Partial<RecordedObjective> = {}): RecordedObjective {
  return objective(name, 0.999, () => 0, { data: 'lost', basis: 'none', bad: NaN, total: NaN, coverage: 0, history: [], notes: [why], ...more });
}

export function recording(objectives: readonly RecordedObjective[], more: Partial<Recording> = {}): string {
  return recordingText({ schemaVersion: 1, tool: { name: 'plimsoll', version: '0.0.0' }, at, source: { kind: 'prometheus', address: 'http://127.0.0.1:9090' }, objectives, ...more });
}

/** Of 720 failures that 99.9 % allow, these failed in one hour of the day that is so many days ago. */
export function failed(count: number, daysAgo: number): (hour: number) => number {
  return (hour) => (hour === 719 - daysAgo * 24 ? count : 0);
}

export const slo: string = `service: quay
slos:
  - { name: availability, sli: ok, target: 99.9, window: 30d }
error_budget: { period: 30d, policy: feature_freeze_on_exhaustion }
`;
