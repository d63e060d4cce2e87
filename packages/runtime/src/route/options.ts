import { systemClock } from '../clock/index.ts';
import type { Clock } from '../clock/index.ts';
import { RuntimeError } from '../errors/index.ts';
import type { BalancerSettings } from './balance/balancer.ts';
import type { EndpointSource } from './endpoints/endpoint.ts';

export interface RouteOptions {
  /** Of the service that is called; for metrics and messages, and the name under which gRPC finds it. */
  readonly name: string;
  readonly endpoints: EndpointSource;
  /** Zone of this process, from `currentZone`; null where it is not known, and then zones are not looked at. */
  readonly zone: string | null;
  /** Instances of the calling service in each zone, or where they are. Without it they are taken to stand evenly in the zones that are known. */
  readonly callers?: EndpointSource | Readonly<Record<string, number>> | undefined;
  /** Healthy endpoints from which on zones are looked at; default 6, as in Envoy. With fewer one lost endpoint changes every share. */
  readonly endpointsMin?: number | undefined;
  /** Share of healthy endpoints below which all are called again; default 0.5, as in Envoy. */
  readonly panicShare?: number | undefined;
  /** Failures in a row after which an endpoint is left out; default 5, as in Envoy. */
  readonly failuresMax?: number | undefined;
  /** For how long the first time; default 30 s, doubled each time up to 5 min, as in Envoy. */
  readonly ejectionMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
}

const ejectionCapMs = 300_000;

export function balancerSettings(options: RouteOptions): BalancerSettings {
  const { name, zone, endpointsMin = 6, panicShare = 0.5, failuresMax = 5, ejectionMs = 30_000, clock = systemClock, random = Math.random } = options;
  const check = (option: string, value: number, holds: boolean, right: string): void => {
    if (!holds) throw new RuntimeError('ERR_PLIMSOLL_OPTION', `route ${name}: ${option} is ${value}; it must be ${right}`, { retryable: false, details: { route: name, option } });
  };
  check('endpointsMin', endpointsMin, Number.isInteger(endpointsMin) && endpointsMin >= 1, 'a whole number, 1 or more');
  check('panicShare', panicShare, panicShare >= 0 && panicShare <= 1, 'from 0 to 1');
  check('failuresMax', failuresMax, Number.isInteger(failuresMax) && failuresMax >= 1, 'a whole number, 1 or more');
  check('ejectionMs', ejectionMs, ejectionMs > 0, 'above 0');
  return { name, zone, endpointsMin, panicShare, ejection: { failuresMax, baseMs: ejectionMs, capMs: Math.max(ejectionMs, ejectionCapMs) }, clock, random };
}
