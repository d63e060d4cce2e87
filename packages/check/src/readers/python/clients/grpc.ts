import type { ClientUse } from '../../../facts/code.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { madeBy, referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { clientDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { clientUse, objectOf, targetOf } from './client.ts';
import type { ClientShape } from './client.ts';
import { optionOf } from './options.ts';
import { timeoutsOf } from './timeout.ts';

const channel: ClientShape = { protocol: 'grpc', library: 'grpcio', act: 'client', pooled: true, perCallCost: 'a new connection' };
const rpc: ClientShape = { protocol: 'grpc', library: 'grpcio', act: 'call', pooled: true, perCallCost: null };

/** Channels, and calls on the stubs that protoc generates (classes whose name ends in Stub). */
export function grpcUses(call: PythonCall): readonly ClientUse[] {
  const name = calleeName(call);
  if (name !== null && /^grpc\.(aio\.)?(in)?secure_channel$/.test(name)) {
    return [clientUse(call, channel, timeoutsOf({ given: 'no' }, call, clientDefaults.grpc), { target: targetOf(argument(call, 'target', 0)) })];
  }
  const object = objectOf(call);
  const maker = object && !/^\w*[sS]tub\w*\.__/.test(call.written) ? stubMaker(object) : null;
  if (!maker) return [];
  const opened = maker.positional[0];
  const open = opened ? (callAt(opened) ?? followed(opened)) : null;
  return [clientUse(call, rpc, timeoutsOf(optionOf(call, 'timeout', 1), call, clientDefaults.grpc), { target: open ? targetOf(argument(open, 'target', 0)) : null })];
}

/** What made the stub that a method is called on. */
export function stubMaker(object: SyntaxNode): PythonCall | null {
  const made = madeBy(object);
  if (made?.kind === 'made') return made.name.endsWith('Stub') ? made.call : null;
  return made?.kind === 'instance' && made.class.name.endsWith('Stub') ? made.call : null;
}

function followed(node: SyntaxNode): PythonCall | null {
  const referent = referentOf(node);
  return referent?.kind === 'value' ? callAt(referent.value) : null;
}
