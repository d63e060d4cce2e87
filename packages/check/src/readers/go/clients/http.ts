import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import type { Origin } from '../code/origin.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { bindingOf, bindingsIn, bodyAround, parameterAt, qualified } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import { outside, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';
import { targetSetting } from '../value/target.ts';
import { durationSetting, shown } from '../value/value.ts';
import { connectionsPerHost } from './connections.ts';
import { httpContextTimeout } from './context.ts';
import { cannotTell, clientUse, tighter, zeroIsNone } from './use.ts';

const shortcuts: Readonly<Record<string, number>> = { 'net/http.Get': 0, 'net/http.Post': 0, 'net/http.PostForm': 0, 'net/http.Head': 0 };
const methods: Readonly<Record<string, number | null>> = { Do: null, Get: 0, Post: 0, PostForm: 0, Head: 0 };

/** `http.Get(url)` and its kin: always the default client, always without a context. */
export function httpShortcut(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const full = qualified(unit, node);
  const at = full === null ? undefined : shortcuts[full];
  if (at === undefined || full === null) return null;
  const url = argsOf(node)[at];
  return clientUse({
    library: 'net/http',
    act: 'call',
    callee: `http.${calledName(node)}`,
    site: callSite(unit, node),
    timeoutMs: defaulted(goDefaults.httpDefaultClient, node),
    target: url ? targetSetting(unit, url) : null,
  });
}

/** `&http.Client{…}`. */
export function httpClient(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  if (node.type !== 'composite_literal' && !isNew(unit, node)) return null;
  const type = node.type === 'composite_literal' ? child(node, 'type') : namedChildren(child(node, 'arguments') ?? node)[0];
  if (!type || qualified(unit, type) !== 'net/http.Client') return null;
  const transport = node.type === 'composite_literal' ? keyedValue(node, 'Transport') : null;
  return clientUse({
    library: 'net/http',
    callee: '&http.Client',
    site: makingSite(unit, node),
    timeoutMs: literalTimeout(unit, node) ?? defaulted(goDefaults.http, node),
    // Clients without a transport of their own share http.DefaultTransport and its connections.
    perCallCost: transport && makesTransport(unit, transport) ? 'a new connection pool' : null,
    connectionsMax: connectionsPerHost(unit, node, transport ?? laterField(unit, node, 'Transport')),
  });
}

/** `http.DefaultClient` taken as a value: whoever holds it calls without a timeout. */
export function defaultClient(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  if (qualified(unit, node) !== 'net/http.DefaultClient' || node.parent?.type === 'selector_expression') return null;
  return clientUse({
    library: 'net/http',
    callee: 'http.DefaultClient',
    site: { ...makingSite(unit, node), lifetime: 'process' },
    timeoutMs: defaulted(goDefaults.httpDefaultClient, node),
    connectionsMax: defaulted(goDefaults.connectionsPerHost, node),
  });
}

function isNew(unit: GoUnit, node: SyntaxNode): boolean {
  return node.type === 'call_expression' && textOf(child(node, 'function') ?? node) === 'new' && unit.imports.some((each) => each.path === 'net/http');
}

/** `Timeout:` in the literal, or `client.Timeout = …` on the variable it is bound to. */
function literalTimeout(unit: GoUnit, literal: SyntaxNode): Setting<number> | null {
  const value = literal.type === 'composite_literal' ? keyedValue(literal, 'Timeout') : null;
  if (value) return zeroIsNone(durationSetting(evaluate(unit, value), value, `Timeout: ${shown(value)}`));
  const later = laterField(unit, literal, 'Timeout');
  return later ? zeroIsNone(durationSetting(evaluate(unit, later), later, `Timeout = ${shown(later)}`)) : null;
}

/** `client.Timeout = …` on the variable that the literal is bound to. */
function laterField(unit: GoUnit, literal: SyntaxNode, field: string): SyntaxNode | null {
  const bound = ancestor(literal, 'short_var_declaration', 'assignment_statement', 'var_spec');
  const name = bound && namedChildren(child(bound, 'left') ?? child(bound, 'name') ?? bound)[0];
  const text = bound && name ? textOf(name) : bound ? textOf(child(bound, 'name') ?? bound) : null;
  const body = bodyAround(unit, literal);
  return (body && text ? bindingsIn(body).findLast((each) => each.name === `${text}.${field}`)?.value : null) ?? null;
}

function makesTransport(unit: GoUnit, transport: SyntaxNode): boolean {
  const made = originOf(unit, transport, 4, false);
  return made !== null && [...walk(made.node)].some((node) => node.type === 'composite_literal' && qualified(made.unit, child(node, 'type') ?? node) === 'net/http.Transport');
}

/** `client.Do(req)`: bounded by the client's timeout and by the context of the request. */
export function httpCall(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const name = calledName(node);
  const receiver = receiverOf(node);
  const argument = methods[name];
  if (argument === undefined || !receiver) return null;
  const isDefault = qualified(unit, receiver) === 'net/http.DefaultClient';
  if (!isDefault && outside(typeOf(unit, receiver)) !== 'net/http.Client' && !isHttpOrigin(unit, receiver)) return null;
  const [first] = argsOf(node);
  const request = name === 'Do' && first ? requestOf(unit, first) : null;
  const own = isDefault ? defaulted(goDefaults.httpDefaultClient, node) : timeoutBehind(unit, receiver);
  const url = argument === null ? request?.url : argsOf(node)[argument];
  return clientUse({
    library: 'net/http',
    act: 'call',
    callee: `${shown(receiver)}.${name}`,
    site: callSite(unit, node),
    timeoutMs: tighter(own, request?.timeoutMs ?? null),
    target: url ? targetSetting(unit, url) : null,
  });
}

function isHttpOrigin(unit: GoUnit, receiver: SyntaxNode): boolean {
  const made = originOf(unit, receiver);
  return made !== null && isClientLiteral(made);
}

function isClientLiteral(made: Origin): boolean {
  const type = made.node.type === 'composite_literal' ? child(made.node, 'type') : null;
  return (type !== null && qualified(made.unit, type) === 'net/http.Client') || qualified(made.unit, made.node) === 'net/http.DefaultClient';
}

/** The timeout of the client behind an expression, made up to a few steps away. */
export function timeoutBehind(unit: GoUnit, receiver: SyntaxNode): Setting<number> {
  const made = originOf(unit, receiver);
  if (made && qualified(made.unit, made.node) === 'net/http.DefaultClient') return defaulted(goDefaults.httpDefaultClient, made.node);
  if (made && isClientLiteral(made)) return literalTimeout(made.unit, made.node) ?? defaulted(goDefaults.http, made.node);
  if (made && qualified(made.unit, made.node) === 'github.com/grafana/grafana-plugin-sdk-go/backend/httpclient.New') return defaulted(goDefaults.grafanaPluginSdk, made.node);
  return cannotTell(`the client behind ${shown(receiver)} is made elsewhere`, `how ${shown(receiver)} is made`, receiver);
}

/** What a request says of its own limit and address: its context, or none. */
function requestOf(unit: GoUnit, request: SyntaxNode): { readonly timeoutMs: Setting<number> | null; readonly url: SyntaxNode | undefined } | null {
  const made = originOf(unit, request, 4, false);
  const inline = request.type === 'call_expression' && calledName(request) === 'WithContext' ? argsOf(request)[0] : undefined;
  if (inline) return { timeoutMs: httpContextTimeout(unit, inline), url: undefined };
  if (made?.node.type !== 'call_expression')
    return parameterAt(unit, textOf(request), request) ? { timeoutMs: cannotTell(`${shown(request)} is handed in by the caller`, `the context of ${shown(request)}`, request), url: undefined } : null;
  const full = qualified(made.unit, made.node);
  const args = argsOf(made.node);
  if (full === 'net/http.NewRequestWithContext' && args[0]) return { timeoutMs: httpContextTimeout(made.unit, args[0]), url: args[2] };
  if (full === 'net/http.NewRequest') return { timeoutMs: null, url: args[1] };
  if (calledName(made.node) === 'WithContext' && args[0]) return { timeoutMs: httpContextTimeout(made.unit, args[0]), url: undefined };
  return bindingOf(unit, textOf(request), request) ? { timeoutMs: cannotTell(`${shown(request)} is made elsewhere`, `the context of ${shown(request)}`, request), url: undefined } : null;
}
