import { wheelOf } from '../clock/index.ts';
import { wheelTimer } from '../clock/index.ts';
import { rejection } from '../errors/index.ts';
import { currentDeadline } from './scope.ts';
import type { Deadline } from './scope.ts';

const signals = new WeakMap<Deadline, AbortSignal>();

/**
 * A signal that is aborted when the travelling deadline passes, with `ERR_PLIMSOLL_DEADLINE` as its reason; undefined without a deadline, as
 * `fetch` and others take it. One for all who ask under the same deadline, at the cost of an entry in the timer wheel. Within a guard
 * use the signal of the call.
 */
export function deadlineSignal(): AbortSignal | undefined {
  const deadline = currentDeadline();
  if (!deadline || deadline.dueMs === Infinity) return undefined;
  const found = signals.get(deadline);
  if (found) return found;
  const controller = new AbortController();
  const expire = (): void => controller.abort(rejection('ERR_PLIMSOLL_DEADLINE', 'the deadline has passed', { retryable: false, details: { leftMs: 0 } }));
  if (deadline.clock.nowMs() >= deadline.dueMs) expire();
  else wheelOf(deadline.clock).arm(wheelTimer(expire), deadline.dueMs);
  signals.set(deadline, controller.signal);
  return controller.signal;
}
