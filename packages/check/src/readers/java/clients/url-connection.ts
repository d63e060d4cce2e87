import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { typeOfExpression } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { clientUse, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

/** `url.openConnection()` with its `setReadTimeout`, and `url.openStream()`, which has none. */
export function urlConnection(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  const object = child(node, 'object');
  if ((name !== 'openConnection' && name !== 'openStream') || !object || argsOf(node).length > 1) return null;
  if (typeOfExpression(unit, object) !== 'URL' && !/^new\s+(java\.net\.)?URL\b|\.toURL\(\)$/.test(textOf(object))) return null;
  const construction = constructionAt(unit, node);
  const read = name === 'openConnection' ? zeroIsForever(timeFrom(unit, shapedBy(construction, 'setReadTimeout'))) : null;
  return clientUse({
    library: 'HttpURLConnection',
    act: 'call',
    callee: `URL.${name}`,
    site: callSite(unit, node),
    timeoutMs: read ?? defaulted(javaDefaults.urlConnection, node),
    connectTimeoutMs: timeFrom(unit, shapedBy(construction, 'setConnectTimeout')),
  });
}

/** `ClientBuilder.newClient()`, `ClientBuilder.newBuilder()…build()` of Jakarta RESTful Web Services. */
export function jaxRsClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  const root = rootOf(node);
  if (!/^(Jersey|Resteasy)?ClientBuilder$/.test(textOf(root)) || !unit.imports.some((each) => /(ws\.rs\.client|resteasy|jersey)/.test(each.name))) return null;
  const construction = constructionAt(unit, root);
  if (name !== 'newClient' && name !== 'createClient' && name !== 'build') return null;
  const read = zeroIsForever(timeFrom(unit, shapedBy(construction, 'readTimeout')));
  return clientUse({
    library: 'jax-rs-client',
    callee: `${textOf(root)}.${name}`,
    site: makingSite(unit, node),
    timeoutMs: read ?? defaulted(javaDefaults.jaxRs, node),
    connectTimeoutMs: timeFrom(unit, shapedBy(construction, 'connectTimeout')),
    perCallCost: 'a new connection pool',
  });
}
