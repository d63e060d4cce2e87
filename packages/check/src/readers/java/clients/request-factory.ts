import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { javaDefaults, defaulted } from '../defaults.ts';
import { calledMethod, returnedBy, typeOfExpression } from '../code/scope.ts';
import type { JavaUnit } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { apacheTimeouts } from './apache.ts';
import { originOf } from './follow.ts';
import { cannotTell, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

export interface Timeouts {
  readonly timeoutMs: Setting<number>;
  readonly connectTimeoutMs: Setting<number> | null;
}

/** The timeouts that a ClientHttpRequestFactory gives to RestTemplate or RestClient. */
export function factoryTimeouts(unit: JavaUnit, expression: SyntaxNode, levels = 3): Timeouts {
  const made = originOf(unit, expression);
  const unclear = { timeoutMs: cannotTell(`the timeouts of ${shown(expression)} could not be followed`, `how ${shown(expression)} is made`, expression), connectTimeoutMs: null };
  if (!made || levels === 0) return unclear;
  if (made.type === 'object_creation_expression') return constructed(unit, made, levels);
  if (made.type === 'method_reference') return /SimpleClientHttpRequestFactory/.test(textOf(made)) ? { timeoutMs: defaulted(javaDefaults.restTemplate, made), connectTimeoutMs: null } : unclear;
  if (made.type === 'lambda_expression') {
    const body = child(made, 'body');
    return body && body.type !== 'block' ? factoryTimeouts(unit, body, levels - 1) : unclear;
  }
  if (made.type !== 'method_invocation') return unclear;
  const method = calledMethod(unit, made);
  const returned = method ? returnedBy(method) : [];
  if (method && returned.length === 1 && returned[0]) return factoryTimeouts(method.type.unit, returned[0], levels - 1);
  if (/^(ClientHttpRequestFactoryBuilder|ClientHttpRequestFactories|ClientHttpRequestFactorySettings|HttpClientSettings)\b/.test(textOf(rootOf(made)))) return settingsIn(unit, made) ?? unclear;
  return unclear;
}

function constructed(unit: JavaUnit, made: SyntaxNode, levels: number): Timeouts {
  const type = simpleType(textOf(child(made, 'type') ?? made));
  const construction = constructionAt(unit, made);
  const read = zeroIsForever(timeFrom(unit, shapedBy(construction, 'setReadTimeout')));
  const connectTimeoutMs = timeFrom(unit, shapedBy(construction, 'setConnectTimeout'));
  if (read) return { timeoutMs: read, connectTimeoutMs };
  const [first] = argsOf(made);
  if (/^(Buffering|Intercepting)ClientHttpRequestFactory$/.test(type) && first) return factoryTimeouts(unit, first, levels - 1);
  if (type === 'HttpComponentsClientHttpRequestFactory' && first) {
    const inner = apacheTimeouts(unit, first);
    return { timeoutMs: inner.timeoutMs, connectTimeoutMs: connectTimeoutMs ?? inner.connectTimeoutMs };
  }
  const known = /^(Simple|HttpComponents|Jdk|JettyClient|Reactor(Netty)?)ClientHttpRequestFactory|^JdkClientHttpRequestFactory$/.test(type);
  if (!known) return { timeoutMs: cannotTell(`the timeouts of ${type} are not known`, `the timeouts of ${type}`, made), connectTimeoutMs };
  return { timeoutMs: defaulted(javaDefaults.restTemplate, made), connectTimeoutMs };
}

/** `ClientHttpRequestFactorySettings.defaults().withReadTimeout(…)` and the builders that take them. */
function settingsIn(unit: JavaUnit, made: SyntaxNode): Timeouts | null {
  let read: Setting<number> | null = null;
  let connect: Setting<number> | null = null;
  for (let node: SyntaxNode | null = made; node?.type === 'method_invocation'; node = child(node, 'object')) {
    const shaping = { name: callName(node), args: argsOf(node), node };
    if (/^(with)?readTimeout$/i.test(shaping.name)) read ??= timeFrom(unit, shaping);
    else if (/^(with)?connectTimeout$/i.test(shaping.name)) connect ??= timeFrom(unit, shaping);
    for (const arg of shaping.args) {
      if (!typeOfExpression(unit, arg).endsWith('Settings') && arg.type !== 'method_invocation') continue;
      const from = originOf(unit, arg);
      const inner = from?.type === 'method_invocation' ? settingsIn(unit, from) : null;
      if (inner) [read, connect] = [read ?? inner.timeoutMs, connect ?? inner.connectTimeoutMs];
    }
  }
  return read ? { timeoutMs: read, connectTimeoutMs: connect } : /Settings/.test(textOf(rootOf(made))) ? { timeoutMs: defaulted(javaDefaults.restTemplate, made), connectTimeoutMs: connect } : null;
}
