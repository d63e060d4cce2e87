import type { StateStore, StateUse } from '../../../facts/code.ts';
import { isKnown } from '../../../model/known.ts';
import { calleeName } from '../code/external.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { optionOf } from '../clients/options.ts';
import { flaskConfig } from '../value/config.ts';
import { stringSetting } from '../value/setting.ts';

/** flask-limiter and slowapi keep their counters in this process unless a storage is named. */
export function limiterUses(module: PythonModule): readonly StateUse[] {
  return module.calls.flatMap((call) => {
    const library = /^(flask_limiter|slowapi)\.(\w+\.)?Limiter$/.exec(calleeName(call) ?? '')?.[1];
    if (library === undefined) return [];
    return [{ kind: 'state', state: 'rate-limit', library: library.replace('_', '-'), site: siteOf(call), store: storeOf(call, module), purpose: 'counters of a rate limit' }];
  });
}

function storeOf(call: PythonCall, module: PythonModule): StateStore {
  const option = optionOf(call, 'storage_uri');
  if (option.given === 'unknown') return { where: 'unknown', reason: 'the storage may be named in what is spread here' };
  const uri = option.given === 'yes' ? option.value : (flaskConfig('RATELIMIT_STORAGE_URI', module)[0] ?? flaskConfig('RATELIMIT_STORAGE_URL', module)[0] ?? null);
  return uri ? ofUri(uri) : { where: 'process', protectsProcessOnly: false };
}

export function ofUri(node: SyntaxNode): StateStore {
  const { value, variables } = stringSetting(node);
  const [variable] = variables;
  const stated = isKnown(value) ? value : null;
  const inMemory = stated !== null && /^memory:|^$/.test(stated.value);
  if (variable !== undefined && stated !== null) return { where: 'conditional', variable, whenSet: 'shared', whenUnset: inMemory ? 'process' : 'shared', sources: [stated.source] };
  if (variable !== undefined) return { where: 'unknown', reason: `the storage comes from ${variable}` };
  if (stated === null) return { where: 'unknown', reason: 'the storage could not be followed' };
  return inMemory ? { where: 'process', protectsProcessOnly: false } : { where: 'shared', what: stated.value.split(':')[0] ?? stated.value };
}
