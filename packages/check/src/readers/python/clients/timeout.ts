import type { Setting } from '../../../facts/setting.ts';
import { calleeName } from '../code/external.ts';
import { madeBy, referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { namedChildren } from '../../syntax/index.ts';
import { brief } from '../value/evaluate.ts';
import type { Default } from '../value/setting.ts';
import { defaultSetting, secondsSetting, unknownSetting } from '../value/setting.ts';
import type { Option } from './options.ts';

export interface Timeouts {
  readonly timeoutMs: Setting<number>;
  readonly connectTimeoutMs: Setting<number> | null;
}

/** Reads a timeout as the HTTP libraries take it: seconds, (connect, read), or an object that holds both. */
export function timeoutsOf(option: Option, call: PythonCall, fallback: Default<number>): Timeouts {
  if (option.given === 'no') return { timeoutMs: defaultSetting(call, fallback), connectTimeoutMs: null };
  if (option.given === 'unknown') {
    return { timeoutMs: unknownSetting(option.spread, `whether ${brief(option.spread)} holds a timeout is not known`, `what ${brief(option.spread)} holds`), connectTimeoutMs: null };
  }
  return timeoutsIn(option.value, 0);
}

function timeoutsIn(value: SyntaxNode, steps: number): Timeouts {
  if (value.type === 'tuple') {
    const [connect, read] = namedChildren(value);
    return { timeoutMs: read ? secondsSetting(read) : secondsSetting(value), connectTimeoutMs: connect ? secondsSetting(connect) : null };
  }
  const made = callAt(value);
  const name = made && calleeName(made);
  if (made && name !== null && /\b(ClientTimeout|Timeout)$/.test(name)) return fromObject(made, name);
  if ((value.type === 'identifier' || value.type === 'attribute') && steps < 3) {
    const referent = referentOf(value);
    if (referent?.kind === 'value' && referent.others.length === 0 && /^(tuple|call)$/.test(referent.value.type)) {
      const inner = callAt(referent.value);
      if (!inner || calleeName(inner)?.endsWith('Timeout')) return timeoutsIn(referent.value, steps + 1);
    }
  }
  return { timeoutMs: secondsSetting(value), connectTimeoutMs: null };
}

/** aiohttp.ClientTimeout(total=…), httpx.Timeout(10, connect=2), urllib3.Timeout(connect=…, read=…). */
function fromObject(made: PythonCall, name: string): Timeouts {
  const connect = made.keywords.get('connect') ?? made.keywords.get('sock_connect');
  const whole = made.keywords.get('total') ?? made.keywords.get('timeout') ?? made.positional[0] ?? made.keywords.get('read') ?? made.keywords.get('sock_read');
  const connectTimeoutMs = connect ? secondsSetting(connect) : null;
  if (whole) return { timeoutMs: secondsSetting(whole), connectTimeoutMs };
  const none: Default<number> = { value: Infinity, says: `${made.written}() without a total`, citation: `${name}: parts that are not given are not limited` };
  return { timeoutMs: defaultSetting(made, none), connectTimeoutMs };
}

/** The call that made the object on which a method is called: `requests.Session()` for `session.get(…)`. */
export function makerOf(object: SyntaxNode): PythonCall | null {
  const made = madeBy(object);
  return made?.kind === 'made' || made?.kind === 'instance' ? made.call : null;
}
