import { RuntimeError } from '../../errors/index.ts';
import { underDeadline } from '../scope.ts';
import { remainingForHop } from '../wire/outgoing.ts';
import type { HopOptions } from '../wire/outgoing.ts';
import { createEdge } from './edge.ts';
import type { EdgeOptions } from './edge.ts';

/** gRPC's status code for a deadline that has passed. */
const deadlineExceeded = 4;

interface ServerCall {
  getDeadline(): Date | number;
  emit?(event: 'error', error: Error): boolean;
}

/** A handler of grpc-js: unary ones and those with a stream of requests are given a callback. */
type Handler = (call: ServerCall, callback?: (error: Error) => void) => void;

/**
 * Wraps the handlers of a service for grpc-js: `server.addService(definition, grpcDeadline(options, handlers))`. They run under the deadline
 * that gRPC carries itself, never longer than this service's own.
 */
export function grpcDeadline<Handlers extends object>(options: EdgeOptions, handlers: Handlers): Handlers {
  const edge = createEdge(options);
  const wrap =
    (handler: Handler): Handler =>
    (call, callback) => {
      const deadline = edge.deadlineIn(leftUntil(call.getDeadline()));
      if (!(deadline instanceof RuntimeError)) return underDeadline(deadline, () => handler.call(handlers, call, callback));
      const error = Object.assign(new Error(deadline.message), { code: deadlineExceeded, details: deadline.message });
      if (callback) callback(error);
      else call.emit?.('error', error);
    };
  const given = handlers as Readonly<Record<string, unknown>>;
  return Object.fromEntries(namesIn(handlers).map((name) => [name, typeof given[name] === 'function' ? wrap(given[name] as Handler) : given[name]])) as Handlers;
}

/** Names of an object's own and of its classes, as a service may be an instance of one. */
function namesIn(handlers: object): readonly string[] {
  const names = new Set<string>();
  for (let each: object | null = handlers; each !== null && each !== Object.prototype; each = Object.getPrototypeOf(each) as object | null)
    for (const name of Object.getOwnPropertyNames(each)) names.add(name);
  names.delete('constructor');
  return [...names];
}

interface CallOptions {
  deadline?: Date | number;
}

/**
 * An interceptor for clients of grpc-js: `new Client(address, credentials, { interceptors: [grpcClientDeadline()] })`. Every call gets what is
 * left of the travelling deadline without the margin, unless its own comes sooner. With too little left it throws `ERR_PLIMSOLL_DEADLINE`.
 */
// `Call` stands once in each signature: what grpc-js declares for the next call (an interface) is less than what it asks of an interceptor (a class).
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function grpcClientDeadline(hop: HopOptions = {}): <Options extends CallOptions, Call>(options: Options, nextCall: (options: Options) => unknown) => Call {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  return <Options extends CallOptions, Call>(options: Options, nextCall: (options: Options) => unknown): Call => {
    const remaining = remainingForHop(hop);
    if (remaining === null) return nextCall(options) as Call;
    const own = options.deadline === undefined ? Infinity : (leftUntil(options.deadline) ?? Infinity);
    return nextCall(own <= remaining ? options : { ...options, deadline: Date.now() + remaining }) as Call;
  };
}

/** grpc-js keeps deadlines by the wall clock: turned into what is left once, so that a step of that clock later changes nothing. */
function leftUntil(deadline: Date | number): number | null {
  const atMs = Number(deadline);
  return Number.isFinite(atMs) ? atMs - Date.now() : null;
}
