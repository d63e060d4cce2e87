import { readFileSync } from 'node:fs';
import { allEndpoints } from '@plimsoll/contract';
import type { Run } from '@plimsoll/contract';
import { measured, totalsOf } from '@plimsoll/gate';
import { countWithin, mergeHistograms } from '@plimsoll/gate/statistics';
import { readSloFile, recordingText } from '@plimsoll/slo';
import type { Objective, RecordedObjective } from '@plimsoll/slo';
import { UsageError } from '../../usage-error.ts';
import { version } from '../../version.ts';

const monthMs = 30 * 86_400_000;

/** A run as a recording that `plimsoll slo status --replay` reads: its requests are the events of the window, of which it saw only as much as it was long. */
export function recordingOf(run: Run, sloFile: string, url: string): string {
  const first = readSloFile(sloFile, readFileSync(sloFile, 'utf8'))?.slos[0];
  if (!first) throw new UsageError(`${sloFile} states no objectives`);
  const durationMs = run.measurement.durationMs ?? 0;
  const startMs = Date.parse(run.measurement.startedAt ?? new Date().toISOString());
  const objectives = first.objectives.flatMap((objective): readonly RecordedObjective[] => {
    const counted = countedOf(objective, run);
    if (!counted || !objective.target) return [];
    return [
      {
        service: first.service?.value ?? '',
        name: objective.name,
        target: objective.target.value,
        window: objective.window?.value ?? { kind: 'rolling', lengthMs: monthMs },
        data: 'measured',
        basis: 'raw',
        ...counted,
        coverage: durationMs / monthMs,
        sinceMs: startMs,
        burn: [],
        history: [],
        notes: [],
      },
    ];
  });
  return recordingText({ schemaVersion: 1, tool: { name: 'plimsoll', version: version() }, at: new Date(startMs + durationMs).toISOString(), source: { kind: 'other', address: url }, objectives });
}

function countedOf({ kind, thresholdMs }: Objective, { measurement }: Run): { readonly bad: number; readonly total: number } | null {
  const slices = measured(measurement.slices, null, allEndpoints);
  const { requests, failed } = totalsOf(slices);
  if (kind === 'availability') return { bad: failed, total: requests };
  if (kind !== 'latency' || !thresholdMs) return null;
  const latency = mergeHistograms(slices.map((slice) => slice.latency));
  return { bad: latency.count - countWithin(latency, thresholdMs.value).high, total: latency.count };
}
