import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { CallSite, Context } from '../code/context.ts';
import { timeouts, tries as triesDefaults } from '../defaults.ts';
import type { Default } from '../defaults.ts';
import { majorOf } from '../modules/packages.ts';
import { isFunction } from '../modules/scope.ts';
import { follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import type { ObjectView } from '../values/object.ts';
import { constant, fact, firstFound, gap, numberAt, optionNumber, textAt } from '../values/setting.ts';
import { connectionsMaxOf } from './connections-max.ts';
import { libraryClient } from './instances.ts';
import { shapeOf } from './http-libraries.ts';
import type { HttpShape } from './http-libraries.ts';
import { triesAround } from './retries.ts';
import { fromSignal } from './signals.ts';
import type { UseOfCall } from './use.ts';

/** Outgoing HTTP calls and the client objects they go through. */
export const clientUses: UseOfCall = (call, context) => {
  const shape = shapeOf(call);
  return shape ? [clientUse(call, context, shape)] : [];
};

export function clientUse(call: CallSite, context: Context, shape: HttpShape): ClientUse {
  const { repository } = context;
  const view = optionsOf(call, context, shape);
  const unset: Place = { ...call.place, node: call.node };
  const instance = shape.act === 'call' ? libraryClient(call, context, shape) : null;
  const own = timeoutOf(call, context, shape, view);
  const site = context.site(call.node);
  const fallback = defaultOf(shape);
  const connectionsMax = shape.act === 'client' ? connectionsMaxOf(call, context, view) : null;
  return {
    kind: 'client',
    protocol: 'http',
    library: shape.library,
    act: shape.act,
    site,
    callee: call.callee,
    timeoutMs: own ?? instance?.timeoutMs ?? { value: fact(fallback, unset), variables: [] },
    connectTimeoutMs: shape.connect ? optionNumber(repository, view, unset, shape.connect, null) : null,
    tries: (shape.act === 'call' ? triesAround(call, context) : null) ?? triesOf(context, shape, view, unset),
    pooled: isPooled(context, shape, view),
    perCallCost: costOf(context, shape, view, site.lifetime, call),
    target: targetOf(call, context, shape, view) ?? instance?.target ?? null,
    service: null,
    ...(connectionsMax ? { connectionsMax } : {}),
  };
}

function optionsOf(call: CallSite, context: Context, shape: HttpShape): ObjectView | null {
  for (const index of shape.options) {
    const place = call.argument(index);
    if (place && !isCallback(place, context) && !isPlainText(place, context)) return objectAt(context.repository, place);
  }
  return null;
}

function isCallback(place: Place, context: Context): boolean {
  const target = follow(context.repository, place);
  if (target.kind !== 'node') return false;
  const { node } = target.place;
  return isFunction(node) || (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && isFunction(node.callee.object));
}

function isPlainText(place: Place, context: Context): boolean {
  const type = place.node.type;
  if (type === 'TemplateLiteral' || type === 'BinaryExpression' || (type === 'Literal' && typeof place.node.value === 'string')) return true;
  if (type === 'ObjectExpression') return false;
  const text = textAt(context.repository, place);
  return 'value' in text.value || text.variables.length > 0 || /(?:url|uri|endpoint|href|link|path)\w*$/i.test(place.module.words(place.node));
}

/** The timeout that the call itself gives: an option, a signal, a chained `.timeout()`, a `setTimeout` on the request. Null: none. */
function timeoutOf(call: CallSite, context: Context, shape: HttpShape, view: ObjectView | null): Setting<number> | null {
  if (call.node.arguments.some((argument) => argument.type === 'SpreadElement')) return gap(call.place, 'the arguments are spread from an array', 'the options of the call');
  const unset: Place = { ...call.place, node: call.node };
  const found = firstFound(view, shape.timeout);
  if (found.kind === 'found') {
    if (found.value.node.type === 'Literal' && found.value.node.value === false) return constant(Infinity, found.at);
    const inner = firstFound(objectAt(context.repository, found.value), [['request'], ['response'], ['deadline'], ['milliseconds']]);
    const given = found.value.node.type === 'ObjectExpression' && inner.kind === 'found' ? inner.value : found.value;
    const setting = numberAt(context.repository, given);
    return 'value' in setting.value && setting.value.value === 0 ? { ...setting, value: { ...setting.value, value: Infinity } } : setting;
  }
  const signal = shape.signal ? firstFound(view, [['signal']]) : null;
  if (signal?.kind === 'found') return fromSignal(call, context, signal.value);
  const chained = afterwards(call, context, shape);
  if (chained) return chained;
  const unseen = found.kind === 'unknown' ? found : signal?.kind === 'unknown' ? signal : null;
  if (unseen && view) return gap(unset, unseen.reason, `${shape.timeout[0]?.join('.') ?? 'a signal'} in the options of ${call.callee}`);
  return null;
}

/** superagent's `.timeout(5000)`, node's `request.setTimeout(5000)`, on the expression or on the variable that holds it. */
function afterwards(call: CallSite, context: Context, shape: HttpShape): Setting<number> | null {
  if (!shape.chained) return null;
  let node = call.node.parent ?? null;
  while (node && (node.type === 'MemberExpression' || node.type === 'CallExpression' || node.type === 'AwaitExpression')) {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier' && shape.chained.includes(node.callee.property.name)) {
      const [first] = node.arguments;
      if (first && first.type !== 'SpreadElement') return chainedValue(context, { ...call.place, node: first });
    }
    node = node.parent ?? null;
  }
  if (node?.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return null;
  const { name } = node.id;
  for (const other of context.calls) {
    const callee = other.node.callee;
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== name || callee.property.type !== 'Identifier') continue;
    const first = shape.chained.includes(callee.property.name) ? other.argument(0) : null;
    if (first) return chainedValue(context, first);
  }
  return null;
}

function chainedValue(context: Context, place: Place): Setting<number> {
  const inner = place.node.type === 'ObjectExpression' ? firstFound(objectAt(context.repository, place), [['deadline'], ['response']]) : null;
  return numberAt(context.repository, inner?.kind === 'found' ? inner.value : place);
}

function triesOf(context: Context, shape: HttpShape, view: ObjectView | null, unset: Place): Setting<number> | null {
  const fallback = triesDefaults[shape.library] ?? null;
  const given = optionNumber(context.repository, view, unset, [['retry', 'limit'], ['retry'], ['retries']], null);
  if (given && 'value' in given.value) return { ...given, value: { ...given.value, value: given.value.value + 1 } };
  return fallback ? { value: fact(fallback, unset), variables: [] } : null;
}

const firstNodeWithKeepAlive = 19;

function isPooled(context: Context, shape: HttpShape, view: ObjectView | null): boolean {
  if (shape.pools) return true;
  const agent = firstFound(view, [['httpsAgent'], ['httpAgent'], ['agent'], ['dispatcher'], ['forever'], ['pool']]);
  if (agent.kind === 'found') return !/keepAlive:\s*false/.test(agent.value.module.words(agent.value.node));
  const engine = majorOf(context.repository.manifests.dependency(context.module.path, '@types/node'));
  return shape.library !== 'request' && shape.library !== 'needle' && (engine === null || engine >= firstNodeWithKeepAlive);
}

function costOf(context: Context, shape: HttpShape, view: ObjectView | null, lifetime: 'process' | 'call', call: CallSite): string | null {
  if (lifetime === 'process') return null;
  if (shape.cost) return shape.cost;
  const agent = firstFound(view, [['httpsAgent'], ['httpAgent'], ['agent'], ['dispatcher']]);
  if (agent.kind !== 'found' || agent.value.module !== context.module) return null;
  const isMadeHere = agent.value.node.type === 'NewExpression' && agent.value.node.start >= call.node.start && agent.value.node.end <= call.node.end;
  return isMadeHere ? 'a new agent with its own connections' : null;
}

function targetOf(call: CallSite, context: Context, shape: HttpShape, view: ObjectView | null): Setting<string> | null {
  const named = firstFound(view, [['url'], ['uri'], ['baseURL'], ['prefixUrl'], ['hostname'], ['host']]);
  if (shape.target !== null) {
    const place = call.argument(shape.target);
    const isOptions = place && view && view.place.node === place.node;
    if (place && !isOptions) {
      const text = textAt(context.repository, place);
      if ('value' in text.value || text.variables.length > 0) return text;
      if (named.kind !== 'found') return text;
    }
  }
  return named.kind === 'found' ? textAt(context.repository, named.value) : null;
}

function defaultOf(shape: HttpShape): Default<number> {
  return timeouts[shape.library] ?? { value: Infinity, citation: `${shape.library}: no timeout unless one is set` };
}
