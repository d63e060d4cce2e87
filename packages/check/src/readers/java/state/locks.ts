import type { StateUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, childOfType, textOf, walk } from '../../syntax/index.ts';
import { callName } from '../code/construction.ts';
import { typeOfExpression } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround } from '../code/unit.ts';
import { shown } from '../value/value.ts';

const remote =
  /(Repository|Dao|DAO|Mapper|EntityManager|JdbcTemplate|JdbcOperations|DataSource|MongoTemplate|MongoOperations|RedisTemplate|RestTemplate|RestClient|WebClient|HttpClient|OkHttpClient|DSLContext|SessionFactory|DynamoDbClient|DynamoDBMapper|S3Client|SqsClient|KafkaTemplate|RabbitTemplate)$/;
const remoteMethod =
  /^(save|saveAll|saveAndFlush|findBy\w*|findAll|findOne|existsBy\w*|countBy\w*|deleteBy\w*|persist|merge|query|queryForObject|update|executeUpdate|exchange|getForObject|postForObject|send)$/;

const locksMax = 200; // each looks through the rest of its block

/** `synchronized` blocks and methods, and `ReentrantLock.lock()`: what they guard decides whether one process is enough. */
export function locksOf(unit: JavaUnit): readonly StateUse[] {
  const found: StateUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const guarded = node.type === 'synchronized_statement' ? childOfType(node, 'block') : node.type === 'method_declaration' && isSynchronized(node) ? child(node, 'body') : lockedBlock(unit, node);
    if (!guarded) continue;
    if (found.length === locksMax) break;
    const library = node.type === 'method_invocation' ? typeOfExpression(unit, child(node, 'object') ?? node) || 'Lock' : 'synchronized';
    const at =
      node.type === 'synchronized_statement' ? (node.children.find((each) => each.type === 'synchronized') ?? node) : node.type === 'method_declaration' ? (child(node, 'name') ?? node) : node;
    const what = whatIsGuarded(unit, guarded);
    const method = methodAround(unit, node);
    found.push({
      kind: 'state',
      state: 'lock',
      library,
      site: { ...callSite(unit, at), lifetime: 'call' },
      store: what.kind === 'unknown' ? { where: 'unknown', reason: what.says } : { where: 'process', protectsProcessOnly: what.kind === 'own' },
      purpose:
        what.kind === 'remote' ? `${what.says} in ${method?.name ?? 'a block'}` : what.kind === 'own' ? `fields of ${method?.type.name ?? 'the object'}` : `code in ${method?.name ?? 'a block'}`,
    });
  }
  return found;
}

export function isSynchronized(method: SyntaxNode): boolean {
  return childOfType(method, 'modifiers')?.children.some((each) => each.type === 'synchronized') ?? false;
}

/** The statements between `lock.lock()` and the end of the block that it stands in. */
export function lockedBlock(unit: JavaUnit, node: SyntaxNode): SyntaxNode | null {
  if (node.type !== 'method_invocation' || !/^(lock|tryLock|lockInterruptibly)$/.test(callName(node))) return null;
  const object = child(node, 'object');
  if (!object || !/^(ReentrantLock|Lock|StampedLock|WriteLock|ReentrantReadWriteLock)$/.test(typeOfExpression(unit, object))) return null;
  return unit.imports.some((each) => each.name.startsWith('java.util.concurrent.locks')) ? ancestor(node, 'block', 'constructor_body') : null;
}

type Guarded = { readonly kind: 'own' } | { readonly kind: 'remote' | 'unknown'; readonly says: string };

function whatIsGuarded(unit: JavaUnit, block: SyntaxNode): Guarded {
  let foreign: SyntaxNode | null = null;
  for (const node of walk(block)) {
    if (node.type !== 'method_invocation') continue;
    const object = child(node, 'object');
    const name = callName(node);
    if (!object) {
      if (!isAccessor(name)) foreign ??= node;
      continue;
    }
    const type = typeOfExpression(unit, object);
    if (
      remote.test(type) ||
      (remoteMethod.test(name) &&
        remote.test(
          textOf(object)
            .replace(/^.*\./s, '')
            .replace(/^./, (letter) => letter.toUpperCase()),
        ))
    )
      return { kind: 'remote', says: `${shown(object)}.${name}` };
    if (!isPlain(type, textOf(object), name)) foreign ??= node;
  }
  return foreign ? { kind: 'unknown', says: `what ${shown(foreign)} does is not followed` } : { kind: 'own' };
}

function isAccessor(name: string): boolean {
  return /^(get|is|set|has|add|remove|contains|size|clear|notify|notifyAll|wait)([A-Z]\w*)?$/.test(name);
}

const plainTypes =
  /^(Map|HashMap|ConcurrentHashMap|LinkedHashMap|TreeMap|WeakHashMap|Set|HashSet|List|ArrayList|LinkedList|Queue|Deque|ArrayDeque|Collection|Iterator|Optional|String|StringBuilder|Integer|Long|Boolean|Double|AtomicInteger|AtomicLong|AtomicBoolean|AtomicReference|Instant|Duration|Clock|Random|Math|Objects|Collections|Arrays|Logger|Log|Thread|System|Condition|Lock|ReentrantLock|Entry|Date|LocalDateTime|LocalDate)$/;

function isPlain(type: string, object: string, name: string): boolean {
  return plainTypes.test(type) || object === 'this' || /^(log|logger|LOG|LOGGER)$/.test(object) || (type === '' && isAccessor(name));
}
