import { experimental, Metadata, status } from '@grpc/grpc-js';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { routes, scheme } from './registry.ts';

type Listener = experimental.ResolverListener;

// A class, as grpc-js makes instances itself.
class RouteResolver implements experimental.Resolver {
  readonly #name: string;
  readonly #listener: Listener;
  #unwatch: (() => void) | null = null;

  constructor(target: experimental.GrpcUri, listener: Listener) {
    this.#name = decodeURIComponent(target.path.replace(/^\/+/, ''));
    this.#listener = listener;
  }

  updateResolution(): void {
    const route = routes.get(this.#name);
    setImmediate(() => {
      if (!route || route.balancer.endpoints().length === 0) this.#fail(route ? route.empty().message : `there is no route ${this.#name}`);
      if (route) this.#unwatch ??= route.watch((endpoints) => this.#tell(endpoints));
    });
    void route?.refresh().catch(() => {}); // said by #fail, now or before
  }

  #tell(endpoints: readonly Endpoint[]): void {
    const list = endpoints.map(({ host, port }) => ({ addresses: [{ host, port }] }));
    this.#listener(experimental.statusOrFromValue(list), {}, null, '');
  }

  #fail(details: string): void {
    this.#listener(experimental.statusOrFromError({ code: status.UNAVAILABLE, details, metadata: new Metadata() }), {}, null, '');
  }

  destroy(): void {
    this.#unwatch?.();
    this.#unwatch = null;
  }

  static getDefaultAuthority(target: experimental.GrpcUri): string {
    return decodeURIComponent(target.path.replace(/^\/+/, ''));
  }
}

export function registerScheme(): void {
  experimental.registerResolver(scheme, RouteResolver);
}
