import type { ProxyPass } from '../../facts/deployment.ts';
import type { Default } from '../kubernetes/defaults.ts';

const proxyModule = (directive: string): string =>
  `nginx 1.29, ngx_http_proxy_module: ${directive}, default 60s (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#${directive}); ngx_http_grpc_module has the same`;

/** Times that nginx waits for the server behind it when nobody says otherwise. */
export const timeoutDefaults: readonly (Default<number> & { readonly what: ProxyPass['timeouts'][number]['what'] })[] = [
  { what: 'proxy-connect', value: 60_000, says: 'proxy_connect_timeout not set: 60s', citation: proxyModule('proxy_connect_timeout') },
  { what: 'proxy-read', value: 60_000, says: 'proxy_read_timeout not set: 60s', citation: proxyModule('proxy_read_timeout') },
  { what: 'proxy-send', value: 60_000, says: 'proxy_send_timeout not set: 60s', citation: proxyModule('proxy_send_timeout') },
];
