import { withHeaders } from '../../deadline/wire/attach.ts';
import type { OutgoingHeaders } from '../../deadline/wire/attach.ts';
import { hopMarginMs } from '../../deadline/wire/outgoing.ts';
import type { CallContext } from '../call/context.ts';
import type { Guard } from '../guard.ts';
import type { Priority } from '../shed/shedder.ts';
import { hopHeaders } from './hop-headers.ts';

interface Controller {
  abort(reason: Error): void;
}

/** The part of undici's DispatchHandler (7 and later) that is used. */
interface ResponseHandler {
  onRequestStart?(controller: Controller, context: unknown): void;
  onRequestUpgrade?(controller: Controller, statusCode: number, headers: unknown, socket: unknown): void;
  onResponseStart?(controller: Controller, statusCode: number, headers: unknown, statusMessage?: string): void;
  onResponseData?(controller: Controller, chunk: unknown): void;
  onResponseEnd?(controller: Controller, trailers: unknown): void;
  onResponseError?(controller: Controller | null, error: Error): void;
}

export interface UndiciGuardOptions {
  /** Whether the deadline is sent in a header; true by default. */
  readonly sendsDeadline?: boolean | undefined;
  /** Milliseconds taken off what is sent; `hopMarginMs` (10) by default. */
  readonly marginMs?: number | undefined;
  /** For the shedder; `normal` by default. */
  readonly priority?: Priority | undefined;
}

/**
 * An interceptor for undici: `new Pool(origin).compose(undiciGuard(guard('fraud-api')))`. A request takes a slot from here to the end of its
 * body; it ends with the guard's time, where undici's own timeouts are checked twice a second. A response with a status of 500 or above, 408
 * or 429 speaks against the dependency. Nothing is repeated here, as a response is handed on while it comes: for retries run the whole request
 * in `guard.run`.
 */
export function undiciGuard(
  guard: Guard,
  { sendsDeadline = true, marginMs = hopMarginMs, priority = 'normal' }: UndiciGuardOptions = {},
): <Options extends object, Handler extends object>(dispatch: (options: Options, handler: Handler) => boolean) => (options: Options, handler: Handler) => boolean {
  return (dispatch) => (options, handler) => {
    const receiver = handler as ResponseHandler;
    const { signal, headers } = options as { readonly signal?: unknown; readonly headers?: OutgoingHeaders };
    const relays: Relay[] = [];
    const work = (call: CallContext): Promise<void> =>
      new Promise((resolve, reject) => {
        const relay = new Relay(receiver, call.signal, resolve, reject);
        relays.push(relay);
        const sent = sendsDeadline ? hopHeaders(call, marginMs) : {};
        dispatch({ ...options, headers: withHeaders(headers, sent) }, relay as ResponseHandler as typeof handler);
      });
    guard.run(work, { retry: false, priority, signal: signal instanceof AbortSignal ? signal : undefined }).catch((error: unknown) => {
      const [relay] = relays;
      if (relay) relay.deliver(error);
      else receiver.onResponseError?.(null, asError(error));
    });
    return true;
  };
}

/** Hands events on until the caller has been told of an error; what comes later only tells when the work has settled. */
class Relay implements ResponseHandler {
  private readonly receiver: ResponseHandler;
  private readonly settled: () => void;
  private readonly failed: (reason: Error) => void;
  private controller: Controller | null = null;
  private gone: Error | null = null;
  private status = 0;

  constructor(receiver: ResponseHandler, signal: AbortSignal, settled: () => void, failed: (reason: Error) => void) {
    this.receiver = receiver;
    this.settled = settled;
    this.failed = failed;
    signal.addEventListener('abort', () => this.deliver(signal.reason), { once: true });
  }

  /** The caller is let go. The request is ended when it has begun; while it still waits for a connection, as soon as it begins. */
  deliver(reason: unknown): void {
    if (this.gone !== null) return;
    const error = asError(reason);
    if (this.controller !== null) return this.controller.abort(error);
    this.gone = error;
    this.receiver.onResponseError?.(null, error);
  }

  onRequestStart(controller: Controller, context: unknown): void {
    if (this.gone !== null) return controller.abort(this.gone);
    this.controller = controller;
    this.receiver.onRequestStart?.(controller, context);
  }

  onRequestUpgrade(controller: Controller, statusCode: number, headers: unknown, socket: unknown): void {
    this.settled();
    this.receiver.onRequestUpgrade?.(controller, statusCode, headers, socket);
  }

  onResponseStart(controller: Controller, statusCode: number, headers: unknown, statusMessage?: string): void {
    this.status = statusCode;
    this.receiver.onResponseStart?.(controller, statusCode, headers, statusMessage);
  }

  onResponseData(controller: Controller, chunk: unknown): void {
    this.receiver.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Controller, trailers: unknown): void {
    this.gone ??= ended; // told everything; an error of the guard's for this status is not for the receiver
    if (this.status >= 400) this.failed(Object.assign(new Error(`the response has status ${this.status}`), { statusCode: this.status }));
    else this.settled();
    this.receiver.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Controller, error: Error): void {
    const told = this.gone !== null;
    this.gone ??= error;
    this.failed(error);
    if (!told) this.receiver.onResponseError?.(controller, error);
  }
}

const ended = new Error('the response has ended');

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the request was taken back', { cause: reason });
}
