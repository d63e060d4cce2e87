import type { ChannelOptions } from '@grpc/grpc-js';
import { RuntimeError } from '../../errors/index.ts';
import type { Route } from '../route.ts';
import { registerPolicy } from './policy.ts';
import { policyName, routes, scheme } from './registry.ts';
import { registerScheme } from './resolver.ts';

/** What a client of `@grpc/grpc-js` is made with: `new PaymentsClient(grpc.target, credentials, grpc.options)`. */
export interface GrpcRoute {
  readonly target: string;
  readonly options: ChannelOptions;
  /** The name is free again; channels that use it find no new endpoints. */
  close(): void;
}

let registered = false;

/**
 * Makes a route known to grpc-js, as a target with a resolver and a balancing policy of its own. Both stand on its experimental interface, which
 * may change with a minor version; the tests name the one that holds. `authority` is what certificates and servers know the service as.
 */
export function grpcRoute(route: Route, { authority = route.name }: { readonly authority?: string | undefined } = {}): GrpcRoute {
  if (!registered) {
    registerPolicy();
    registerScheme();
    registered = true;
  }
  if (routes.has(route.name)) {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `route ${route.name}: grpc-js has a route of this name already; close it first, or choose another name`, {
      retryable: false,
      details: { route: route.name },
    });
  }
  routes.set(route.name, route);
  return {
    target: `${scheme}:///${encodeURIComponent(route.name)}`,
    options: {
      'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ [policyName]: { route: route.name } }] }),
      'grpc.service_config_disable_resolution': 1,
      'grpc.default_authority': authority,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 5000,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 10_000,
    },
    close: () => void (routes.get(route.name) === route && routes.delete(route.name)),
  };
}

/** Options of a grpc-js server: a connection ends after `ageMs` and its calls, as only the server can replace those of clients that it does not know. */
export function connectionAge({ ageMs = 300_000, graceMs = 30_000 }: { readonly ageMs?: number | undefined; readonly graceMs?: number | undefined } = {}): ChannelOptions {
  return { 'grpc.max_connection_age_ms': ageMs, 'grpc.max_connection_age_grace_ms': graceMs };
}
