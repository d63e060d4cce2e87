import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import type { Construction } from '../code/construction.ts';
import { argsOf, callName, callsOn, constructionAt, rootOf, shapingOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { typeOfExpression } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { apacheConnections } from './connections.ts';
import { originOf } from './follow.ts';
import type { Timeouts } from './request-factory.ts';
import { factoryTimeouts } from './request-factory.ts';
import { buildersAreCustomised, configuredMs, springConnectTimeout, springReadTimeout, variablesOf } from './spring-timeouts.ts';
import { cannotTell, clientUse, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

/** `new RestTemplate()`, with or without a request factory. */
export function newRestTemplate(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  if (node.type !== 'object_creation_expression' || simpleType(textOf(child(node, 'type') ?? node)) !== 'RestTemplate') return null;
  const construction = constructionAt(unit, node);
  const factory = argsOf(node)[0] ?? shapedBy(construction, 'setRequestFactory')?.args[0];
  const timeouts: Timeouts = factory ? factoryTimeouts(unit, factory) : { timeoutMs: defaulted(javaDefaults.restTemplate, node), connectTimeoutMs: null };
  const connectionsMax = factory ? factoryConnections(unit, factory) : defaulted(javaDefaults.urlConnections, node);
  return clientUse({ library: 'RestTemplate', callee: 'new RestTemplate', site: makingSite(unit, node), ...timeouts, pooled: true, ...(connectionsMax ? { connectionsMax } : {}) });
}

/** The client that `new HttpComponentsClientHttpRequestFactory(client)` wraps decides. */
function factoryConnections(unit: JavaUnit, factory: SyntaxNode): ClientUse['connectionsMax'] | null {
  const made = originOf(unit, factory);
  const type = made?.type === 'object_creation_expression' ? simpleType(textOf(child(made, 'type') ?? made)) : '';
  if (made && type === 'SimpleClientHttpRequestFactory') return defaulted(javaDefaults.urlConnections, made);
  const wrapped = made && type === 'HttpComponentsClientHttpRequestFactory' ? argsOf(made)[0] : undefined;
  return wrapped ? apacheConnections(unit, wrapped) : null;
}

/** `RestTemplateBuilder…build()` and `RestClient.builder()…build()`, `RestClient.create()`. */
export function builtRestClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  if (name !== 'build' && name !== 'create') return null;
  const root = rootOf(node);
  const written = textOf(root);
  const fromType = written === 'RestClient' || written === 'RestTemplateBuilder';
  const type = fromType ? written : rootType(unit, root);
  const library = type === 'RestTemplateBuilder' ? 'RestTemplate' : type === 'RestClient' || type === 'RestClient.Builder' ? 'RestClient' : null;
  if (!library || (name === 'create' && written !== 'RestClient')) return null;
  const construction = constructionAt(unit, root.type === 'object_creation_expression' ? root : node);
  const shaped = shapedTimeouts(unit, root, construction, fromType || root.type === 'object_creation_expression');
  const timeouts = shaped ?? { timeoutMs: defaulted(library === 'RestClient' ? javaDefaults.restClient : javaDefaults.restTemplate, node, variablesOf(springReadTimeout)), connectTimeoutMs: null };
  return clientUse({ library, callee: shown(name === 'create' ? node : (child(node, 'object') ?? node)) + (name === 'build' ? '.build' : ''), site: makingSite(unit, node), ...timeouts });
}

/** Nested types read `RestClient.Builder`; their simple name alone would be `Builder`. */
function rootType(unit: JavaUnit, root: SyntaxNode): string {
  const type = typeOfExpression(unit, root);
  if (type !== 'Builder') return type;
  const name = textOf(root)
    .replace(/^this\./, '')
    .replaceAll('$', '\\$');
  return new RegExp(`(\\w+\\.Builder)\\s+${name}\\b`).exec(unit.tree.text)?.[1] ?? type;
}

function shapedTimeouts(unit: JavaUnit, root: SyntaxNode, construction: Construction, ownBuilder: boolean): Timeouts | null {
  const read = zeroIsForever(timeFrom(unit, shapingIn(unit, root, construction, 'readTimeout', 'setReadTimeout')));
  const connect = timeFrom(unit, shapingIn(unit, root, construction, 'connectTimeout', 'setConnectTimeout'));
  if (read) return { timeoutMs: read, connectTimeoutMs: connect };
  const factory = shapingIn(unit, root, construction, 'requestFactory', 'requestFactoryBuilder', 'requestFactorySettings', 'clientSettings');
  if (factory?.args[0]) {
    const found = factoryTimeouts(unit, factory.args[0]);
    return { timeoutMs: found.timeoutMs, connectTimeoutMs: connect ?? found.connectTimeoutMs };
  }
  const customised = shapingIn(unit, root, construction, 'customizers', 'additionalCustomizers', 'apply');
  if (customised) return { timeoutMs: cannotTell(`${shown(customised.node)} may set timeouts`, 'what the customisers set', customised.node), connectTimeoutMs: connect };
  if (ownBuilder) return null;
  const configured = configuredMs(unit, springReadTimeout);
  if (configured) return { timeoutMs: configured, connectTimeoutMs: connect ?? configuredMs(unit, springConnectTimeout) };
  if (buildersAreCustomised(unit)) return { timeoutMs: cannotTell('a customiser bean of this module shapes the injected builder', 'what the customiser bean sets', root), connectTimeoutMs: connect };
  return connect ? { timeoutMs: defaulted(javaDefaults.restTemplate, root, variablesOf(springReadTimeout)), connectTimeoutMs: connect } : null;
}

/** A shaping in the chain itself, or on the builder variable in the lines before (`builder = builder.readTimeout(…)`). */
function shapingIn(unit: JavaUnit, root: SyntaxNode, construction: Construction, ...names: readonly string[]): ReturnType<typeof shapedBy> {
  return shapedBy(chainOf(unit, root), ...names) ?? shapedBy(construction, ...names);
}

function chainOf(unit: JavaUnit, root: SyntaxNode): Construction {
  const whole = constructionAt(unit, root);
  if (root.type !== 'identifier' && root.type !== 'field_access') return whole;
  return { ...whole, shapings: [...whole.shapings, ...onVariable(unit, root)] };
}

function onVariable(unit: JavaUnit, root: SyntaxNode): Construction['shapings'] {
  const name = textOf(root).replace(/^this\./, '');
  return /^[A-Z]/.test(name) ? [] : callsOn(unit, root, name).map(shapingOf);
}
