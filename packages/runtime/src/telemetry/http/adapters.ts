import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../../clock/index.ts';
import type { ServerMetrics } from './server-metrics.ts';

interface Routed extends IncomingMessage {
  readonly route?: { readonly path?: unknown };
  readonly baseUrl?: string;
}

/** Counts a request of `node:http` when its response has been sent or its client has left. Call it first in the listener. */
export function measureRequest(metrics: ServerMetrics, request: IncomingMessage, response: ServerResponse, routeOf: () => string | null = () => null): void {
  const startMs = systemClock.nowMs();
  response.once('close', () => metrics.observe(request.method ?? '', routeOf(), response.headersSent ? response.statusCode : null, (systemClock.nowMs() - startMs) / 1000));
}

/** Middleware for Express and Connect; it stands first. The route is that of the router, known when the response has been sent. */
export function expressMetrics(metrics: ServerMetrics): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  return (request: Routed, response, next) => {
    measureRequest(metrics, request, response, () => (typeof request.route?.path === 'string' ? `${request.baseUrl ?? ''}${request.route.path}` : null));
    next();
  };
}

interface FastifyRequest {
  readonly method: string;
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string | undefined };
}

/** The part of a Fastify instance that is used. */
export interface MeasuredFastify {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: { readonly raw: ServerResponse }, done: () => void) => void): unknown;
}

/** A Fastify plugin: `app.register(fastifyMetrics, { metrics })`. */
export function fastifyMetrics(app: MeasuredFastify, { metrics }: { readonly metrics: ServerMetrics }, done: (error?: Error) => void): void {
  app.addHook('onRequest', (request, reply, next) => {
    measureRequest(metrics, request.raw, reply.raw, () => request.routeOptions.url ?? null);
    next();
  });
  done();
}

// Fastify keeps a plugin's hooks to the plugin unless it carries this mark; fastify-plugin sets the same.
Object.assign(fastifyMetrics, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: '@plimsoll/runtime/telemetry' });
