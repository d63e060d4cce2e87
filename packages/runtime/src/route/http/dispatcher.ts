import { Dispatcher, Pool } from 'undici';
import { RuntimeError } from '../../errors/index.ts';
import type { Picked } from '../balance/balancer.ts';
import { endpointKey } from '../endpoints/endpoint.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Route } from '../route.ts';
import { authorityOf, withHost } from './host.ts';
import { relay } from './handler.ts';
import type { Relay } from './handler.ts';

export interface RouteDispatcherOptions {
  /** `https` where the endpoints speak TLS; then HTTP/2 is used where they offer it. Default `http`. */
  readonly protocol?: 'http' | 'https' | undefined;
  /** The name in their certificate; default the host of the request. */
  readonly servername?: string | undefined;
  /** Connections per endpoint; default 16. One of HTTP/2 carries many calls. */
  readonly connections?: number | undefined;
  /** A connection is replaced after this, a tenth more or less: it would otherwise stay where it once went. Default 5 min. */
  readonly connectionAgeMs?: number | undefined;
  /** Idle connections are closed after this, which has to be less than the server waits (5 s in Node); default 4 s. */
  readonly keepAliveMs?: number | undefined;
  /** Default 1 s: an endpoint in a zone that is gone does not answer at all. */
  readonly connectMs?: number | undefined;
  /** How often a request whose connection could not be made, or closed before any answer to a repeatable one, goes to another endpoint; default 2. */
  readonly reconnectsMax?: number | undefined;
  /** More options for undici, such as `connect: { ca }`. */
  readonly pool?: Pool.Options | undefined;
  readonly random?: (() => number) | undefined;
}

/**
 * A dispatcher for undici and `fetch` that sends each request to an endpoint of the route. It repeats only what cannot
 * have had an effect twice: a request whose connection could not be made, or closed before any answer to one without a body that is idempotent.
 */
export function routeDispatcher(route: Route, options: RouteDispatcherOptions = {}): Dispatcher {
  return new RouteDispatcher(route, options);
}

// A class, as undici looks for an instance of its own.
class RouteDispatcher extends Dispatcher {
  readonly #route: Route;
  readonly #options: RouteDispatcherOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #unwatch: () => void;
  #closed = false;

  constructor(route: Route, options: RouteDispatcherOptions) {
    super();
    this.#route = route;
    this.#options = options;
    this.#unwatch = route.watch((endpoints) => this.#keep(endpoints));
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (this.#closed || this.#route.isClosed())
      throw new RuntimeError('ERR_PLIMSOLL_ROUTE_CLOSED', `the route to ${this.#route.name} is closed`, { retryable: false, details: { route: this.#route.name } });
    this.#attempt(options, relay(handler, options), new Set());
    return true;
  }

  #attempt(options: Dispatcher.DispatchOptions, exchange: Relay, tried: Set<string>): void {
    const picked = this.#route.balancer.pick(tried);
    if (!picked) throw this.#route.empty();
    const reconnectsMax = this.#options.reconnectsMax ?? 2;
    const again = tried.size < reconnectsMax && !this.#closed ? (): void => this.#attempt(options, exchange, tried.add(picked.key)) : null;
    const authority = authorityOf(options.origin) ?? this.#route.name;
    this.#poolOf(picked).dispatch({ ...options, origin: this.#originOf(picked), headers: withHost(options.headers, authority) }, exchange.of(picked, again));
  }

  #originOf({ key }: Pick<Picked, 'key'>): string {
    return `${this.#options.protocol ?? 'http'}://${key}`;
  }

  #poolOf(picked: Picked): Pool {
    const found = this.#pools.get(picked.key);
    if (found) return found;
    const { connections = 16, connectionAgeMs = 300_000, keepAliveMs = 4000, connectMs = 1000, servername, random = Math.random, pool } = this.#options;
    const opened = new Pool(this.#originOf(picked), {
      connections,
      clientTtl: Math.round(connectionAgeMs * (0.9 + 0.2 * random())),
      keepAliveTimeout: keepAliveMs,
      connectTimeout: connectMs,
      allowH2: true,
      ...pool,
      ...(servername === undefined ? {} : { connect: { ...(typeof pool?.connect === 'object' ? pool.connect : {}), servername } }),
    });
    this.#pools.set(picked.key, opened);
    return opened;
  }

  /** Closes the pools of endpoints that are gone, when their requests have ended. */
  #keep(endpoints: readonly Endpoint[]): void {
    const keys = new Set(endpoints.map(endpointKey));
    for (const [key, pool] of this.#pools) {
      if (keys.has(key)) continue;
      this.#pools.delete(key);
      void pool.close();
    }
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override close(callback?: () => void): Promise<void> | void {
    return this.#end((pool) => pool.close(), callback);
  }

  override destroy(): Promise<void>;
  override destroy(error: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override destroy(error?: Error | null | (() => void), callback?: () => void): Promise<void> | void {
    const reason = typeof error === 'function' ? null : (error ?? null);
    return this.#end((pool) => pool.destroy(reason), typeof error === 'function' ? error : callback);
  }

  #end(end: (pool: Pool) => Promise<void>, callback: (() => void) | undefined): Promise<void> | void {
    this.#closed = true;
    this.#unwatch();
    const all = allEnded([...this.#pools.values()].map(end), callback);
    this.#pools.clear();
    if (!callback) return all;
    return undefined;
  }
}

async function allEnded(ends: readonly Promise<void>[], callback: (() => void) | undefined): Promise<void> {
  await Promise.all(ends);
  callback?.();
}
