import type { Dispatcher } from 'undici';

type Headers = Dispatcher.DispatchOptions['headers'];

/** Host and port of what a request was addressed to, which is a name and no endpoint. */
export function authorityOf(origin: string | URL | undefined): string | null {
  if (origin === undefined) return null;
  return typeof origin === 'string' ? (URL.parse(origin)?.host ?? null) : origin.host;
}

/** The headers with a `host`, unless they have one: the endpoint's address would not tell the server which of its names is meant. */
export function withHost(headers: Headers, host: string): Exclude<Headers, undefined | null> {
  if (headers === undefined || headers === null) return { host };
  if (Array.isArray(headers)) return headers.some((name, index) => index % 2 === 0 && isHost(name)) ? headers : [...headers, 'host', host];
  if (Symbol.iterator in headers) {
    const pairs: [string, string | string[] | undefined][] = [];
    for (const pair of headers) if (Array.isArray(pair)) pairs.push([pair[0], pair[1]]);
    return pairs.some(([name]) => isHost(name)) ? pairs : [...pairs, ['host', host] as [string, string]];
  }
  return Object.keys(headers).some(isHost) ? headers : { ...headers, host };
}

function isHost(name: unknown): boolean {
  return typeof name === 'string' && name.toLowerCase() === 'host';
}
