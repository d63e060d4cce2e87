import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { isKnown, valueOf } from '../../../model/known.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { calledMethod, resolveName, returnedBy, typeOfExpression } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { originOf } from './follow.ts';
import { cannotTell, clientUse, shapedBy, timeFrom } from './timeout.ts';

/** `HttpClient.newHttpClient()` and `HttpClient.newBuilder()…build()`. The requests, not the client, say how long they may take. */
export function javaNetClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const root = rootOf(node);
  if (!/^(java\.net\.http\.)?HttpClient$/.test(textOf(root))) return null;
  const name = callName(node);
  const construction = constructionAt(unit, root);
  if (name !== 'newHttpClient' && !(name === 'build' && construction.shapings.some((each) => each.name === 'newBuilder'))) return null;
  return clientUse({
    library: 'java.net.http',
    callee: name === 'build' ? 'HttpClient.newBuilder' : 'HttpClient.newHttpClient',
    site: makingSite(unit, node),
    timeoutMs: cannotTell('with java.net.http every request states its own timeout', 'the timeout of each request', node),
    connectTimeoutMs: timeFrom(unit, shapedBy(construction, 'connectTimeout')),
    perCallCost: 'a new connection pool and selector thread',
    connectionsMax: defaulted(javaDefaults.javaNetConnections, node),
  });
}

/** `client.send(request, …)`: the timeout stands on the request. */
export function javaNetCall(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  const object = child(node, 'object');
  const [request, handler] = argsOf(node);
  if ((name !== 'send' && name !== 'sendAsync') || !object || !request || !handler) return null;
  if (!/BodyHandlers?\b|BodySubscribers/.test(textOf(handler)) && typeOfExpression(unit, object) !== 'HttpClient') return null;
  return clientUse({ library: 'java.net.http', act: 'call', callee: `${shown(object)}.${name}`, site: callSite(unit, node), timeoutMs: requestTimeout(unit, request, 3) });
}

function requestTimeout(unit: JavaUnit, request: SyntaxNode, levels: number): Setting<number> {
  const made = originOf(unit, request);
  const handed = made || levels === 0 ? null : handedIn(unit, request, levels - 1);
  if (handed) return handed;
  const unclear = cannotTell(`${shown(request)} is made elsewhere`, `the timeout of ${shown(request)}`, request);
  if (made?.type !== 'method_invocation' || levels === 0) return unclear;
  const root = rootOf(made);
  if (/^(java\.net\.http\.)?HttpRequest$/.test(textOf(root))) {
    const chain = constructionAt(unit, root);
    const timeout = shapedBy(chain, 'timeout');
    return timeFrom(unit, timeout) ?? defaulted(javaDefaults.javaNet, made);
  }
  if ((root.type === 'identifier' && typeOfExpression(unit, root) === 'Builder') || (callName(made) === 'build' && root.type === 'identifier')) {
    const builder = originOf(unit, root);
    const start = builder && rootOf(builder);
    if (start && textOf(start).endsWith('HttpRequest')) return timeFrom(unit, shapedBy(constructionAt(unit, start), 'timeout')) ?? defaulted(javaDefaults.javaNet, builder);
  }
  const method = calledMethod(unit, made);
  const returned = method ? returnedBy(method) : [];
  return method && returned.length === 1 && returned[0] ? requestTimeout(method.type.unit, returned[0], levels - 1) : unclear;
}

/** A request that a private method is given: what its callers in the same file pass, the longest limit of them. */
function handedIn(unit: JavaUnit, request: SyntaxNode, levels: number): Setting<number> | null {
  const found = request.type === 'identifier' ? resolveName(unit, request) : null;
  const method = found?.where === 'parameter' ? found.method : null;
  const index = method?.parameters.findIndex((each) => each === found?.variable) ?? -1;
  if (!method || index < 0) return null;
  const passed = [...walk(unit.tree.root)].flatMap((node) =>
    node.type === 'method_invocation' && callName(node) === method.name && calledMethod(unit, node) === method ? (argsOf(node)[index] ?? []) : [],
  );
  const settings = passed.map((each) => requestTimeout(unit, each, levels));
  const unknown = settings.find((each) => !isKnown(each.value));
  const longest = settings.toSorted((a, b) => (valueOf(b.value) ?? 0) - (valueOf(a.value) ?? 0))[0];
  return unknown && valueOf(longest?.value) !== Infinity ? unknown : (longest ?? null);
}
