import type { StateKind, StateLife, StateUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, childOfType, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { derived, stated } from '../../../model/known.ts';
import { annotationNamed } from '../code/annotations.ts';
import { callName } from '../code/construction.ts';
import { evaluate, evaluateText } from '../value/evaluate.ts';
import type { JavaMethod, JavaType, JavaVariable } from '../code/unit.ts';
import { numberSetting, shown } from '../value/value.ts';
import { usesOf } from './uses.ts';

const singletons = ['Service', 'Controller', 'RestController', 'Component', 'Repository', 'Configuration', 'ControllerAdvice', 'Singleton', 'ApplicationScoped', 'ServerEndpoint', 'Path'];
const collections =
  /^(Map|HashMap|ConcurrentHashMap|ConcurrentMap|LinkedHashMap|TreeMap|List|ArrayList|CopyOnWriteArrayList|Set|HashSet|CopyOnWriteArraySet|Queue|Deque|ArrayDeque|ConcurrentLinkedQueue|BlockingQueue|LinkedBlockingQueue|LinkedList)$/;
const connections = /\b(SseEmitter|ResponseBodyEmitter|WebSocketSession|FluxSink|Sinks|StreamObserver|ServerSentEvent|AsyncContext|DeferredResult|SocketIOClient)\b/;
const fieldsMax = 50; // for each the type is looked through
const madeOnce = /\b(Pattern|Method|Field|Class|Constructor|Template|ObjectMapper|JAXBContext|Schema|JsonSchema|Validator|MessageDigest|\w+Client|Lock|ReentrantLock|Logger)\s*>/;

/** Collections in fields that live as long as the program: caches, registries of open connections, and what is gathered to be written out by the clock. */
export function mapsOf(type: JavaType): readonly StateUse[] {
  const isSingleton = annotationNamed(type.annotations, ...singletons) !== undefined;
  return type.fields
    .filter((field) => collections.test(field.type))
    .slice(0, fieldsMax)
    .flatMap((field) => {
      const declaration = field.node.parent;
      const isStatic = declaration ? (childOfType(declaration, 'modifiers')?.children.some((each) => each.type === 'static') ?? false) : false;
      if ((!isSingleton && !isStatic) || !declaration) return [];
      const written = textOf(declaration);
      const uses = usesOf(type.unit, type.node, field.name);
      const state = stateIn(field, written);
      if (state && uses.writes.length > 0) return [stateUse(type, field, state, { ...uses, ...lifeOf(type, field, state, written, uses.writes) })];
      const flushedMs = uses.writes.length > 0 ? flushOf(type, field) : null;
      return flushedMs ? [stateUse(type, field, 'buffer', { writes: uses.writes.filter((each) => /\.(add|addAll|offer|put)\(/.test(each.says)), flushedMs })] : [];
    });
}

function stateIn(field: JavaVariable, written: string): StateKind | null {
  if (connections.test(written)) return 'connection-registry';
  return /cache[sd]?$|memo$/i.test(field.name) && field.type.endsWith('Map') ? 'cache' : null;
}

function lifeOf(type: JavaType, field: JavaVariable, state: StateKind, written: string, writes: NonNullable<StateLife['writes']>): StateLife {
  if (state !== 'cache') return {};
  const isRemoved = writes.some((write) => /\.(remove|removeIf|clear|invalidate\w*)\(/.test(write.says)) || /expir|\bttl\b|Instant|currentTimeMillis|removeEldestEntry/i.test(textOf(type.node));
  const source = sourceOf(field.node);
  const expiresMs = { value: derived(Infinity, [stated(field.name, source, shown(field.node))], source, `nothing removes entries of ${field.name}`), variables: [] };
  return { ...(madeOnce.test(written) ? { immutable: true } : {}), ...(isRemoved ? {} : { expiresMs }) };
}

/** A `@Scheduled` method that empties the collection, and how often. */
function flushOf(type: JavaType, field: JavaVariable): Setting<number> | null {
  for (const method of type.methods) {
    const scheduled = annotationNamed(method.annotations, 'Scheduled');
    const every = scheduled && (scheduled.argument('fixedRate') ?? scheduled.argument('fixedDelay'));
    const asText = scheduled && (scheduled.argument('fixedRateString') ?? scheduled.argument('fixedDelayString'));
    if (!scheduled || !empties(method, field.name)) continue;
    const value = every ? evaluate(type.unit, every) : asText ? evaluateText(type.unit, asText) : null;
    const at = every ?? asText;
    if (value && at) return numberSetting(value, at, 1);
  }
  return null;
}

function empties(method: JavaMethod, name: string): boolean {
  return (
    method.body !== null &&
    [...walk(method.body)].some(
      (node) =>
        node.type === 'method_invocation' &&
        /^(poll|drainTo|clear|remove|removeAll)$/.test(callName(node)) &&
        textOf(node)
          .replace(/^this\./, '')
          .startsWith(`${name}.`),
    )
  );
}

function stateUse(type: JavaType, field: JavaVariable, state: StateKind, life: StateLife): StateUse {
  const name = `${type.name}.${field.name}`;
  const purpose = state === 'cache' ? `cached values (${name})` : state === 'buffer' ? `what ${name} gathers until it is written out` : `open connections (${name})`;
  return { kind: 'state', state, library: field.type, site: siteOf(field.node), store: { where: 'process', protectsProcessOnly: false }, purpose, life };
}

function siteOf(node: SyntaxNode): StateUse['site'] {
  return { source: sourceOf(ancestor(node, 'field_declaration') ?? node), within: null, lifetime: 'process', inLoop: false };
}
