import type { ClientUse } from '../../../facts/code.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { madeBy, referentOf } from '../code/referent.ts';
import type { PythonCall, PythonClass, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { clientDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { unknownSetting } from '../value/setting.ts';
import { adapterConnections } from './connections.ts';
import { clientUse, objectOf, spelling, targetOf } from './client.ts';
import type { ClientShape } from './client.ts';
import { optionOf, timeoutInClass } from './options.ts';
import type { Option } from './options.ts';
import { retriesIn } from './retries.ts';
import type { Timeouts } from './timeout.ts';
import { timeoutsOf } from './timeout.ts';

const sendFunction = /^requests\.(api\.)?(get|post|put|patch|delete|head|options|request)$/;
const sendMethod = /^(requests\.(sessions\.)?(Session|session)|requests_toolbelt\.sessions\.BaseUrlSession|requests_oauthlib\.OAuth2Session)#(get|post|put|patch|delete|head|options|request)$/;
const makes = /^(requests\.(sessions\.)?(Session|session)|requests_toolbelt\.sessions\.BaseUrlSession|requests_oauthlib\.OAuth2Session)$/;

const plain: ClientShape = { protocol: 'http', library: 'requests', act: 'call', pooled: false, perCallCost: null };
const session: ClientShape = { protocol: 'http', library: 'requests', act: 'call', pooled: true, perCallCost: null };
const made: ClientShape = { protocol: 'http', library: 'requests', act: 'client', pooled: true, perCallCost: 'a new connection pool' };

export function requestsUses(call: PythonCall): readonly ClientUse[] {
  const name = calleeName(call);
  if (name === null) return [];
  if (makes.test(name))
    return [
      clientUse(call, made, ofSession(call.node, call), {
        tries: mountedTries(call.module, spellingOfTarget(call)),
        connectionsMax: adapterConnections(call, adapters(call.module, spellingOfTarget(call))),
      }),
    ];
  if (sendFunction.test(name)) {
    const url = name.endsWith('request') ? argument(call, 'url', 1) : argument(call, 'url', 0);
    return [clientUse(call, plain, timeoutsOf(optionOf(call, 'timeout'), call, clientDefaults.requests), { tries: null, target: targetOf(url) })];
  }
  const object = objectOf(call);
  if (!sendMethod.test(name) || !object) return [];
  const option = optionOf(call, 'timeout');
  const url = name.endsWith('request') ? argument(call, 'url', 1) : argument(call, 'url', 0);
  const timeouts = option.given === 'no' ? ofSession(object, call) : timeoutsOf(option, call, clientDefaults.requests);
  return [clientUse(call, session, timeouts, { tries: mountedTries(call.module, spelling(object)), target: targetOf(url) })];
}

/** A session has no timeout of its own; own subclasses and mounted adapters of this repository may bring one. */
function ofSession(object: SyntaxNode, call: PythonCall): Timeouts {
  const maker = madeBy(object);
  const own = maker?.kind === 'instance' ? fromClass(maker.class, call, null) : null;
  if (own) return own;
  for (const adapter of adapters(call.module, spelling(object))) {
    const declared = referentOf(adapter.callee);
    const brought = declared?.kind === 'class' ? fromClass(declared.class, call, adapter) : null;
    if (brought) return brought;
  }
  return timeoutsOf({ given: 'no' }, call, clientDefaults.requests);
}

function fromClass(declared: PythonClass, call: PythonCall, built: PythonCall | null): Timeouts | null {
  const stated = built && optionOf(built, 'timeout', 0);
  if (stated?.given === 'yes' && timeoutInClass(declared) !== undefined) return timeoutsOf(stated, call, clientDefaults.requests);
  const found = timeoutInClass(declared);
  if (found === undefined) return null;
  if (found === 'unclear')
    return { timeoutMs: unknownSetting(call.callee, `${declared.name} speaks of a timeout that could not be followed`, `the timeout that ${declared.name} sets`), connectTimeoutMs: null };
  const option: Option = { given: 'yes', value: found };
  return timeoutsOf(option, call, clientDefaults.requests);
}

/** `session.mount('https://', Adapter(…))` for the session spelt so; an adapter kept in a variable is followed. */
function adapters(module: PythonModule, session_: string): readonly PythonCall[] {
  return mountsIn(module).flatMap((call) => {
    if (session_ !== '' && call.written !== `${session_}.mount`) return [];
    const given = call.positional[1] ?? call.keywords.get('adapter');
    if (!given) return [];
    const direct = callAt(given);
    if (direct) return [direct];
    const referent = referentOf(given);
    const followed = referent?.kind === 'value' ? callAt(referent.value) : null;
    return followed ? [followed] : [];
  });
}

const mountsMost = 50;
const mounts = new WeakMap<PythonModule, readonly PythonCall[]>();

function mountsIn(module: PythonModule): readonly PythonCall[] {
  const known = mounts.get(module);
  if (known) return known;
  const found = module.calls.filter((call) => call.written.endsWith('.mount')).slice(0, mountsMost);
  mounts.set(module, found);
  return found;
}

function mountedTries(module: PythonModule, session_: string): ClientUse['tries'] {
  for (const adapter of adapters(module, session_)) {
    const retries = adapter.keywords.get('max_retries');
    if (!retries) continue;
    const direct = retriesIn(retries);
    if (direct) return direct;
    const referent = referentOf(retries);
    const followed = referent?.kind === 'value' ? retriesIn(referent.value) : null;
    if (followed) return followed;
  }
  return null;
}

function spellingOfTarget(call: PythonCall): string {
  const parent = call.node.parent;
  const left = parent?.type === 'assignment' ? parent.children.find((each) => each.field === 'left') : undefined;
  return left ? spelling(left) : 'no name';
}
