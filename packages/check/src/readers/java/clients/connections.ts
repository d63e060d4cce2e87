import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, descendants, textOf } from '../../syntax/index.ts';
import type { Shaping } from '../code/construction.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import type { JavaUnit } from '../code/unit.ts';
import { numberSetting, shown } from '../value/value.ts';
import { originOf } from './follow.ts';
import { cannotTell, shapedBy } from './timeout.ts';

/** Apache HttpClient: connections per route, set on the builder or on the connection manager that it is given. */
export function apacheConnections(unit: JavaUnit, expression: SyntaxNode): Setting<number> {
  const made = originOf(unit, expression);
  if (made?.type !== 'method_invocation') return cannotTell(`${shown(expression)} is made elsewhere`, `the connections of ${shown(expression)}`, expression);
  const builder = constructionAt(unit, rootOf(made));
  const missing = defaulted(unit.imports.some((each) => each.name.startsWith('org.apache.hc')) ? javaDefaults.apache5Route : javaDefaults.apache4Route, made);
  const perRoute = countOf(unit, shapedBy(builder, 'setMaxConnPerRoute'));
  if (perRoute) return perRoute;
  const manager = shapedBy(builder, 'setConnectionManager')?.args[0];
  if (!manager) return missing;
  const origin = originOf(unit, manager);
  if (!origin) return cannotTell(`${shown(manager)} is made elsewhere`, `the connections of ${shown(manager)}`, manager);
  const start = origin.type === 'object_creation_expression' ? origin : rootOf(origin);
  return countOf(unit, shapedBy(constructionAt(unit, start), 'setDefaultMaxPerRoute', 'setMaxConnPerRoute')) ?? missing;
}

/** OkHttp: the dispatcher limits calls that are enqueued; calls that are executed have no limit. */
export function okHttpConnections(unit: JavaUnit, made: SyntaxNode, shaped: Shaping | undefined): Setting<number> {
  const dispatcher = shaped?.args[0];
  const origin = dispatcher && originOf(unit, dispatcher);
  const limit = origin ? countOf(unit, shapedBy(constructionAt(unit, origin), 'setMaxRequestsPerHost')) : null;
  if (limit) return limit;
  return defaulted(/\.enqueue\(/.test(unit.tree.text) ? javaDefaults.okHttpPerHost : javaDefaults.okHttpSync, made);
}

/** Reactor Netty: `ConnectionProvider.create(name, 50)` or `.builder(name).maxConnections(50)` behind the connector. */
export function reactorConnections(unit: JavaUnit, made: SyntaxNode, connector: SyntaxNode | undefined, levels = 3): Setting<number> {
  if (!connector) return defaulted(javaDefaults.reactorConnections, made);
  const origin = originOf(unit, connector);
  if (!origin || levels === 0) return cannotTell(`${shown(connector)} is made elsewhere`, `the connections of ${shown(connector)}`, connector);
  const calls = [origin, ...descendants(origin, 'method_invocation')].filter((each) => each.type === 'method_invocation');
  const most = calls.find((each) => callName(each) === 'maxConnections') ?? calls.find((each) => callName(each) === 'create' && textOf(child(each, 'object') ?? each) === 'ConnectionProvider');
  const value = most && argsOf(most).at(-1);
  if (most && value && (callName(most) === 'maxConnections' || argsOf(most).length > 1)) return numberSetting(evaluate(unit, value), value, null);
  const inner = origin.type === 'object_creation_expression' ? argsOf(origin)[0] : calls.find((each) => callName(each) === 'create' && textOf(child(each, 'object') ?? each).endsWith('HttpClient'));
  const next = inner?.type === 'method_invocation' && /^HttpClient\b/.test(textOf(rootOf(inner))) ? providerIn(inner) : inner;
  return next === null
    ? defaulted(javaDefaults.reactorConnections, made)
    : next === undefined
      ? cannotTell(`${shown(connector)} could not be followed`, 'its connection provider', connector)
      : reactorConnections(unit, made, next, levels - 1);
}

/** `HttpClient.create(provider)…`; null without one. */
function providerIn(chain: SyntaxNode): SyntaxNode | null {
  const create = [chain, ...descendants(chain, 'method_invocation')].find((each) => callName(each) === 'create' && textOf(child(each, 'object') ?? each) === 'HttpClient');
  return (create && argsOf(create)[0]) ?? null;
}

function countOf(unit: JavaUnit, shaping: Shaping | undefined): Setting<number> | null {
  const value = shaping?.args[0];
  return value ? numberSetting(evaluate(unit, value), value, null) : null;
}
