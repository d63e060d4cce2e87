import type { Dispatcher } from 'undici';
import type { Outcome, Picked } from '../balance/balancer.ts';

/** Somebody waited for as long as agreed, and the endpoint did not answer. */
const timeoutCodes: ReadonlySet<unknown> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ERR_PLIMSOLL_TIMEOUT', 'ERR_PLIMSOLL_DEADLINE']);
/** The caller gave up for a reason of its own. */
const callerCodes: ReadonlySet<unknown> = new Set(['UND_ERR_ABORTED', 'ABORT_ERR', 20]);
/** Of a connection that could not be made. */
const connectCodes: ReadonlySet<unknown> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EHOSTDOWN', 'UND_ERR_SOCKET']);

const firstFailure = 500; // by the status alone: a server that answers wrongly is no better than one that does not

/** The handler of a request, with its end told to the balancer. `again` sends it elsewhere; it is called only before anything was sent. */
export function tracked(picked: Picked, handler: Dispatcher.DispatchHandler, again: (() => void) | null): Dispatcher.DispatchHandler {
  let begun = false;
  let outcome: Outcome = 'succeeded';
  return {
    onRequestStart(controller, context) {
      begun = true;
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade(controller, status, headers, socket) {
      picked.end('succeeded');
      handler.onRequestUpgrade?.(controller, status, headers, socket);
    },
    onResponseStarted: () => handler.onResponseStarted?.(),
    onResponseStart(controller, status, headers, message) {
      outcome = status >= firstFailure ? 'failed' : 'succeeded';
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd(controller, trailers) {
      picked.end(outcome);
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError(controller, error) {
      const code = 'code' in error ? error.code : undefined;
      const timedOut = timeoutCodes.has(code) || error.name === 'TimeoutError';
      const cancelled = callerCodes.has(code) || error.name === 'AbortError' || (controller as Dispatcher.DispatchController | undefined)?.aborted === true;
      picked.end(cancelled && !timedOut ? 'cancelled' : 'failed');
      if (!begun && again && connectCodes.has(code)) {
        try {
          return again();
        } catch {
          // nothing else to try: the first error tells more
        }
      }
      return handler.onResponseError?.(controller, error);
    },
    onBodySent: (chunk) => handler.onBodySent?.(chunk),
    onRequestSent: () => handler.onRequestSent?.(),
  };
}
