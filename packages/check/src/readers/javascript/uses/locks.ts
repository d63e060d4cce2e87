import type { Node } from 'oxc-parser';
import type { StateStore, StateUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { isFunction, propertyName } from '../modules/scope.ts';
import { symbolOf } from '../values/symbol.ts';
import { at, follow } from '../values/follow.ts';
import type { UseOfCall } from './use.ts';

const local = /^(?:async-mutex\.(?:Mutex|Semaphore)|async-lock|await-lock|semaphore-async-await\.\w+|async-sema\.Sema|mutexify|await-semaphore\.\w+|es-toolkit\.(?:Mutex|Semaphore))\(\)$/;
const onDisk = /^proper-lockfile\.(?:lock|lockSync)$|^lockfile\.(?:lock|lockSync)$/;
const shared = /^(?:redlock|@sesamecare-oss\/redlock|redis-semaphore|@upstash\/lock|pg-lock|mongodb-lock|dynamodb-lock-client)/;
const database =
  /\.(?:query|execute|findOne|findFirst|findUnique|findMany|find|insert|insertOne|insertInto|create|createMany|save|update|updateOne|upsert|count|exec|transaction|\$transaction|where|select)\s*(?:<[^>]*>)?\(/;
const databaseWords = /prisma|knex|\bdb\b|repository|\bRepo\b|model|sql|pool|collection|client\.query|INSERT|SELECT/i;

/** Locks: of the process (async-mutex, hand-made classes), of a disk (lock files) or of a shared store (Redlock, SET NX, advisory locks). */
export const lockUses: UseOfCall = (call, context) => {
  const fromShared = sharedLock(call, context);
  if (fromShared) return [fromShared];
  if (call.symbol !== null && onDisk.test(call.symbol)) {
    return [lock(call, context, call.symbol.split('.')[0] ?? 'lock file', { where: 'disk', protectsProcessOnly: false }, 'a lock file')];
  }
  const { callee } = call.node;
  if (callee.type !== 'MemberExpression' || call.node.type !== 'CallExpression') return [];
  const name = propertyName(callee);
  if (name === null || !/^(?:acquire|runExclusive|lock|withLock|tryAcquire|run|use)$/.test(name)) return [];
  const symbol = symbolOf(context.repository, at(call.place, callee.object));
  const library = symbol !== null && local.test(symbol) ? (symbol.match(/^[^.()]+/)?.[0] ?? 'mutex') : ownLock(context, at(call.place, callee.object));
  if (library === null) return [];
  const body = guarded(call, context);
  const isDatabase = body !== null && database.test(body) && databaseWords.test(body);
  const store: StateStore = { where: 'process', protectsProcessOnly: !isDatabase };
  return [lock(call, context, library, store, isDatabase ? 'database reads and writes' : 'what this process owns')];
};

function lock(call: CallSite, context: Context, library: string, store: StateStore, purpose: string): StateUse {
  return { kind: 'state', state: 'lock', library, site: context.site(call.node), store, purpose };
}

/** A class of the project named Mutex, Lock or Semaphore that keeps its waiters in memory. */
export function ownLock(context: Context, place: Parameters<typeof follow>[1]): string | null {
  const target = follow(context.repository, place);
  if (target.kind !== 'node' || target.place.node.type !== 'NewExpression') return null;
  const made = follow(context.repository, at(target.place, target.place.node.callee));
  if (made.kind !== 'node' || made.place.node.type !== 'ClassDeclaration' || !made.place.node.id) return null;
  const { name } = made.place.node.id;
  if (!/(?:^|[a-z])(?:Mutex|Semaphore|Lock)$/.test(name)) return null;
  const body = made.place.module.text.slice(made.place.node.start, made.place.node.end);
  return /redis|advisory|redlock|dynamo|postgres|sql/i.test(body) ? null : name;
}

/** What runs while the lock is held: the callback, or the rest of the function after `acquire`. */
function guarded(call: CallSite, context: Context): string | null {
  for (const argument of call.node.arguments) {
    if (isFunction(argument)) return context.module.text.slice(argument.start, argument.end);
    if (argument.type === 'Identifier') {
      const target = follow(context.repository, at(call.place, argument));
      if (target.kind === 'node' && isFunction(target.place.node)) return target.place.module.text.slice(target.place.node.start, target.place.node.end);
    }
  }
  const owner: Node | null = context.functions.ownerOf(call.node);
  return owner ? context.module.text.slice(call.node.end, owner.end) : null;
}

function sharedLock(call: CallSite, context: Context): StateUse | null {
  const { callee } = call.node;
  if (call.symbol !== null && shared.test(call.symbol) && /\.(?:acquire|lock|using|acquireLock)$/.test(call.symbol)) {
    return lock(call, context, call.symbol.match(/^@?[^.()]+/)?.[0] ?? 'redlock', { where: 'shared', what: 'redis' }, 'work across instances');
  }
  const words = context.module.text.slice(call.node.start, Math.min(call.node.end, call.node.start + 400));
  if (callee.type !== 'MemberExpression') return null;
  const name = propertyName(callee);
  if (name === 'set' && /['"]NX['"]|\bNX:\s*true/.test(words)) return lock(call, context, 'redis', { where: 'shared', what: 'redis SET NX' }, 'work across instances');
  if (name === 'setnx' || name === 'setNX') return lock(call, context, 'redis', { where: 'shared', what: 'redis SETNX' }, 'work across instances');
  if ((name === 'query' || name === 'raw' || name === '$queryRaw' || name === '$executeRaw') && /pg_(?:try_)?advisory/.test(words))
    return lock(call, context, 'postgres', { where: 'shared', what: 'advisory lock' }, 'work across instances');
  return null;
}
