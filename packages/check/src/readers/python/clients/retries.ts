import type { Setting } from '../../../facts/setting.ts';
import { isKnown, map } from '../../../model/known.ts';
import { calleeName } from '../code/external.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf, walk } from '../../syntax/index.ts';
import { defaultSetting, numberSetting } from '../value/setting.ts';

/** How often a decorator of the surrounding function repeats it: tenacity, backoff, retrying. */
export function triesAround(call: PythonCall): Setting<number> | null {
  for (let around = call.within; around; around = around.outer) {
    for (const decorator of around.decorators) {
      const tries = triesOfDecorator(decorator);
      if (tries) return tries;
    }
  }
  return null;
}

function triesOfDecorator(decorator: SyntaxNode): Setting<number> | null {
  const call = callAt(decorator);
  const name = call && calleeName(call);
  if (!call || name === null) return null;
  if (/^tenacity\.(retry|Retrying|AsyncRetrying)$/.test(name))
    return stopOf(call) ?? defaultSetting(call, { value: Infinity, says: 'retries without a stop', citation: 'tenacity 9: the default stop is stop_never' });
  if (/^backoff\.on_(exception|predicate)$/.test(name)) {
    const most = call.keywords.get('max_tries');
    return most ? numberSetting(most, Infinity) : defaultSetting(call, { value: Infinity, says: 'max_tries is not set', citation: 'backoff 2.2: without max_tries and max_time it never gives up' });
  }
  const most = /^retrying\.retry$/.test(name) ? call.keywords.get('stop_max_attempt_number') : /^retry\.(api\.)?retry$/.test(name) ? call.keywords.get('tries') : undefined;
  return most ? numberSetting(most) : null;
}

function stopOf(retry: PythonCall): Setting<number> | null {
  const stop = retry.keywords.get('stop');
  if (!stop) return null;
  for (const node of walk(stop)) {
    const call = callAt(node);
    if (call && textOf(call.callee).endsWith('stop_after_attempt') && call.positional[0]) return numberSetting(call.positional[0]);
  }
  return null;
}

/** The attempts in all of `HTTPAdapter(max_retries=3)`, `Retry(total=3)`, `Config(retries={'max_attempts': 3})`: one more than the retries. */
export function oneMore(setting: Setting<number>): Setting<number> {
  return { value: map(setting.value, (count) => count + 1), variables: [] };
}

export function retriesIn(node: SyntaxNode): Setting<number> | null {
  const call = callAt(node);
  if (!call) {
    const count = numberSetting(node);
    return isKnown(count.value) || count.variables.length > 0 ? oneMore(count) : null;
  }
  if (!calleeName(call)?.endsWith('Retry')) return null;
  const total = call.keywords.get('total') ?? call.positional[0];
  return total ? oneMore(numberSetting(total)) : oneMore(defaultSetting(call, { value: 10, says: 'total 10 by default', citation: 'urllib3 2.5, util.Retry, total=10' }));
}
