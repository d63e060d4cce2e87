import { RuntimeError } from '../errors/index.ts';

/** What is set on a server of `node:http`. */
export interface KeepAliveServer {
  keepAliveTimeout: number;
  headersTimeout: number;
}

export interface KeepAliveOptions {
  /** After which the load balancer closes an idle connection; default 60 s, that of AWS's Application Load Balancer. */
  readonly loadBalancerIdleMs?: number | undefined;
}

/** More than a connection needs to be found closed by both. */
const marginMs = 5000;

/**
 * Makes a server keep idle connections for longer than the load balancer in front of it. Node closes them after 5 s; a load balancer that sends
 * a request at that moment answers 502 in the server's name (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#connection-idle-timeout).
 */
export function keepAliveAbove(server: KeepAliveServer, { loadBalancerIdleMs = 60_000 }: KeepAliveOptions = {}): void {
  if (!(loadBalancerIdleMs >= 0 && Number.isFinite(loadBalancerIdleMs))) {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `loadBalancerIdleMs is ${loadBalancerIdleMs}; it must be 0 or more`, { retryable: false, details: { option: 'loadBalancerIdleMs' } });
  }
  server.keepAliveTimeout = Math.max(server.keepAliveTimeout, loadBalancerIdleMs + marginMs);
  server.headersTimeout = Math.max(server.headersTimeout, server.keepAliveTimeout + 1000); // counted from the last request's end
}
