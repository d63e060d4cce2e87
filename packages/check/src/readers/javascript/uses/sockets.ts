import type { StateStore, StateUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { objectAt } from '../values/object.ts';
import { firstFound } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

const adapters: readonly string[] = [
  '@socket.io/redis-adapter',
  '@socket.io/redis-streams-adapter',
  '@socket.io/postgres-adapter',
  '@socket.io/mongo-adapter',
  '@socket.io/aws-sqs-adapter',
  '@socket.io/azure-service-bus-adapter',
  '@socket.io/gcp-pubsub-adapter',
  'socket.io-redis',
  'socket.io-redis-adapter',
];

/** Servers that send to whoever is connected: socket.io by room (an adapter carries it to the other instances), ws by going through its clients. */
export const socketUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source' || call.symbol === null) return [];
  if (/^socket\.io(?:\.Server)?$/.test(call.symbol) && sendsToOthers(context)) return [registry(call, context, 'socket.io', adapterOf(call, context))];
  if (call.symbol === '@nestjs/websockets.WebSocketGateway' && /@WebSocketServer/.test(context.module.text) && sendsToOthers(context))
    return [registry(call, context, 'socket.io', adapterOf(call, context))];
  if (/^ws\.(?:WebSocketServer|Server|default\.Server)\(\)\.clients\.forEach$/.test(call.symbol) && /\.send\(/.test(context.module.text.slice(call.node.start, call.node.end)))
    return [registry(call, context, 'ws', { where: 'process', protectsProcessOnly: false })];
  return [];
};

/** `io.emit`, `io.to(room).emit`, `this.server.in(room)`; a server that only answers its own socket keeps nothing for others. */
function sendsToOthers(context: Context): boolean {
  return /\b(?:io|server|wss|gateway|ws|nsp|namespace)\w*(?:\.sockets|\.of\([^)]*\))?\s*\??\.(?:emit|to|in|except)\(|\.broadcast\.|socket\.to\(|client\.to\(/.test(context.module.text);
}

function adapterOf(call: CallSite, context: Context): StateStore {
  const { repository, module } = context;
  const isSet = call.node.arguments.some((_, index) => {
    const options = call.argument(index);
    return options?.node.type === 'ObjectExpression' && firstFound(objectAt(repository, options), [['adapter']]).kind === 'found';
  });
  if (isSet || /\.adapter\(/.test(module.text)) return { where: 'shared', what: 'the adapter of socket.io' };
  const installed = adapters.find((name) => repository.manifests.dependency(module.path, name) !== null);
  return installed === undefined ? { where: 'process', protectsProcessOnly: false } : { where: 'unknown', reason: `${installed} is installed; where it is set was not seen` };
}

function registry(call: CallSite, context: Context, library: string, store: StateStore): StateUse {
  return { kind: 'state', state: 'connection-registry', library, site: context.site(call.node), store, purpose: 'open connections and their rooms' };
}
