import { RuntimeError } from '../../errors/index.ts';
import { underDeadline } from '../scope.ts';
import type { Deadline } from '../scope.ts';
import type { IncomingHeaders } from '../wire/header.ts';
import { createEdge } from './edge.ts';
import type { EdgeOptions } from './edge.ts';

interface Request {
  readonly headers: IncomingHeaders;
}

type Hook = (request: Request, reply: unknown, done: (error?: Error) => void) => void;

/** The part of a Fastify instance that is used. */
export interface FastifyLike {
  addHook(name: 'onRequest', hook: Hook): unknown;
  addHook(name: 'preValidation', hook: Hook): unknown;
}

/**
 * A Fastify plugin: `app.register(fastifyDeadline, { timeoutMs: 800 })`. Handlers run under the request's deadline; requests with too little
 * time are answered 504. It is entered again before validation, as hooks and parsers in between may go on in another context.
 */
export function fastifyDeadline(app: FastifyLike, options: EdgeOptions, done: (error?: Error) => void): void {
  const edge = createEdge(options);
  const deadlines = new WeakMap<Request, Deadline>();
  app.addHook('onRequest', (request, _reply, next) => {
    const deadline = edge.deadlineOf(request.headers);
    if (deadline instanceof RuntimeError) return next(Object.assign(deadline, { statusCode: 504 }));
    deadlines.set(request, deadline);
    underDeadline(deadline, next);
  });
  app.addHook('preValidation', (request, _reply, next) => underDeadline(deadlines.get(request) ?? null, next));
  done();
}

// Fastify keeps a plugin's hooks to the plugin unless it carries this mark; fastify-plugin sets the same.
Object.assign(fastifyDeadline, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: '@plimsoll/runtime/deadline' });
