import type { IncomingMessage, ServerResponse } from 'node:http';
import { RuntimeError } from '../../errors/index.ts';
import { underDeadline } from '../scope.ts';
import { createEdge } from './edge.ts';
import type { EdgeOptions } from './edge.ts';

/** A listener of `http.createServer`. As there, a promise that it returns is nobody's: it must not reject. */
export type HttpListener<Request extends IncomingMessage, Response extends ServerResponse> = (request: Request, response: Response) => void | Promise<void>;

/**
 * Wraps the listener of a plain `node:http` server: it runs under the request's deadline, and requests with too little time are answered 504
 * without it.
 */
export function httpDeadline<Request extends IncomingMessage, Response extends ServerResponse>(
  options: EdgeOptions,
  listener: HttpListener<Request, Response>,
): (request: Request, response: Response) => void {
  const edge = createEdge(options);
  return (request, response) => {
    const deadline = edge.deadlineOf(request.headers);
    if (deadline instanceof RuntimeError) answer504(response, deadline);
    else void underDeadline(deadline, () => listener(request, response));
  };
}

/** What is passed on to an Express or Connect application, by shape. */
interface ExpressRequest {
  readonly headers: IncomingMessage['headers'];
}

/** Middleware for Express and Connect: everything behind it runs under the request's deadline, so it stands first. */
export function expressDeadline(options: EdgeOptions): (request: ExpressRequest, response: ServerResponse, next: (error?: unknown) => void) => void {
  const edge = createEdge(options);
  return (request, response, next) => {
    const deadline = edge.deadlineOf(request.headers);
    if (deadline instanceof RuntimeError) answer504(response, deadline);
    else underDeadline(deadline, () => next());
  };
}

function answer504(response: ServerResponse, error: RuntimeError): void {
  response.writeHead(504, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: error.code, message: error.message }));
}
