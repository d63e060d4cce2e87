import { currentDeadline } from '../../deadline/scope.ts';
import { headersOf, hopOf } from '../../deadline/wire/outgoing.ts';
import type { CallContext } from '../call/context.ts';

/** What the next hop is told about a guarded call. Throws `ERR_PLIMSOLL_DEADLINE` when too little is left for the way. */
export function hopHeaders(call: CallContext, marginMs: number): Readonly<Record<string, string>> {
  return headersOf(hopOf(call.remainingMs(), { marginMs }), call.attempt > 1 || (currentDeadline()?.repeated ?? false));
}
