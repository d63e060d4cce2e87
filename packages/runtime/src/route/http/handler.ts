import type { Dispatcher } from 'undici';
import type { Outcome, Picked } from '../balance/balancer.ts';

type Controller = Dispatcher.DispatchController;
type Handler = Dispatcher.DispatchHandler;

/** Somebody waited for as long as agreed, and the endpoint did not answer. */
const timeoutCodes: ReadonlySet<unknown> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ERR_PLIMSOLL_TIMEOUT', 'ERR_PLIMSOLL_DEADLINE']);
/** The caller gave up for a reason of its own. */
const callerCodes: ReadonlySet<unknown> = new Set(['UND_ERR_ABORTED', 'ABORT_ERR', 20]);
/** The request could not be sent as it stood, or its pool was closed: no endpoint did that. */
const requestCodes: ReadonlySet<unknown> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_INVALID_RETURN_VALUE',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
]);
/** Of a connection that could not be made. */
const connectCodes: ReadonlySet<unknown> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EHOSTDOWN', 'UND_ERR_SOCKET']);
/** Of one that closed under a request: an idle connection may be closed by the server just as a request is written. */
const closedCodes: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const firstFailure = 500; // by the status alone: a server that answers wrongly is no better than one that does not

/** Stands between undici and the handler of one request, over all tries of it. */
export interface Relay {
  /** The handler of one try; `again` starts the next one, null where there is none left. */
  of(picked: Picked, again: (() => void) | null): Handler;
}

/**
 * Tells the balancer how each try ended, and goes on to the next one as long as nothing can have happened by it: nothing was sent, or the request
 * may be repeated (RFC 9110, 9.2.2) and the connection closed without an answer. The handler sees one request with one controller.
 */
export function relay(handler: Handler, request: Dispatcher.DispatchOptions): Relay {
  const repeatable = isRepeatable(request);
  let current: Controller | null = null;
  let started = false;
  let abortedBecause: Error | null = null;
  const controller: Controller = {
    get aborted() {
      return abortedBecause !== null || current?.aborted === true;
    },
    get paused() {
      return current?.paused === true;
    },
    get reason() {
      return current?.reason ?? abortedBecause;
    },
    get rawHeaders() {
      return current?.rawHeaders ?? null;
    },
    get rawTrailers() {
      return current?.rawTrailers ?? null;
    },
    abort(reason) {
      abortedBecause = reason;
      current?.abort(reason);
    },
    pause: () => current?.pause(),
    resume: () => current?.resume(),
  };

  return {
    of(picked, again) {
      let sent = false;
      let answered = false;
      let outcome: Outcome = 'succeeded';
      return {
        onRequestStart(given, context) {
          sent = true;
          current = given;
          if (abortedBecause) return given.abort(abortedBecause);
          if (!started) handler.onRequestStart?.(controller, context);
          started = true;
          return undefined;
        },
        onRequestUpgrade(_given, status, headers, socket) {
          picked.end('succeeded');
          handler.onRequestUpgrade?.(controller, status, headers, socket);
        },
        onResponseStarted: () => handler.onResponseStarted?.(),
        onResponseStart(_given, status, headers, message) {
          answered = true;
          outcome = status >= firstFailure ? 'failed' : 'succeeded';
          handler.onResponseStart?.(controller, status, headers, message);
        },
        onResponseData: (_given, chunk) => handler.onResponseData?.(controller, chunk),
        onResponseEnd(_given, trailers) {
          picked.end(outcome);
          handler.onResponseEnd?.(controller, trailers);
        },
        onResponseError(given, error) {
          const code = 'code' in error ? error.code : undefined;
          const timedOut = timeoutCodes.has(code) || error.name === 'TimeoutError';
          const cancelled = !timedOut && (callerCodes.has(code) || error.name === 'AbortError' || controller.aborted || (given as Controller | null)?.aborted === true);
          picked.end(cancelled || isOfRequest(request, error, code) ? 'cancelled' : 'failed');
          const harmless = sent ? repeatable && !answered && closedCodes.has(code) : connectCodes.has(code);
          if (again && harmless && !cancelled && !timedOut) {
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
    },
  };
}

/** Also where the stream of its body failed. */
function isOfRequest({ body }: Dispatcher.DispatchOptions, error: Error, code: unknown): boolean {
  return requestCodes.has(code) || (typeof body === 'object' && body !== null && 'errored' in body && body.errored === error);
}

const repeatableMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** A body may be a stream that was read already; without one nothing is lost. */
function isRepeatable({ method, body }: Dispatcher.DispatchOptions): boolean {
  return repeatableMethods.has(method.toUpperCase()) && (body === undefined || body === null);
}
