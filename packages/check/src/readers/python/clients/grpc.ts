import type { ClientUse } from '../../../facts/code.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { madeBy, referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { clientDefaults } from '../defaults.ts';
import { stated } from '../../../model/known.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, textOf, walk } from '../../syntax/index.ts';
import { clientUse, objectOf, targetOf } from './client.ts';
import type { ClientRest, ClientShape } from './client.ts';
import { optionOf } from './options.ts';
import { timeoutsOf } from './timeout.ts';

const channel: ClientShape = { protocol: 'grpc', library: 'grpcio', act: 'client', pooled: true, perCallCost: 'a new connection' };
const rpc: ClientShape = { protocol: 'grpc', library: 'grpcio', act: 'call', pooled: true, perCallCost: null };

/** Channels, and calls on the stubs that protoc generates (classes whose name ends in Stub). */
export function grpcUses(call: PythonCall): readonly ClientUse[] {
  const name = calleeName(call);
  if (name !== null && /^grpc\.(aio\.)?(in)?secure_channel$/.test(name)) {
    return [
      clientUse(call, channel, timeoutsOf({ given: 'no' }, call, clientDefaults.grpc), {
        target: targetOf(argument(call, 'target', 0)),
        ...channelOptions(call),
      }),
    ];
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

/** The load balancing that a channel asks for; gRPC takes the first address, pick_first, unless it is told otherwise. */
function channelOptions(call: PythonCall): Pick<ClientRest, 'balancing' | 'tries'> {
  const option = optionOf(call, 'options', /insecure/.test(call.written) ? 1 : 2);
  const target = call.positional[0] ?? call.keywords.get('target');
  if (target && /["']xds:/.test(textOf(target))) return { balancing: 'per-call' };
  if (option.given === 'no') return { balancing: 'one-backend' };
  const written = option.given === 'yes' ? spelledOut(option.value, 0) : null;
  if (written === null) return {};
  const attempts = /["']maxAttempts["']\s*:\s*(\d+)/.exec(written)?.[1];
  const tries = attempts === undefined || option.given !== 'yes' ? {} : { tries: { value: stated(Number(attempts), sourceOf(option.value), `maxAttempts ${attempts}`), variables: [] } };
  return { balancing: /round_robin|weighted_round_robin|least_request|xds/.test(written) ? 'per-call' : 'one-backend', ...tries };
}

/** The text of the options with that of the names in them; null when one of them comes from elsewhere. */
function spelledOut(node: SyntaxNode, steps: number): string | null {
  if (steps > 4) return null;
  let text = textOf(node).slice(0, 5000);
  for (const each of walk(node)) {
    const call = callAt(each);
    if (call && calleeName(call) !== 'json.dumps' && !/^(list|tuple|str)$/.test(call.written)) return null;
    if (each.type !== 'identifier' || each.parent?.type === 'attribute' || each.field === 'function') continue;
    const referent = referentOf(each);
    const inner = referent?.kind === 'value' ? spelledOut(referent.value, steps + 1) : null;
    if (inner === null) return null;
    text += inner;
  }
  return text;
}
