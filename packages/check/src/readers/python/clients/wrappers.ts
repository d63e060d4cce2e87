import type { ClientUse } from '../../../facts/code.ts';
import { callsOf } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall, PythonFunction, Parameter } from '../code/types.ts';
import { targetOf as functionCalled } from '../code/target.ts';
import { clientDefaults } from '../defaults.ts';
import { textOf } from '../../syntax/index.ts';
import { clientUse } from './client.ts';
import { optionOf } from './options.ts';
import { timeoutsOf } from './timeout.ts';

/** A function of this repository that sends a request with the timeout that its caller chooses. */
interface Wrapper {
  readonly sends: PythonCall;
  readonly by: { readonly parameter: Parameter; readonly index: number } | 'kwargs';
}

const sends =
  /^(requests\.(api\.)?|httpx\.)(get|post|put|patch|delete|head|options|request)$|^(requests\.(sessions\.)?[sS]ession|httpx\.(Async)?Client)#(get|post|put|patch|delete|head|options|request)$/;
const wrappers = new WeakMap<PythonFunction, Wrapper | 'none'>();

/** Calls of such a function that choose a timeout, or leave it out where only the caller can give one. */
export function wrapperUses(call: PythonCall): readonly ClientUse[] {
  const made = functionCalled(call);
  const wrapper = made && wrapperOf(made);
  if (!made || !wrapper || call.within === made) return [];
  const library = (calleeName(wrapper.sends) ?? '').startsWith('httpx') ? 'httpx' : 'requests';
  const fallback = library === 'httpx' ? clientDefaults.httpx : clientDefaults.requests;
  const index = wrapper.by === 'kwargs' ? undefined : wrapper.by.index;
  const option = optionOf(call, wrapper.by === 'kwargs' ? 'timeout' : wrapper.by.parameter.name, index);
  if (option.given === 'no' && wrapper.by !== 'kwargs' && wrapper.by.parameter.fallback) return [];
  const timeouts = timeoutsOf(option, call, fallback);
  return [clientUse(call, { protocol: 'http', library, act: 'call', pooled: /#/.test(calleeName(wrapper.sends) ?? ''), perCallCost: null }, timeouts, {})];
}

function wrapperOf(made: PythonFunction): Wrapper | null {
  const known = wrappers.get(made);
  if (known) return known === 'none' ? null : known;
  const found = findWrapper(made);
  wrappers.set(made, found ?? 'none');
  return found;
}

function findWrapper(made: PythonFunction): Wrapper | null {
  const first = made.parameters[0]?.name;
  const shift = made.inClass && (first === 'self' || first === 'cls') ? 1 : 0;
  for (const call of callsOf(made)) {
    if (!sends.test(calleeName(call) ?? '')) continue;
    const option = optionOf(call, 'timeout');
    if (option.given === 'yes') {
      const referent = option.value.type === 'identifier' ? referentOf(option.value) : null;
      const index = referent?.kind === 'parameter' ? made.parameters.findIndex((each) => each.name === referent.parameter.name) : -1;
      const parameter = made.parameters[index];
      if (parameter) return { sends: call, by: { parameter, index: index - shift } };
    }
    if (option.given === 'unknown' && made.parameters.some((each) => each.splat === '**' && each.name === textOf(option.spread))) return { sends: call, by: 'kwargs' };
  }
  return null;
}
