import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, descendants, textOf } from '../../syntax/index.ts';
import { argsOf, callName, callsOn, constructionAt, rootOf, shapingOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { calledMethod, returnedBy } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { reactorConnections } from './connections.ts';
import { originOf } from './follow.ts';
import { buildersAreCustomised, configuredMs } from './spring-timeouts.ts';
import { cannotTell, clientUse, shapedBy, timeFrom } from './timeout.ts';

const readTimeoutKeys = ['spring.http.reactiveclient.read-timeout', 'spring.http.clients.reactive.read-timeout', 'spring.http.clients.read-timeout'];

/** `WebClient.create()`, `WebClient.builder()…build()` and an injected `WebClient.Builder`. Making one is cheap: they share a connector. */
export function webClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  if (name !== 'build' && name !== 'create') return null;
  const root = rootOf(node);
  const written = textOf(root).replace(/^this\./, '');
  const injected = written !== 'WebClient' && root.type === 'identifier' && new RegExp(`WebClient\\.Builder\\s+${written.replaceAll('$', '\\$')}\\b`).test(unit.tree.text);
  if (!injected && written !== 'WebClient') return null;
  const shapings = [...constructionAt(unit, root).shapings, ...(injected ? callsOn(unit, root, written).map(shapingOf) : [])];
  const connector = shapedBy({ node, shapings, variable: null }, 'clientConnector');
  const filter = shapedBy({ node, shapings, variable: null }, 'filter', 'filters', 'apply');
  const timeoutMs = connector?.args[0]
    ? connectorTimeout(unit, connector.args[0], 3)
    : filter && /timeout/i.test(textOf(filter.node))
      ? cannotTell(`${shown(filter.node)} may set a timeout`, 'what the filter sets', filter.node)
      : fromOutside(unit, node, injected);
  return clientUse({
    library: 'WebClient',
    callee: name === 'create' ? 'WebClient.create' : `${injected ? written : 'WebClient.builder()'}.build`,
    site: makingSite(unit, node),
    timeoutMs,
    connectTimeoutMs: defaulted(javaDefaults.webClientConnect, node),
    connectionsMax: reactorConnections(unit, node, connector?.args[0]),
  });
}

function fromOutside(unit: JavaUnit, node: SyntaxNode, injected: boolean): Setting<number> {
  if (injected) {
    const configured = configuredMs(unit, readTimeoutKeys);
    if (configured) return configured;
    if (buildersAreCustomised(unit)) return cannotTell('a customiser bean of this module shapes the injected builder', 'what the customiser bean sets', node);
  }
  return defaulted(javaDefaults.webClient, node);
}

/** `new ReactorClientHttpConnector(HttpClient.create().responseTimeout(…))`, its parts named by variables or made by a helper. */
function connectorTimeout(unit: JavaUnit, expression: SyntaxNode, levels: number): Setting<number> {
  const made = originOf(unit, expression);
  if (made && levels > 0) {
    const calls = made.type === 'method_invocation' ? [made, ...descendants(made, 'method_invocation')] : descendants(made, 'method_invocation');
    const stated = calls.find((call) => callName(call) === 'responseTimeout') ?? calls.find((call) => callName(call) === 'addHandlerLast' && /ReadTimeoutHandler/.test(textOf(call)));
    if (stated && callName(stated) === 'responseTimeout') return timeFrom(unit, shapingOf(stated)) ?? defaulted(javaDefaults.webClient, made);
    if (stated) return readTimeoutHandler(unit, stated);
    if (made.type === 'object_creation_expression') {
      const inner = argsOf(made)[0];
      return inner ? connectorTimeout(unit, inner, levels - 1) : defaulted(javaDefaults.webClient, made);
    }
    const method = made.type === 'method_invocation' ? calledMethod(unit, made) : null;
    const returned = method ? returnedBy(method) : [];
    if (method && returned.length === 1 && returned[0]) return connectorTimeout(method.type.unit, returned[0], levels - 1);
    if (/^HttpClient\b/.test(textOf(rootOf(made)))) return defaulted(javaDefaults.webClient, made);
  }
  return cannotTell(`the timeouts of ${shown(expression)} could not be followed`, `how ${shown(expression)} is made`, expression);
}

function readTimeoutHandler(unit: JavaUnit, call: SyntaxNode): Setting<number> {
  const made = descendants(call, 'object_creation_expression').find((node) => /ReadTimeoutHandler/.test(textOf(child(node, 'type') ?? node)));
  const setting = made && timeFrom(unit, { name: 'new ReadTimeoutHandler', args: argsOf(made), node: made }, 1_000);
  return setting ?? cannotTell(`${shown(call)} could not be followed`, 'the read timeout', call);
}
