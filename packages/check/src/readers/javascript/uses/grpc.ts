import type { ClientUse } from '../../../facts/code.ts';
import { timeouts } from '../defaults.ts';
import type { Context } from '../code/context.ts';
import { follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { textAt } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

/** gRPC clients: generated classes given a host and credentials of @grpc/grpc-js. Deadlines belong to the calls, so a client has none. */
export const grpcUses: UseOfCall = (call, context) => {
  if (call.node.type !== 'NewExpression') return [];
  const credentials = call.argument(1);
  if (!credentials) return [];
  const text = credentials.module.words(credentials.node);
  if (!/\bcredentials\.create(?:Insecure|Ssl|FromGoogleCredential)?\w*\(/.test(text) && !/ChannelCredentials\.create/.test(text)) return [];
  const host = call.argument(0);
  const site = context.site(call.node);
  const options = call.argument(2);
  const fallback = timeouts['grpc'];
  if (!fallback) return [];
  const source = context.module.source(call.node);
  const use: ClientUse = {
    kind: 'client',
    protocol: 'grpc',
    library: '@grpc/grpc-js',
    act: 'client',
    site,
    callee: `new ${call.callee}`,
    timeoutMs: { value: { value: fallback.value, basis: 'default', source, says: context.module.words(call.node), from: [], citation: fallback.citation }, variables: [] },
    connectTimeoutMs: null,
    tries: null,
    pooled: true,
    perCallCost: site.lifetime === 'call' ? 'a new channel' : null,
    target: host ? textAt(context.repository, host) : null,
    service: null,
    ...balancingOf(host, options, context),
  };
  return [use];
};

/**
 * grpc-js picks the first address that answers and stays with it (gRPC's default policy, pick_first), unless the service config asks for
 * round_robin or the address is resolved by xDS. A service config that cannot be read says nothing.
 */
function balancingOf(host: Place | null, options: Place | null, context: Context): Pick<ClientUse, 'balancing'> {
  if (host && /^[`'"]xds:/.test(host.module.text.slice(host.node.start, host.node.start + 5))) return { balancing: 'per-call' };
  if (!options) return { balancing: 'one-backend' };
  const found = objectAt(context.repository, options).get('grpc.service_config');
  if (found.kind === 'unknown') return {};
  if (found.kind === 'absent') return { balancing: 'one-backend' };
  const target = follow(context.repository, found.value);
  if (target.kind !== 'node') return {};
  const { node, module } = target.place;
  return { balancing: /round_robin|weighted_round_robin|xds/.test(module.text.slice(node.start, node.end)) ? 'per-call' : 'one-backend' };
}
