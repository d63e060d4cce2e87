import type { Node } from 'oxc-parser';
import type { StateUse } from '../../../../facts/code.ts';
import type { Context } from '../../code/context.ts';
import { lookUp, propertyName } from '../../modules/scope.ts';
import type { FunctionNode } from '../../modules/scope.ts';
import { siteOfAccess } from './containers.ts';
import type { Container } from './containers.ts';
import { keptState } from './kept-state.ts';

const sends = /\.(?:send|sendText|emit|write|to|publish)\s*\(/;
const socketTypes = /\b(?:WebSocket|Socket|WSContext|ServerWebSocket|WsSocket)\b/;

/** Sockets and open event streams that handlers put into a container and others send through: who is connected is known here only. */
export function registryOf(container: Container, context: Context): StateUse | null {
  if (container.shape === 'library') return null;
  const puts = container.accesses.filter((access) => (access.does === 'write' || access.does === 'grow') && access.values.some((value) => isConnection(value, context, 3)));
  if (puts.length === 0) return null;
  // A server that keeps its sockets only to close them at shutdown owns them rightly.
  const reads = container.accesses.filter((access) => (access.does === 'read' || access.does === 'pass') && sends.test(textOf(context, context.functions.ownerOf(access.node) ?? access.within)));
  if (reads.length === 0) return null;
  return keptState('connection-registry', container, context, `open connections in ${container.name}`, {
    writes: puts.map((access) => siteOfAccess(context, access)),
    reads: reads.map((access) => siteOfAccess(context, access)),
  });
}

function isConnection(value: Node, context: Context, depth: number): boolean {
  if (depth <= 0) return false;
  if (value.type === 'ObjectExpression') return value.properties.some((property) => property.type === 'Property' && isConnection(property.value, context, depth - 1));
  if (value.type === 'TSAsExpression' || value.type === 'TSNonNullExpression') return isConnection(value.expression, context, depth);
  if (value.type === 'MemberExpression') return /^(?:id|raw)$/.test(propertyName(value) ?? '') && isConnection(value.object, context, depth - 1);
  if (value.type !== 'Identifier') return false;
  const binding = lookUp(context.module.scopes, value.name, value);
  if (!binding) return false;
  if (binding.kind === 'variable') return binding.path.length === 0 && binding.init !== null && binding.init.type === 'ObjectExpression' && isConnection(binding.init, context, depth - 1);
  if (binding.kind !== 'parameter' || binding.path.length > 0) return false;
  if (binding.type && socketTypes.test(context.module.words(binding.type))) return true;
  const owner = binding.owner as FunctionNode;
  if (/^(?:res|response|reply)$/.test(binding.name)) return /text\/event-stream/.test(context.module.text) && owner.params.length >= 2;
  return isConnectionHandler(owner, context);
}

/** `wss.on('connection', (socket) => …)`, Nest's `handleConnection(client)`, a route with `{ websocket: true }`. */
function isConnectionHandler(owner: FunctionNode, context: Context): boolean {
  const { parent } = owner;
  if (parent?.type === 'MethodDefinition') return parent.key.type === 'Identifier' && parent.key.name === 'handleConnection';
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false;
  const [first, second] = parent.arguments;
  if (propertyName(parent.callee) === 'on' && first?.type === 'Literal') {
    return /^connect(?:ion)?$/.test(String(first.value)) && /\bws\b|socket\.io|WebSocket|sockjs/.test(context.module.text);
  }
  return second?.type === 'ObjectExpression' && /websocket:\s*true/.test(context.module.words(second));
}

function textOf(context: Context, node: Node): string {
  return context.module.text.slice(node.start, node.end);
}
