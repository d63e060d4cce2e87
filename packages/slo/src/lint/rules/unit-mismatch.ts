import type { SloFault, SloRule } from '../rule.ts';
import { percent, perObjective } from '../rule.ts';
import type { Objective } from '../../objectives.ts';

const slowestMs = 60_000; // a request that takes a minute is a job, not a request
const fastestMs = 0.05; // below what a histogram of a server can tell apart
const leastShare = 0.5;

export const unitMismatch: SloRule = {
  id: 'slo/unit-mismatch',
  severity: 'error',
  summary: 'Targets are of a size that their unit makes likely.',
  judge: (linted) => perObjective(linted, (objective) => (objective.kind === 'latency' ? duration(objective) : share(objective))),
};

function duration({ name, thresholdMs }: Objective): SloFault | null | undefined {
  if (!thresholdMs) return undefined;
  const { value, source } = thresholdMs;
  if (value >= slowestMs) {
    return {
      at: source,
      message: `${name} allows ${plain(value / 1000)} s for a request; ${plain(value / 1000)} ms would be usual`,
      help: 'Write `unit: ms` beside the target, or the unit behind the number.',
    };
  }
  if (value >= fastestMs) return null;
  return { at: source, message: `${name} allows ${plain(value)} ms for a request; ${plain(value)} s would be usual`, help: 'Write `unit: s` beside the target, or the unit behind the number.' };
}

function share({ name, kind, target }: Objective): SloFault | null | undefined {
  if (kind !== 'availability' || !target) return undefined;
  if (target.value >= leastShare) return null;
  const meant = target.value < 0.011 ? `; ${percent(Number((target.value * 100).toPrecision(12)))} would be usual` : '';
  return { at: target.source, message: `${name} promises that ${percent(target.value)} of requests succeed${meant}`, help: 'A share is written as a percentage: 99.9, or 99.9%.' };
}

function plain(value: number): number {
  return Number(value.toPrecision(12));
}
