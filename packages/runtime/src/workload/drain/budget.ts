import { RuntimeError } from '../../errors/index.ts';
import type { DrainTiming } from './drain.ts';

/**
 * How long a platform waits between SIGTERM and SIGKILL, unless it is told otherwise: 30 s with Kubernetes (terminationGracePeriodSeconds,
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination) and with ECS (stopTimeout,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html).
 */
export const graceMsByDefault = 30_000;

/** The longest a drain with these times can take. Giving back has the same time as closing. */
export function drainMs({ loadBalancerMs, deadlineMs, interruptMs, closeMs }: DrainTiming): number {
  return loadBalancerMs + deadlineMs + interruptMs + 2 * closeMs;
}

/** A drain that cannot end before SIGKILL loses work: `ERR_PLIMSOLL_OPTION` at the start, with all numbers, instead of at the first deployment. */
export function fitsGrace(name: string, timing: DrainTiming, graceMs: number): void {
  for (const [option, value] of Object.entries({ ...timing, graceMs })) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw new RuntimeError('ERR_PLIMSOLL_OPTION', `workload ${name}: ${option} is ${String(value)}; it must be 0 or more`, { retryable: false, details: { workload: name, option } });
    }
  }
  const needed = drainMs(timing);
  if (needed <= graceMs) return;
  throw new RuntimeError(
    'ERR_PLIMSOLL_OPTION',
    `workload ${name}: draining can take ${needed} ms (load balancer ${timing.loadBalancerMs}, deadline ${timing.deadlineMs}, interrupt ${timing.interruptMs}, giving back and closing 2 × ${timing.closeMs}), but the platform kills it after ${graceMs} ms; raise the platform's grace period to ${Math.ceil(needed / 1000)} s and graceMs with it, or lower a time by ${needed - graceMs} ms`,
    { retryable: false, details: { workload: name, neededMs: needed, graceMs } },
  );
}
