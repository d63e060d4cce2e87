import type { IncomingMessage, ServerResponse } from 'node:http';
import { keepAliveAbove } from '../../route/keep-alive.ts';
import type { KeepAliveServer } from '../../route/keep-alive.ts';
import { rateMeter } from '../signal/rate.ts';
import type { RoleDefinition } from './definition.ts';

/** What is used of a server of `node:http` or `node:https`; that of Fastify is `app.server`, that of Express is what `listen` returns. */
export interface HttpServer extends KeepAliveServer {
  readonly listening: boolean;
  prependListener(event: 'request', listener: (request: IncomingMessage, response: ServerResponse) => void): unknown;
  once(event: 'listening' | 'error', listener: (error?: Error) => void): unknown;
  removeListener(event: 'listening' | 'error', listener: (error?: Error) => void): unknown;
  listen(port: number, host?: string): unknown;
  close(ended?: (error?: Error) => void): unknown;
  closeIdleConnections(): void;
  closeAllConnections(): void;
}

export interface ServerRoleOptions {
  readonly server: HttpServer;
  /** Where to listen; leave it out where the framework does that. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** Requests keep coming this long after readiness went off; default 5 s. */
  readonly loadBalancerMs?: number | undefined;
  /** The service's own deadline for a request; default 10 s. */
  readonly deadlineMs?: number | undefined;
  /** Idle time after which the load balancer closes a connection; the server waits longer. Default 60 s. */
  readonly loadBalancerIdleMs?: number | undefined;
}

/** Answers requests; scales on their rate. While it drains, each answer closes its connection, so that clients go elsewhere. */
export function serverRole({ server, port, host, loadBalancerMs = 5000, deadlineMs = 10_000, loadBalancerIdleMs = 60_000 }: ServerRoleOptions): RoleDefinition {
  return {
    role: 'server',
    loadBalancerMs,
    deadlineMs,
    open({ clock }) {
      const rate = rateMeter({ clock });
      const connections = new Set<ServerResponse>();
      let leaving = false;
      let begun = 0;
      let closed: Promise<void> = Promise.resolve();
      keepAliveAbove(server, { loadBalancerIdleMs });
      server.prependListener('request', (_request, response) => {
        rate.count();
        connections.add(response);
        if (leaving) response.setHeader('connection', 'close');
        response.once('close', () => {
          connections.delete(response);
          // An answer that began before the drain promised to keep its connection; it is idle only after this event.
          if (leaving) setImmediate(() => server.closeIdleConnections());
        });
      });
      return {
        async start() {
          if (port === undefined || server.listening) return;
          await new Promise<void>((resolve, reject) => {
            const failed = (error?: Error): void => reject(error ?? new Error('the server does not listen'));
            server.once('error', failed);
            server.once('listening', () => {
              server.removeListener('error', failed);
              resolve();
            });
            server.listen(port, host);
          });
        },
        stop() {
          leaving = true;
          begun = connections.size;
          for (const response of connections) if (!response.headersSent) response.setHeader('connection', 'close');
          if (!server.listening) return;
          const { promise, resolve } = Promise.withResolvers<void>();
          closed = promise;
          server.close(() => resolve());
          server.closeIdleConnections();
        },
        async idle() {
          await closed;
        },
        interrupt() {}, // a request has its own deadline; it may still be answered
        async giveBack() {
          const cut = connections.size;
          server.closeAllConnections();
          return { finished: Math.max(0, begun - cut), givenBack: cut, overran: cut };
        },
        running: () => connections.size,
        families: () => [
          {
            kind: 'gauge',
            name: 'plimsoll.workload.request_rate',
            unit: '{request}/s',
            description: 'Requests per second over the last minute: the signal to scale on.',
            points: [{ attributes: {}, value: rate.perSecond() }],
          },
          { kind: 'counter', name: 'plimsoll.workload.requests', unit: '{request}', description: 'Requests that arrived.', points: [{ attributes: {}, value: rate.total() }] },
        ],
      };
    },
  };
}
