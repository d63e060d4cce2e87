import { hopMarginMs } from '../../deadline/wire/outgoing.ts';
import type { CallContext } from '../call/context.ts';
import type { Guard } from '../guard.ts';
import type { Priority } from '../shed/shedder.ts';
import { hopHeaders } from './hop-headers.ts';

/** The part of axios' request configuration that is used. */
interface Config {
  method?: string | undefined;
  headers: { set(name: string, value: string): unknown };
}

export interface AxiosGuardOptions {
  /** Whether the deadline is sent in a header; true by default. */
  readonly sendsDeadline?: boolean | undefined;
  /** Milliseconds taken off what is sent; `hopMarginMs` (10) by default. */
  readonly marginMs?: number | undefined;
  /** For the shedder; `normal` by default. */
  readonly priority?: Priority | undefined;
}

const repeatable = new Set(['get', 'head', 'options', 'put', 'delete']); // RFC 9110, section 9.2.2: idempotent

/**
 * An adapter for axios around another one: `axios.create({ adapter: axiosGuard(guard('fraud-api'), axios.getAdapter('http')) })`. The request
 * ends with the guard's time or with its own signal. Where the guard retries, idempotent methods are repeated.
 */
export function axiosGuard<Request extends Config, Response>(
  guard: Guard,
  adapter: (config: Request) => Promise<Response>,
  { sendsDeadline = true, marginMs = hopMarginMs, priority = 'normal' }: AxiosGuardOptions = {},
): (config: Request) => Promise<Response> {
  return (config) => {
    const { signal } = config as { readonly signal?: unknown };
    const work = (call: CallContext): Promise<Response> => {
      for (const [name, value] of Object.entries(sendsDeadline ? hopHeaders(call, marginMs) : {})) config.headers.set(name, value);
      return adapter({ ...config, signal: call.signal });
    };
    return guard.run(work, { priority, retry: repeatable.has((config.method ?? 'get').toLowerCase()), signal: signal instanceof AbortSignal ? signal : undefined });
  };
}
