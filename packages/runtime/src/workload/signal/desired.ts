import { RuntimeError } from '../../errors/index.ts';
import type { Backlog } from '../queue/queue.ts';

export interface DesiredOptions {
  /** What one instance should have of the signal at most: messages, requests per second. */
  readonly targetPerInstance: number;
  readonly instancesMin: number;
  readonly instancesMax: number;
  /** From none to one: the signal must be above this. KEDA keeps it apart from the target, and so does this. Default 0. */
  readonly activation?: number | undefined;
}

/**
 * Instances for a signal: ceil(signal / target), within the range. From zero it takes a signal above `activation`; work in hand keeps at least
 * one instance, as the smallest number would otherwise take the work along.
 */
export function desiredInstances(signal: number, { targetPerInstance, instancesMin, instancesMax, activation = 0 }: DesiredOptions): number {
  const wrong = (option: string, value: number, right: string): never => {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${option} is ${value}; it must be ${right}`, { retryable: false, details: { option } });
  };
  if (!(targetPerInstance > 0) || !Number.isFinite(targetPerInstance)) wrong('targetPerInstance', targetPerInstance, 'above 0');
  if (!(Number.isInteger(instancesMin) && instancesMin >= 0)) wrong('instancesMin', instancesMin, 'a whole number, 0 or more');
  if (!(Number.isInteger(instancesMax) && instancesMax >= Math.max(1, instancesMin))) wrong('instancesMax', instancesMax, `a whole number, ${Math.max(1, instancesMin)} or more`);
  if (!(signal >= 0) || !Number.isFinite(signal)) wrong('signal', signal, '0 or more');
  if (signal <= activation && instancesMin === 0) return 0;
  return Math.min(instancesMax, Math.max(instancesMin, 1, Math.ceil(signal / targetPerInstance)));
}

/** What a worker is scaled on: what waits and what is in hand, not what is due later. */
export function backlogSize({ waiting, active }: Backlog): number {
  return waiting + active;
}

/**
 * Messages that one instance works off within `promisedMs`, the time after which a message should be done: concurrency × promised / service.
 * By Little's law an instance that has more of them waiting breaks the promise. At least one.
 */
export function backlogPerInstance({ concurrency, serviceMs, promisedMs }: { readonly concurrency: number; readonly serviceMs: number; readonly promisedMs: number }): number {
  return Math.max(1, Math.floor((concurrency * promisedMs) / serviceMs));
}
