import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { stated } from '../../../model/known.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import type { PythonCall } from '../code/types.ts';
import { clientDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf } from '../../syntax/index.ts';
import { saysOf } from '../value/says.ts';
import type { Default } from '../value/setting.ts';
import { defaultSetting } from '../value/setting.ts';
import { clientUse, objectOf, targetOf } from './client.ts';
import type { ClientShape } from './client.ts';
import { connectionsOf } from './connections.ts';
import { optionOf } from './options.ts';
import { retriesOf } from './retries.ts';
import { makerOf, timeoutsOf } from './timeout.ts';

interface HttpLibrary {
  readonly names: RegExp;
  readonly shape: ClientShape;
  readonly fallback: Default<number>;
  readonly timeoutAt?: number; // position of the timeout among the arguments
  readonly urlAt?: number;
  readonly fromMaker?: boolean; // the object's own timeout holds when the call gives none
}

const http = (library: string, act: ClientUse['act'], pooled: boolean, perCallCost: string | null = null): ClientShape => ({ protocol: 'http', library, act, pooled, perCallCost });
const verbs = '(get|post|put|patch|delete|head|options|request|stream|send)';

const libraries: readonly HttpLibrary[] = [
  { names: /^(urllib\.request|urllib2|six\.moves\.urllib\.request)\.urlopen$/, shape: http('urllib', 'call', false), fallback: clientDefaults.urlopen, timeoutAt: 2, urlAt: 0 },
  { names: /^http\.client\.HTTPS?Connection$/, shape: http('http.client', 'client', false, 'a new connection'), fallback: clientDefaults.httpConnection, timeoutAt: 2, urlAt: 0 },
  { names: /^urllib3\.(poolmanager\.)?(PoolManager|ProxyManager|HTTPS?ConnectionPool)$/, shape: http('urllib3', 'client', true, 'a new connection pool'), fallback: clientDefaults.urllib3 },
  {
    names: /^urllib3\.(poolmanager\.)?(PoolManager|ProxyManager|HTTPS?ConnectionPool)#(request|urlopen|request_encode_url|request_encode_body)$/,
    shape: http('urllib3', 'call', true),
    fallback: clientDefaults.urllib3,
    urlAt: 1,
    fromMaker: true,
  },
  { names: /^urllib3\.request$/, shape: http('urllib3', 'call', true), fallback: clientDefaults.urllib3, urlAt: 1 },
  { names: new RegExp(`^httpx\\.${verbs}$`), shape: http('httpx', 'call', false), fallback: clientDefaults.httpx, urlAt: 0 },
  { names: /^httpx\.(Async)?Client$/, shape: http('httpx', 'client', true, 'a new connection pool'), fallback: clientDefaults.httpx },
  { names: new RegExp(`^httpx\\.(Async)?Client#${verbs}$`), shape: http('httpx', 'call', true), fallback: clientDefaults.httpx, urlAt: 0, fromMaker: true },
  { names: /^aiohttp\.(client\.)?ClientSession$/, shape: http('aiohttp', 'client', true, 'a new connection pool'), fallback: clientDefaults.aiohttp },
  { names: new RegExp(`^aiohttp\\.(client\\.)?ClientSession#(${verbs}|ws_connect)$`), shape: http('aiohttp', 'call', true), fallback: clientDefaults.aiohttp, urlAt: 0, fromMaker: true },
  { names: /^aiohttp\.request$/, shape: http('aiohttp', 'call', false), fallback: clientDefaults.aiohttp, urlAt: 1 },
];

/** urllib, urllib3, http.client, httpx and aiohttp. */
export function httpUses(call: PythonCall): readonly ClientUse[] {
  const name = calleeName(call);
  const library = name === null ? undefined : libraries.find((each) => each.names.test(name));
  if (!library || name === null) return [];
  const object = library.fromMaker ? objectOf(call) : null;
  const direct = optionOf(call, 'timeout', library.timeoutAt);
  const maker = object && direct.given === 'no' ? makerOf(object) : null;
  const timeouts = maker ? timeoutsOf(optionOf(maker, 'timeout'), maker, library.fallback) : timeoutsOf(direct, call, library.fallback);
  const urlAt = /\b(request|stream)$/.test(name) && library.shape.act === 'call' ? 1 : library.urlAt;
  const base = library.shape.act === 'client' ? (call.keywords.get('base_url') ?? null) : null;
  const made = library.shape.act === 'client';
  return [
    clientUse(call, library.shape, timeouts, {
      target: targetOf(base ?? (urlAt === undefined ? null : argument(call, 'url', urlAt))),
      tries: library.shape.library === 'urllib3' ? urllib3Tries(call, object) : null,
      connectionsMax: made ? connectionsOf(library.shape.library, call) : undefined,
    }),
  ];
}

/** urllib3 repeats a failed request by itself. */
function urllib3Tries(call: PythonCall, object: SyntaxNode | null): Setting<number> | null {
  const maker = object && !call.keywords.has('retries') ? makerOf(object) : null;
  const option = optionOf(maker ?? call, 'retries');
  if (option.given === 'no') return defaultSetting(call, clientDefaults.urllib3Tries);
  if (option.given === 'unknown') return null;
  return option.value.type === 'false' ? once(option.value) : retriesOf(option.value);
}

function once(node: SyntaxNode): Setting<number> {
  return { value: stated(1, sourceOf(node), saysOf(node)), variables: [] };
}
