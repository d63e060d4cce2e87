import type { StateLife, StateUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf } from '../../syntax/index.ts';
import { byDefault, isKnown, stated } from '../../../model/known.ts';
import { durationMs, moduleConfigOf, moduleRootOf } from '../../spring-config/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { argsOf, boundTo, callName, rootOf, shapingOf } from '../code/construction.ts';
import { makingSite } from '../code/site.ts';
import type { JavaType, JavaUnit } from '../code/unit.ts';
import { methodAround, simpleType } from '../code/unit.ts';
import { unitAt } from '../code/workspace.ts';
import { timeFrom } from '../clients/timeout.ts';
import { simpleCache } from '../defaults.ts';
import type { Uses } from './uses.ts';
import { usesOf } from './uses.ts';

const filesRead = 20;
const inProcess: StateUse['store'] = { where: 'process', protectsProcessOnly: false };

/** `CacheBuilder.newBuilder()…build()` of Guava and `Caffeine.newBuilder()…build()`. */
export function builtCache(unit: JavaUnit, node: SyntaxNode): StateUse | null {
  if (node.type !== 'method_invocation' || !/^build(Async)?$/.test(callName(node))) return null;
  const library = { CacheBuilder: 'guava', Caffeine: 'caffeine' }[textOf(rootOf(node))];
  if (library === undefined) return null;
  const expiresMs = expiryOf(unit, node);
  const name = boundTo(node);
  const uses = name === null ? ofInjected(unit, node) : usesOf(unit, unit.tree.root, name);
  return {
    kind: 'state',
    state: 'cache',
    library,
    site: makingSite(unit, node),
    store: inProcess,
    purpose: name === null ? 'cached values' : `cached values (${name})`,
    life: { ...(expiresMs ? { expiresMs } : {}), ...uses },
  };
}

/** By write, else by access; an expiry of its own making is not followed. */
function expiryOf(unit: JavaUnit, node: SyntaxNode): Setting<number> | null {
  const calls: SyntaxNode[] = [];
  for (let at = child(node, 'object'); at?.type === 'method_invocation'; at = child(at, 'object')) calls.push(at);
  const call = calls.find((each) => callName(each) === 'expireAfterWrite') ?? calls.find((each) => callName(each) === 'expireAfterAccess');
  if (call) return timeFrom(unit, shapingOf(call));
  if (calls.some((each) => /^(expireAfter|refreshAfterWrite|weakKeys|weakValues|softValues)$/.test(callName(each)))) return null;
  return { value: stated(Infinity, sourceOf(node), 'no expireAfterWrite'), variables: [] };
}

/** A cache that a bean method returns is used where it is injected: fields of a cache type in the same module, when there is one such bean. */
function ofInjected(unit: JavaUnit, node: SyntaxNode): Pick<StateLife, 'writes' | 'reads'> {
  const method = methodAround(unit, node);
  if (!method || !annotationNamed(method.annotations, 'Bean')) return {};
  const [writes, reads]: [Uses[number][], Uses[number][]] = [[], []];
  for (const other of unitsOfModule(unit, /\b(Loading)?Cache\s*</)) {
    for (const type of other.types) {
      for (const field of type.fields.filter((each) => /^(Loading)?Cache$/.test(each.type) && !isBuiltThere(type, each.name))) {
        const uses = usesOf(other, type.node, field.name);
        writes.push(...uses.writes);
        reads.push(...uses.reads);
      }
    }
  }
  return { writes, reads };
}

function isBuiltThere(type: JavaType, field: string): boolean {
  return new RegExp(`\\b${field.replaceAll('$', '\\$')}\\s*=\\s*(CacheBuilder|Caffeine)\\b`).test(textOf(type.node));
}

function unitsOfModule(unit: JavaUnit, mentioning: RegExp): readonly JavaUnit[] {
  const root = moduleRootOf(unit.path, unit.files);
  if (root === null) return [];
  const main = root === '' ? 'src/main/' : `${root}/src/main/`;
  const paths = unit.files.paths.filter((path) => path.startsWith(main) && path.endsWith('.java') && mentioning.test(unit.files.text(path) ?? ''));
  return paths.slice(0, filesRead).flatMap((path) => (path === unit.path ? unit : (unitAt(path, unit.files) ?? [])));
}

/** `new ConcurrentMapCacheManager(…)`: entries live until they are evicted or the process ends. */
export function mapCacheManager(unit: JavaUnit, node: SyntaxNode): StateUse | null {
  if (node.type !== 'object_creation_expression' || simpleType(textOf(child(node, 'type') ?? node)) !== 'ConcurrentMapCacheManager') return null;
  return springCache(unit, node, 'ConcurrentMapCacheManager', { value: stated(Infinity, sourceOf(node), 'ConcurrentMapCacheManager: entries never expire'), variables: [] });
}

const stores = /redis|hazelcast|ehcache|infinispan|couchbase|cache2k|jcache|memcached|coherence|ignite/i;

/** `@EnableCaching` of a module that brings no store: Spring Boot takes Caffeine where it stands on the class path, else a map. */
export function enabledCaching(type: JavaType): readonly StateUse[] {
  const { unit } = type;
  const annotation = annotationNamed(type.annotations, 'EnableCaching');
  const config = annotation && moduleConfigOf(unit.path, unit.files);
  if (!annotation || !config) return [];
  const stated = config.lookup('spring.cache.type')?.text.toLowerCase();
  if (stated !== undefined && stated !== 'simple' && stated !== 'caffeine') return [];
  if (stated === undefined && stores.test(config.buildText)) return [];
  // A manager of the module's own replaces what Spring Boot would choose.
  if (unitsOfModule(unit, /\bCacheManager\s+\w+\s*\(|new \w*CacheManager\s*\(/).length > 0) return [];
  if (stated === 'caffeine' || (stated === undefined && /caffeine/i.test(config.buildText))) return [springCache(unit, annotation.node, 'caffeine', caffeineSpec(unit))];
  return [springCache(unit, annotation.node, 'spring-cache', { value: byDefault(simpleCache.value, sourceOf(annotation.node), simpleCache.says, simpleCache.citation), variables: [] })];
}

function caffeineSpec(unit: JavaUnit): Setting<number> | null {
  const setting = moduleConfigOf(unit.path, unit.files)?.setting('spring.cache.caffeine.spec');
  if (!setting || !isKnown(setting.value)) return null;
  const time = /expireAfter(?:Write|Access)=(\d+[smhd])/.exec(setting.value.value)?.[1];
  const ms = time === undefined ? undefined : durationMs(time, 1_000);
  return ms === undefined ? null : { value: stated(ms, setting.value.source, setting.value.says), variables: setting.variables };
}

/** Annotations write: `@CachePut` and `@CacheEvict` change entries, `@Cacheable` reads them. */
function springCache(unit: JavaUnit, node: SyntaxNode, library: string, expiresMs: Setting<number> | null): StateUse {
  const [writes, reads]: [Uses[number][], Uses[number][]] = [[], []];
  for (const each of unitsOfModule(unit, /@(Cacheable|CachePut|CacheEvict)\b/)) {
    for (const method of each.methods) {
      for (const annotation of method.annotations) {
        const list = /^(CachePut|CacheEvict)$/.test(annotation.name) ? writes : annotation.name === 'Cacheable' ? reads : null;
        list?.push({ source: sourceOf(annotation.node), within: method.id, says: `@${annotation.name} ${method.name}` });
      }
    }
  }
  const args = argsOf(node).map(textOf).join(', ');
  return {
    kind: 'state',
    state: 'cache',
    library,
    site: makingSite(unit, node),
    store: inProcess,
    purpose: args === '' ? 'results of @Cacheable methods' : `results of @Cacheable methods (${args.replaceAll('"', '')})`,
    life: { ...(expiresMs ? { expiresMs } : {}), writes, reads },
  };
}
