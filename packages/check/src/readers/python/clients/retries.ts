import type { Setting } from '../../../facts/setting.ts';
import { isKnown, map } from '../../../model/known.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { brief } from '../value/evaluate.ts';
import { defaultSetting, numberSetting, unknownSetting } from '../value/setting.ts';

/** How often something around a call repeats it: a decorator of tenacity, backoff or retrying, or a loop over attempts. */
export function triesAround(call: PythonCall): Setting<number> | null {
  const looped = triesOfLoop(call);
  if (looped) return looped;
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
  if (tenacity.test(name)) return ofTenacity(call);
  if (/^backoff\.on_(exception|predicate)$/.test(name)) return ofBackoff(call);
  const most = /^retrying\.retry$/.test(name) ? call.keywords.get('stop_max_attempt_number') : /^retry\.(api\.)?retry$/.test(name) ? call.keywords.get('tries') : undefined;
  return most ? numberSetting(most) : null;
}

const tenacity = /^tenacity\.(retry|Retrying|AsyncRetrying)$/;

function ofTenacity(call: PythonCall): Setting<number> {
  const stop = call.keywords.get('stop');
  if (!stop) return defaultSetting(call, { value: Infinity, says: 'retries without a stop', citation: 'tenacity 9: the default stop is stop_never' });
  return attemptsIn(stop) ?? unknownSetting(stop, `${brief(stop)} names no number of attempts`, 'the number of attempts');
}

function attemptsIn(stop: SyntaxNode): Setting<number> | null {
  for (const node of walk(stop)) {
    const call = callAt(node);
    if (call && textOf(call.callee).endsWith('stop_after_attempt') && call.positional[0]) return numberSetting(call.positional[0]);
  }
  return null;
}

function ofBackoff(call: PythonCall): Setting<number> {
  const most = call.keywords.get('max_tries');
  if (most) return numberSetting(most, Infinity);
  const time = call.keywords.get('max_time');
  if (time) return unknownSetting(time, `${brief(time)} limits the time and not the attempts`, 'max_tries');
  return defaultSetting(call, { value: Infinity, says: 'max_tries is not set', citation: 'backoff 2.2: without max_tries and max_time it never gives up' });
}

/** `for attempt in range(3): try: …`, `for attempt in Retrying(stop=…): with attempt: …` */
function triesOfLoop(call: PythonCall): Setting<number> | null {
  let tried = false;
  for (let above = call.node.parent; above && above.type !== 'function_definition' && above.type !== 'lambda'; above = above.parent) {
    if (above.type === 'try_statement') tried = true;
    const over = above.type === 'for_statement' ? child(above, 'right') : null;
    const left = above.type === 'for_statement' ? child(above, 'left') : null;
    const made = over && callAt(over);
    if (!over || !left || !made) continue;
    if (tenacity.test(calleeName(made) ?? '')) return ofTenacity(made);
    if (tried && made.written === 'range' && /attempt|retr|tries/i.test(`${textOf(left)} ${textOf(over)}`)) return ofRange(made);
  }
  return null;
}

/** `range(3)` and `range(1, 4)`; what else may be counted there is not tried. */
function ofRange(range: PythonCall): Setting<number> | null {
  const [first, second] = range.positional;
  if (!first) return null;
  if (!second) return numberSetting(first);
  const from = numberSetting(first).value;
  const to = numberSetting(second);
  return isKnown(from) && isKnown(to.value) ? { ...to, value: map(to.value, (end) => end - from.value) } : null;
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

/** Like retriesIn, also through a name. */
export function retriesOf(node: SyntaxNode): Setting<number> | null {
  const direct = retriesIn(node);
  const referent = direct ? null : referentOf(node);
  return direct ?? (referent?.kind === 'value' && referent.value !== node ? retriesIn(referent.value) : null);
}
