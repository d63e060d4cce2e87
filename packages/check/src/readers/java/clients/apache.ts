import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf } from '../../syntax/index.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { apacheConnections } from './connections.ts';
import { originOf } from './follow.ts';
import type { Timeouts } from './request-factory.ts';
import { cannotTell, clientUse, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

const roots = /^(HttpClients|HttpClientBuilder|HttpAsyncClients|CloseableHttpClient)$/;

/** `HttpClients.createDefault()`, `HttpClients.custom()…build()`, `HttpClientBuilder.create()…build()`. */
export function apacheClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const root = rootOf(node);
  if (!roots.test(textOf(root)) || (node.parent?.field === 'object' && callName(node.parent) === '')) return null;
  const name = callName(node);
  const makes = name === 'createDefault' || name === 'createSystem' || name === 'createMinimal' || (name === 'build' && /\.(custom|create)\s*\(/.test(textOf(node)));
  if (!makes) return null;
  const { timeoutMs, connectTimeoutMs } = apacheTimeouts(unit, node);
  return clientUse({
    library: 'apache-httpclient',
    callee: shown(name === 'build' ? root : node),
    site: makingSite(unit, node),
    timeoutMs,
    connectTimeoutMs,
    perCallCost: 'a new connection pool',
    connectionsMax: apacheConnections(unit, node),
  });
}

/** Only a RequestConfig that is handed to the client counts; one that is built and left lying changes nothing. */
export function apacheTimeouts(unit: JavaUnit, expression: SyntaxNode): Timeouts {
  const made = originOf(unit, expression);
  if (made?.type !== 'method_invocation' || !roots.test(textOf(rootOf(made)))) {
    return { timeoutMs: cannotTell(`the timeouts of ${shown(expression)} could not be followed`, `how ${shown(expression)} is made`, expression), connectTimeoutMs: null };
  }
  const construction = constructionAt(unit, rootOf(made));
  const shaped = shapedBy(construction, 'setDefaultRequestConfig');
  const handed = shaped?.args[0];
  const config = handed && originOf(unit, handed);
  if (handed && (config?.type !== 'method_invocation' || !textOf(config).startsWith('RequestConfig'))) {
    return { timeoutMs: cannotTell(`${shown(handed)} could not be followed`, `the timeouts in ${shown(handed)}`, handed), connectTimeoutMs: null };
  }
  const settings = config ? constructionAt(unit, rootOf(config)) : null;
  const read = settings && zeroIsForever(timeFrom(unit, shapedBy(settings, 'setResponseTimeout', 'setSocketTimeout')));
  const connect = settings && timeFrom(unit, shapedBy(settings, 'setConnectTimeout'));
  return { timeoutMs: read ?? socketTimeout(unit, made) ?? defaulted(javaDefaults.apache, made), connectTimeoutMs: connect };
}

/** HttpClient 5 takes a socket timeout from the connection manager's configuration too. */
function socketTimeout(unit: JavaUnit, made: SyntaxNode): Timeouts['timeoutMs'] | null {
  const manager = shapedBy(constructionAt(unit, rootOf(made)), 'setConnectionManager')?.args[0];
  if (!manager) return null;
  const origin = originOf(unit, manager);
  const text = origin ? textOf(origin) : '';
  const found = origin && /setSocketTimeout|setDefaultSocketConfig|setSoTimeout|setDefaultConnectionConfig/.test(text);
  return found || !origin ? cannotTell(`the connection manager ${shown(manager)} may set a timeout`, `the timeouts of ${shown(manager)}`, argsOf(made)[0] ?? manager) : null;
}
