import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { clientDefaults, connectionDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren } from '../../syntax/index.ts';
import { evaluate } from '../value/evaluate.ts';
import { textLiteral } from '../value/literal.ts';
import type { Default } from '../value/setting.ts';
import { defaultSetting, numberSetting, secondsSetting, unknownSetting } from '../value/setting.ts';
import { clientUse, targetOf } from './client.ts';
import type { ClientShape } from './client.ts';
import { optionOf } from './options.ts';
import type { Option } from './options.ts';
import { oneMore } from './retries.ts';

export const botoMaker: RegExp = /^((aio)?boto3|aiobotocore|botocore)(\.[\w.]*[sS]ession(\.Session)?|\.get_session|\.Session|\.session\.get_session)?[.#](client|resource|create_client)$/;

const shape: ClientShape = { protocol: 'sdk', library: 'boto3', act: 'client', pooled: true, perCallCost: 'a new client with its own connection pool' };

export function botoUses(call: PythonCall): readonly ClientUse[] {
  const name = calleeName(call);
  if (name === null || !botoMaker.test(name)) return [];
  const config = optionOf(call, 'config');
  const built = config.given === 'yes' ? configCall(config.value) : null;
  const timeoutMs = part(call, config, built, 'read_timeout', clientDefaults.botoRead);
  const connectTimeoutMs = part(call, config, built, 'connect_timeout', clientDefaults.botoConnect);
  const service = argument(call, 'service_name', 0);
  const endpoint = call.keywords.get('endpoint_url');
  return [
    clientUse(
      call,
      shape,
      { timeoutMs, connectTimeoutMs },
      {
        tries: triesOf(call, config, built),
        service: serviceOf(service),
        target: targetOf(endpoint),
        connectionsMax: part(call, config, built, 'max_pool_connections', connectionDefaults.boto, numberSetting),
      },
    ),
  ];
}

export function serviceOf(node: SyntaxNode | null): string | null {
  const known = node ? evaluate(node).known : null;
  return known && 'value' in known && typeof known.value === 'string' ? known.value : null;
}

function configCall(node: SyntaxNode): PythonCall | null {
  const direct = callAt(node);
  if (direct) return direct;
  const referent = referentOf(node);
  return referent?.kind === 'value' ? callAt(referent.value) : null;
}

function part(call: PythonCall, config: Option, built: PythonCall | null, keyword: string, fallback: Default<number>, read: (node: SyntaxNode) => Setting<number> = secondsSetting): Setting<number> {
  if (config.given === 'no') return defaultSetting(call, fallback);
  const hidden = config.given === 'unknown' ? config.spread : config.value;
  if (!built) return unknownSetting(hidden, 'the configuration of this client could not be followed', `${keyword} of the client`);
  const option = optionOf(built, keyword);
  if (option.given === 'no') return defaultSetting(built, fallback);
  return option.given === 'yes' ? read(option.value) : unknownSetting(option.spread, `${keyword} may be set in what is spread here`, keyword);
}

function triesOf(call: PythonCall, config: Option, built: PythonCall | null): Setting<number> | null {
  if (config.given === 'no' || !built) return config.given === 'no' ? defaultSetting(call, clientDefaults.botoTries) : null;
  const retries = built.keywords.get('retries');
  let fallback = clientDefaults.botoTries;
  for (const pair of retries?.type === 'dictionary' ? namedChildren(retries) : []) {
    const value = child(pair, 'value');
    const key = textLiteral(child(pair, 'key'));
    if (value && key === 'max_attempts') return oneMore(numberSetting(value));
    if (value && key === 'total_max_attempts') return numberSetting(value);
    if (value && key === 'mode') fallback = /standard|adaptive/.test(textLiteral(value) ?? '') ? clientDefaults.botoStandardTries : fallback;
  }
  return retries && retries.type !== 'dictionary' ? null : defaultSetting(built, fallback);
}
