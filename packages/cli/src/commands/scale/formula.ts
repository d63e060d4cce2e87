import { desiredInstances, drainMs } from '@plimsoll/runtime/workload';
import type { ScalePlan } from './plan.ts';

/** Instances for some sizes of the signal, by the same function that the runtime exports: what a reader can check by hand. */
export function samples(plan: ScalePlan): string {
  const { target, instancesMin, instancesMax, activation } = plan;
  const signals = [0, activation + 1, target, target + 1, Math.ceil((target * instancesMax) / 2), target * instancesMax, target * instancesMax * 2].map((signal) => Math.ceil(signal));
  return [...new Set(signals)]
    .toSorted((a, b) => a - b)
    .map((signal) => `${signal} → ${desiredInstances(signal, { targetPerInstance: target, instancesMin, instancesMax, activation })}`)
    .join(', ');
}

export function unitOf({ profile }: ScalePlan): string {
  return profile === 'sync-api' ? 'requests per second' : 'messages';
}

/** The head of everything that is written, as comment lines. */
export function headOf(plan: ScalePlan, more: readonly string[] = []): readonly string[] {
  return [
    `${plan.workload} by plimsoll scale; formula evaluated, not run on a cluster.`,
    `Instances = ceil(${unitOf(plan)} / ${plan.target}), ${plan.instancesMin} to ${plan.instancesMax}: ${samples(plan)}.`,
    ...more,
    ...graceLines(plan),
  ];
}

/** Whoever scales in ends an instance in the middle of its work: it must have the time to finish or give back. */
function graceLines({ deadlineMs, profile }: ScalePlan): readonly string[] {
  if (deadlineMs === null) return [];
  const graceMs = drainMs({ loadBalancerMs: profile === 'sync-api' ? 5000 : 0, deadlineMs, interruptMs: 1000, closeMs: 2000 });
  const seconds = Math.ceil(graceMs / 1000);
  return [
    `Scaling in ends instances at work: with a deadline of ${deadlineMs / 1000} s they need ${seconds} s (terminationGracePeriodSeconds, stopTimeout; 30 s unless set).`,
    ...(deadlineMs > longMs ? ['Work of this length is better run as a ScaledJob, which no scaling ends.'] : []),
  ];
}

const longMs = 30 * 60_000;
