import type { StateUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { moduleConfigOf } from '../../spring-config/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { callName, rootOf } from '../code/construction.ts';
import { builtCache, enabledCaching, mapCacheManager } from './caches.ts';
import { filesOf } from './files.ts';
import { locksOf } from './locks.ts';
import { mapsOf } from './maps.ts';
import { typeOfExpression } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import type { JavaType, JavaUnit } from '../code/unit.ts';

const filesMax = 100; // for each the function around is looked through

export function stateOf(unit: JavaUnit): readonly StateUse[] {
  const found: StateUse[] = [...unit.types.flatMap((type) => [...sharedSessions(type), ...enabledCaching(type), ...mapsOf(type)]), ...locksOf(unit)];
  let files = 0;
  for (const node of walk(unit.tree.root)) {
    const made = mapCacheManager(unit, node);
    if (made) found.push(made);
    if (node.type !== 'method_invocation') continue;
    const state = session(unit, node) ?? stateless(unit, node) ?? rateLimit(unit, node) ?? builtCache(unit, node) ?? (files < filesMax ? filesOf(unit, node) : null);
    if (state?.state === 'upload' || state?.state === 'temporary-file') files++;
    if (state) found.push(state);
  }
  return found;
}

/** `@EnableRedisHttpSession` and its kin hand sessions to a store. */
function sharedSessions(type: JavaType): readonly StateUse[] {
  for (const annotation of type.annotations) {
    const store = /^Enable(?:Indexed)?(Redis|Jdbc|Mongo|Hazelcast|GemFire)(?:Indexed)?(?:Http|Web)Session$/.exec(annotation.name)?.[1];
    if (store)
      return [
        { kind: 'state', state: 'session', library: 'spring-session', site: makingSite(type.unit, annotation.node), store: { where: 'shared', what: store.toLowerCase() }, purpose: 'HTTP sessions' },
      ];
  }
  return [];
}

function session(unit: JavaUnit, node: SyntaxNode): StateUse | null {
  const object = child(node, 'object');
  if (callName(node) !== 'setAttribute' || !object) return null;
  const type = typeOfExpression(unit, object);
  const isSession = /^(HttpSession|WebSession)$/.test(type) || /\bgetSession\s*\(/.test(textOf(object));
  if (!isSession) return null;
  return { kind: 'state', state: 'session', library: 'HttpSession', site: callSite(unit, node), store: sessionStore(unit), purpose: 'HTTP sessions' };
}

/** Spring Session on the class path replaces the container's sessions; a plain container keeps them in its process. */
function sessionStore(unit: JavaUnit): StateUse['store'] {
  const config = moduleConfigOf(unit.path, unit.files);
  const starter = /spring-session-(data-)?(redis|jdbc|mongodb|hazelcast)/.exec(config?.buildText ?? '')?.[2];
  if (starter) return { where: 'shared', what: starter };
  const stated = config?.lookup('spring.session.store-type')?.text;
  if (stated && stated !== 'none' && !stated.includes('$')) return { where: 'shared', what: stated.toLowerCase() };
  if (stated?.includes('$')) return { where: 'unknown', reason: 'spring.session.store-type comes from outside' };
  return { where: 'process', protectsProcessOnly: false };
}

function stateless(unit: JavaUnit, node: SyntaxNode): StateUse | null {
  if (callName(node) !== 'sessionCreationPolicy' || !/SessionCreationPolicy\.STATELESS|\bSTATELESS\b/.test(textOf(child(node, 'arguments') ?? node))) return null;
  const policy = child(node, 'arguments') ?? node;
  return { kind: 'state', state: 'session', library: 'spring-security', site: makingSite(unit, policy), store: { where: 'shared', what: 'token' }, purpose: 'authentication without HTTP sessions' };
}

/** Limiters that count in this process: Bucket4j without a proxy manager, Resilience4j, Guava. */
function rateLimit(unit: JavaUnit, node: SyntaxNode): StateUse | null {
  const root = textOf(rootOf(node));
  const name = callName(node);
  const imported = (pattern: RegExp): boolean => unit.imports.some((each) => pattern.test(each.name));
  const library =
    root === 'Bucket' && name === 'build' && imported(/bucket4j/)
      ? 'bucket4j'
      : root === 'RateLimiter' && name === 'create' && imported(/guava|common\.util\.concurrent/)
        ? 'guava RateLimiter'
        : /^RateLimiter(Registry)?$/.test(root) && /^(of|ofDefaults)$/.test(name) && imported(/resilience4j/)
          ? 'resilience4j RateLimiter'
          : null;
  if (!library) return null;
  return {
    kind: 'state',
    state: 'rate-limit',
    library,
    site: makingSite(unit, node),
    store: { where: 'process', protectsProcessOnly: limitsOwnCalls(unit) },
    purpose: limitsOwnCalls(unit) ? 'outgoing calls' : 'requests',
  };
}

/** A limiter in a class that handles requests limits its callers; one beside an outgoing client limits this process's own calls. */
function limitsOwnCalls(unit: JavaUnit): boolean {
  const handles = unit.types.some((type) => annotationNamed(type.annotations, 'RestController', 'Controller', 'ControllerAdvice') || type.supertypes.some((each) => /Filter|Interceptor/.test(each)));
  return !handles && /\b(RestTemplate|RestClient|WebClient|HttpClient|OkHttpClient|FeignClient)\b/.test(unit.tree.text);
}
