import { channel } from 'node:diagnostics_channel';
import { systemClock } from '../clock/index.ts';
import { RuntimeError } from '../errors/index.ts';
import type { MetricSource } from '../telemetry/family.ts';
import { createBalancer } from './balance/balancer.ts';
import type { Balancer } from './balance/balancer.ts';
import type { Endpoint, EndpointSource } from './endpoints/endpoint.ts';
import { balancerSettings } from './options.ts';
import type { RouteOptions } from './options.ts';

/** What happens on a route, for logs; published on the diagnostics channel `plimsoll:route`. */
export type RouteEvent =
  | { readonly kind: 'endpoints'; readonly route: string; readonly count: number }
  | { readonly kind: 'resolve-failed'; readonly route: string; readonly of: 'endpoints' | 'callers'; readonly error: unknown };

export const routeChannel: ReturnType<typeof channel> = channel('plimsoll:route');

/** The way to one service. Transports call `pick` for each request, and tell it how the request ended. */
export interface Route extends MetricSource {
  readonly name: string;
  readonly balancer: Balancer;
  /** Asks for endpoints and callers now. Rejects when that fails and nothing is known from before. */
  refresh(): Promise<void>;
  /** Calls with the endpoints now and whenever they change, until the returned function is called. */
  watch(listener: (endpoints: readonly Endpoint[]) => void): () => void;
  /** The error of a call for which no endpoint is known. */
  empty(): RuntimeError;
  isClosed(): boolean;
  close(): void;
}

/**
 * Opens the way to a service: asks where it is, and goes on asking. Resolves when endpoints are known; where there are none yet, calls fail with
 * `ERR_PLIMSOLL_ROUTE_EMPTY` until some are found. When a later answer fails or is empty, the endpoints known before stay: a name service that is
 * away must not take a service with it, and an endpoint that is gone is ejected by its failures.
 */
export async function createRoute(options: RouteOptions): Promise<Route> {
  const { name, endpoints, callers } = options;
  const clock = options.clock ?? systemClock;
  const balancer = createBalancer(balancerSettings(options));
  const watchers = new Set<(endpoints: readonly Endpoint[]) => void>();
  let cause: unknown;
  let closed = false;
  let cancel: (() => void) | null = null;
  let shown = '';

  const failed = (of: 'endpoints' | 'callers', error: unknown): void => {
    if (routeChannel.hasSubscribers) routeChannel.publish({ kind: 'resolve-failed', route: name, of, error } satisfies RouteEvent);
  };

  const readEndpoints = async (): Promise<void> => {
    try {
      const found = await endpoints.read();
      if (closed || found.length === 0) return;
      balancer.update(found);
      cause = undefined;
      const now = balancer.endpoints();
      const key = JSON.stringify(now);
      if (key === shown) return;
      shown = key;
      if (routeChannel.hasSubscribers) routeChannel.publish({ kind: 'endpoints', route: name, count: now.length } satisfies RouteEvent);
      for (const watcher of watchers) watcher(now);
    } catch (error) {
      cause = error;
      failed('endpoints', error);
    }
  };

  const readCallers = async (): Promise<void> => {
    if (!callers) return;
    if (!isSource(callers)) return balancer.updateCallers(new Map(Object.entries(callers)));
    try {
      const found = await callers.read();
      if (found.length === 0) return;
      const zones = Map.groupBy(
        found.filter(({ zone }) => zone !== null),
        ({ zone }) => zone ?? '',
      );
      balancer.updateCallers(new Map([...zones].map(([zone, { length }]) => [zone, length])));
    } catch (error) {
      failed('callers', error);
    }
    return undefined;
  };

  const refreshMs = Math.min(endpoints.refreshMs ?? Infinity, (callers && isSource(callers) ? callers.refreshMs : null) ?? Infinity);
  const random = options.random ?? Math.random;
  const again = (): void => {
    if (closed || refreshMs === Infinity) return;
    // Spread, so that instances which started together do not ask together for ever.
    cancel = clock.after(refreshMs * (0.9 + 0.2 * random()), () => void Promise.all([readEndpoints(), readCallers()]).then(again));
  };
  await Promise.all([readEndpoints(), readCallers()]);
  again();

  const empty = (): RuntimeError =>
    new RuntimeError('ERR_PLIMSOLL_ROUTE_EMPTY', `no endpoint of ${name} is known${cause === undefined ? '' : `: ${cause instanceof Error ? cause.message : 'its name could not be resolved'}`}`, {
      retryable: true,
      details: { route: name },
      ...(cause === undefined ? {} : { cause }),
    });

  return {
    name,
    balancer,
    async refresh() {
      await Promise.all([readEndpoints(), readCallers()]);
      if (balancer.endpoints().length === 0) throw empty();
    },
    watch(listener) {
      watchers.add(listener);
      if (balancer.endpoints().length > 0) listener(balancer.endpoints());
      return () => void watchers.delete(listener);
    },
    empty,
    isClosed: () => closed,
    close() {
      closed = true;
      cancel?.();
      watchers.clear();
    },
    collect: () => balancer.collect(),
  };
}

function isSource(callers: EndpointSource | Readonly<Record<string, number>>): callers is EndpointSource {
  return typeof callers['read'] === 'function';
}
