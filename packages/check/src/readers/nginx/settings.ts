import type { Directive } from './parse.ts';

/**
 * What holds for the proxied requests of one level. Single settings pass down one by one; header fields pass down all together, and only to
 * levels that set none of their own (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header).
 */
export interface Settings {
  readonly single: ReadonlyMap<string, Directive>;
  readonly headers: Readonly<Record<'proxy' | 'grpc', readonly Directive[]>>;
  readonly missing: string | null; // an included file that may set any of them and is not in this repository
}

export const noSettings: Settings = { single: new Map(), headers: { proxy: [], grpc: [] }, missing: null };

const singles = /^(?:proxy|grpc)_(?:http_version|(?:connect|read|send)_timeout)$/;

export function settingsIn(level: readonly Directive[], above: Settings): Settings {
  const single = new Map(above.single);
  const own = { proxy: [] as Directive[], grpc: [] as Directive[] };
  let { missing } = above;
  for (const directive of level) {
    if (singles.test(directive.name)) single.set(directive.name, directive);
    else if (directive.name === 'proxy_set_header') own.proxy.push(directive);
    else if (directive.name === 'grpc_set_header') own.grpc.push(directive);
    else if (directive.name === 'include') missing ??= mayChangeProxying(directive.words[0] ?? '') ? (directive.words[0] ?? '') : null;
  }
  return { single, missing, headers: { proxy: own.proxy.length > 0 ? own.proxy : above.headers.proxy, grpc: own.grpc.length > 0 ? own.grpc : above.headers.grpc } };
}

export function header(settings: Settings, family: 'proxy' | 'grpc', name: string): Directive | null {
  return settings.headers[family].findLast((directive) => directive.words[0]?.toLowerCase() === name) ?? null;
}

// Includes of the packages and of the common recipes that have nothing to do with proxying. A pattern takes in whole servers or locations.
const beside =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi)[\w-]*(?:_params|\.conf)|[^/]*(?:ssl|tls|cert|letsencrypt|certbot|gzip|brotli|compress|security|cors|csp|cache|error|log|geo|allow|deny|block|realip|real_ip|cloudflare|resolver|module|acme|static)[^/]*)$/i;

function mayChangeProxying(path: string): boolean {
  return path !== '' && !path.includes('*') && (!beside.test(path) || /proxy/i.test(path));
}
