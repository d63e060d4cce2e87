import type { ProxyPass } from '../../facts/index.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';

type Pass = ProxyPass & { readonly id: string };

export const proxyUpstreamWithoutKeepAlive: Rule<Pass> = {
  id: 'dp3/proxy-upstream-without-keep-alive',
  severity: 'warning', // advice inside DP3: two round trips more for each request
  summary: 'A proxy keeps its connections to the services behind it open.',
  controls: ['WAF-PERF-070'],
  needs: ['infrastructure'],
  practice: true,

  // A WebSocket keeps the one connection it has.
  subjects: (system) => system.proxies.filter(({ websocket }) => !websocket).map((pass) => ({ ...pass, id: `proxy:${pass.source.file}:${pass.source.line}` })),

  judge(pass) {
    const { keepAlive, http11, connectionCleared, upstream, source } = pass;
    if (keepAlive && http11 && connectionCleared)
      return keptBy([line(keepAlive.source, `keepalive ${keepAlive.connections}`), line(http11, 'HTTP/1.1'), line(connectionCleared, 'Connection cleared')]);
    const lacks = [
      ...(keepAlive ? [] : [upstream ? `no keepalive in upstream ${upstream.name}` : 'no upstream group with keepalive']),
      ...(http11 ? [] : ['HTTP/1.0']),
      ...(connectionCleared ? [] : ['Connection: close']),
    ];
    return broken({
      at: source,
      message: `${pass.server} opens a connection to ${pass.target} for every request and closes it again (${lacks.join(', ')})`,
      help: `Put the servers into an upstream block with keepalive 32, and set proxy_http_version 1.1 and proxy_set_header Connection "" where it is passed to. (From nginx 1.29.7 on all three are the default where an upstream block is used.)`,
      evidence: [...(upstream ? [line(upstream.source, `upstream ${upstream.name}`)] : []), ...(keepAlive ? [line(keepAlive.source, `keepalive ${keepAlive.connections}`)] : [])],
      together: { key: source.file, name: `${source.file}:${source.line}`, many: `locations of ${source.file} open a connection to their upstream for every request` },
    });
  },
};
