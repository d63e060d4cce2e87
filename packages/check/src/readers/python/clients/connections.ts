import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { map } from '../../../model/known.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { connectionDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { brief } from '../value/evaluate.ts';
import type { Default } from '../value/setting.ts';
import { defaultSetting, numberSetting, unknownSetting } from '../value/setting.ts';
import { optionOf } from './options.ts';
import type { Option } from './options.ts';

/** How many connections the client that is made here keeps or opens at a time; undefined for libraries without such a limit. */
export function connectionsOf(library: string, call: PythonCall): ClientUse['connectionsMax'] {
  if (library === 'httpx')
    return inside(optionOf(call, 'limits'), 'max_connections', call, connectionDefaults.httpx, {
      value: Infinity,
      says: 'Limits() without max_connections',
      citation: connectionDefaults.httpx.citation,
    });
  if (library === 'aiohttp') return zeroIsNone(inside(optionOf(call, 'connector'), 'limit', call, connectionDefaults.aiohttp));
  if (library === 'urllib3') return counted(optionOf(call, 'maxsize'), call, connectionDefaults.urllib3);
  return undefined;
}

/** `HTTPAdapter(pool_maxsize=20)`, mounted on a session. */
export function adapterConnections(session: PythonCall, adapters: readonly PythonCall[]): Setting<number> {
  const adapter = adapters.find((each) => calleeName(each)?.endsWith('HTTPAdapter'));
  if (adapter) return counted(optionOf(adapter, 'pool_maxsize', 1), adapter, connectionDefaults.requests);
  const [unfollowed] = adapters;
  return unfollowed
    ? unknownSetting(unfollowed.callee, `what ${brief(unfollowed.callee)} keeps is not known`, `pool_maxsize of ${brief(unfollowed.callee)}`)
    : defaultSetting(session, connectionDefaults.requests);
}

/** `limits=httpx.Limits(max_connections=20)`: an object that carries the number. */
function inside(option: Option, keyword: string, call: PythonCall, fallback: Default<number>, inObject: Default<number> = fallback): Setting<number> {
  if (option.given === 'no') return defaultSetting(call, fallback);
  if (option.given === 'unknown') return counted(option, call, fallback);
  const built = madeAt(option.value);
  return built && /(Limits|TCPConnector)$/.test(built.written) ? counted(optionOf(built, keyword), built, inObject) : counted({ given: 'unknown', spread: option.value }, call, fallback);
}

function madeAt(node: SyntaxNode): PythonCall | null {
  const direct = callAt(node);
  if (direct) return direct;
  const referent = referentOf(node);
  return referent?.kind === 'value' ? callAt(referent.value) : null;
}

function counted(option: Option, call: PythonCall, fallback: Default<number>): Setting<number> {
  if (option.given === 'yes') return numberSetting(option.value, Infinity);
  if (option.given === 'no') return defaultSetting(call, fallback);
  return unknownSetting(option.spread, `what ${brief(option.spread)} sets is not known`, `the content of ${brief(option.spread)}`);
}

/** `TCPConnector(limit=0)` sets no limit. */
function zeroIsNone(setting: Setting<number>): Setting<number> {
  return { ...setting, value: map(setting.value, (count) => (count === 0 ? Infinity : count)) };
}
