import type { IncomingMessage, ServerResponse } from 'node:http';
import { rejection } from '../../errors/index.ts';
import type { RuntimeError } from '../../errors/index.ts';
import type { Priority, Shedder } from '../shed/shedder.ts';

export interface SheddingOptions<Request> {
  readonly shedder: Shedder;
  /** How much a request matters; `normal` by default. Health checks and what follows a payment are `critical`, prefetching is `sheddable`. */
  readonly priorityOf?: ((request: Request) => Priority) | undefined;
}

/** Middleware for Express and Connect: while the event loop is overloaded, requests that matter least are answered 503 with Retry-After. It stands before everything that costs. */
export function expressShedding<Request extends IncomingMessage>({ shedder, priorityOf }: SheddingOptions<Request>): (request: Request, response: ServerResponse, next: () => void) => void {
  return (request, response, next) => {
    const priority = priorityOf?.(request) ?? 'normal';
    if (shedder.admits(priority)) return next();
    const error = overloaded(priority, shedder);
    response.writeHead(503, { 'retry-after': retryAfterSeconds(shedder), 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: error.code, message: error.message }));
  };
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** The part of a Fastify instance that is used. */
export interface SheddingFastify<Request> {
  addHook(name: 'onRequest', hook: (request: Request, reply: Reply, done: (error?: Error) => void) => void): unknown;
}

/** A Fastify plugin: `app.register(fastifyShedding, { shedder })`. */
export function fastifyShedding<Request>(app: SheddingFastify<Request>, { shedder, priorityOf }: SheddingOptions<Request>, done: (error?: Error) => void): void {
  app.addHook('onRequest', (request, reply, next) => {
    const priority = priorityOf?.(request) ?? 'normal';
    if (shedder.admits(priority)) return next();
    reply.header('retry-after', retryAfterSeconds(shedder));
    next(Object.assign(overloaded(priority, shedder), { statusCode: 503 }));
  });
  done();
}

// Fastify keeps a plugin's hooks to the plugin unless it carries this mark; fastify-plugin sets the same.
Object.assign(fastifyShedding, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: '@plimsoll/runtime/guard' });

function overloaded(priority: Priority, shedder: Shedder): RuntimeError {
  return rejection('ERR_PLIMSOLL_SHED', 'the event loop is overloaded', { retryable: true, details: { priority, retryAfterMs: shedder.retryAfterMs } });
}

/** The header knows whole seconds only. */
function retryAfterSeconds(shedder: Shedder): string {
  return String(Math.max(1, Math.ceil(shedder.retryAfterMs / 1000)));
}
