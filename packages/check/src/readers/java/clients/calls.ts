import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { argsOf, callName, chainFrom, shapingOf } from '../code/construction.ts';
import { resolveName } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { targetSetting } from '../value/target.ts';
import { shown } from '../value/value.ts';
import { beanOf } from '../code/beans.ts';
import { originOf } from './follow.ts';
import { triesOf } from './retries.ts';
import { cannotTell, clientUse, timeFrom } from './timeout.ts';

interface Sending {
  readonly library: string;
  readonly types: RegExp;
  readonly methods: RegExp;
}

const sendings: readonly Sending[] = [
  {
    library: 'RestTemplate',
    types: /^(RestTemplate|RestOperations|TestRestTemplate)$/,
    methods: /^(exchange|execute|getForObject|getForEntity|postForObject|postForEntity|postForLocation|patchForObject|put|delete|headForHeaders|optionsForAllow)$/,
  },
  { library: 'RestClient', types: /^RestClient$/, methods: /^(get|post|put|delete|patch|head|options|method)$/ },
  { library: 'WebClient', types: /^WebClient$/, methods: /^(get|post|put|delete|patch|head|options|method)$/ },
  { library: 'okhttp', types: /^(OkHttpClient|Call\.Factory)$/, methods: /^newCall$/ },
  { library: 'apache-httpclient', types: /^(CloseableHttpClient|HttpClient|MinimalHttpClient)$/, methods: /^execute$/ },
];

type MadeAt = (unit: JavaUnit, node: SyntaxNode) => ClientUse | null;

/** A request sent through a client object: its timeout is that of the client, one step away. */
export function callThrough(unit: JavaUnit, node: SyntaxNode, madeAt: MadeAt): ClientUse | null {
  const object = child(node, 'object');
  if (!object || (object.type !== 'identifier' && object.type !== 'field_access')) return null;
  const name = callName(node);
  const sending = sendings.find((each) => each.methods.test(name));
  if (!sending) return null;
  const found = resolveName(unit, object);
  const type = found?.variable.type ?? '';
  const fitting = sendings.find((each) => each.types.test(type) && each.methods.test(name));
  if (!found || !fitting) return null;
  if (fitting.library === 'apache-httpclient' && type === 'HttpClient' && !unit.imports.some((each) => each.name.startsWith('org.apache.'))) return null;
  const client = clientBehind(unit, object, type, madeAt);
  const own = operatorTimeout(unit, node, fitting.library);
  const url = urlOf(node, fitting.library);
  return clientUse({
    library: fitting.library,
    act: 'call',
    callee: `${textOf(object)}.${name}`,
    site: callSite(unit, node),
    timeoutMs: own ?? client?.timeoutMs ?? cannotTell(`the ${type} behind ${shown(object)} is made elsewhere`, `how ${shown(object)} is made`, object),
    connectTimeoutMs: client?.connectTimeoutMs ?? null,
    tries: triesOf(unit, node),
    target: url ? targetSetting(unit, url) : null,
  });
}

/** Made in this file, or injected from the one bean of its type in the module. */
function clientBehind(unit: JavaUnit, object: SyntaxNode, type: string, madeAt: MadeAt): ClientUse | null {
  const made = originOf(unit, object);
  const here = made && withinMaking(unit, made, madeAt);
  if (here) return here;
  const bean = made && made.type !== 'identifier' ? null : beanOf(unit, type);
  return bean ? withinMaking(bean.unit, bean.made, madeAt) : null;
}

/** The client may stand inside a wrapper: `wrap(HttpClients.createDefault())`. */
function withinMaking(unit: JavaUnit, made: SyntaxNode, madeAt: MadeAt): ClientUse | null {
  for (const node of walk(made)) {
    const found = madeAt(unit, node);
    if (found) return found;
  }
  const origin = originOf(unit, made);
  return origin && origin !== made ? madeAt(unit, origin) : null;
}

/** Reactive chains: `.timeout(Duration)` and `.block(Duration)`. */
function operatorTimeout(unit: JavaUnit, node: SyntaxNode, library: string): Setting<number> | null {
  if (library !== 'WebClient') return null;
  const call = chainFrom(node).calls.find((each) => /^(timeout|block)$/.test(callName(each)) && argsOf(each).length > 0);
  return call ? timeFrom(unit, shapingOf(call)) : null;
}

function urlOf(node: SyntaxNode, library: string): SyntaxNode | null {
  if (library === 'RestTemplate') return argsOf(node)[0] ?? null;
  const uri = chainFrom(node).calls.find((each) => callName(each) === 'uri');
  const first = uri && argsOf(uri)[0];
  return first && first.type !== 'lambda_expression' ? first : null;
}
