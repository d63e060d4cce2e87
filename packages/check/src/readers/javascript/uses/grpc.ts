import type { ClientUse } from '../../../facts/code.ts';
import { timeouts } from '../defaults.ts';
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
    service: options && /round_robin/.test(options.module.words(options.node)) ? 'round_robin' : null,
  };
  return [{ ...use, service: null }];
};
