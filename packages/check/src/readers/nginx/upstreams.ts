import type { ProxyPass } from '../../facts/deployment.ts';
import type { Directive } from './parse.ts';

type Upstream = NonNullable<ProxyPass['upstream']> & { readonly keepAlive: ProxyPass['keepAlive'] };
export type Upstreams = ReadonlyMap<string, Upstream>;

/** The groups of servers of an `http` level, by name. */
export function upstreamsIn(level: readonly Directive[]): Upstreams {
  return new Map(
    level.flatMap((directive) => (directive.name === 'upstream' && directive.block && directive.words[0] !== undefined ? [[directive.words[0].toLowerCase(), read(directive, directive.block)]] : [])),
  );
}

function read(directive: Directive, block: readonly Directive[]): Upstream {
  const keepAlive = block.findLast(({ name, words }) => name === 'keepalive' && /^\d{1,9}$/.test(words[0] ?? ''));
  return {
    name: directive.words[0] ?? '',
    source: directive.source,
    servers: block.flatMap(({ name, words }) => (name === 'server' && words[0] !== undefined ? [words[0]] : [])),
    keepAlive: keepAlive ? { connections: Number(keepAlive.words[0]), source: keepAlive.source } : null,
  };
}

/** `http://orders/api` names the group `orders`; with a port it is an address. */
export function groupOf(target: string): string | null {
  return /^(?:(?:https?|grpcs?):\/\/)?([^/:\s]+)(?:\/.*)?$/i.exec(target)?.[1]?.toLowerCase() ?? null;
}
