import type { Node } from 'oxc-parser';
import type { LockHold } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { isFunction, propertyName } from '../modules/scope.ts';
import { at, follow } from '../values/follow.ts';
import { enclosingFunction, nodesIn } from '../values/returns.ts';
import { symbolOf } from '../values/symbol.ts';
import { ioIn } from './io.ts';
import type { Io } from './io.ts';
import { ownLock } from './locks.ts';
import type { UseOfCall } from './use.ts';

const locks = /^(?:async-mutex\.(?:Mutex|withTimeout)|async-lock|await-lock|semaphore-async-await\.Lock|async-sema\.Sema|await-semaphore\.Mutex|es-toolkit\.Mutex)\(\)$/;

/** A lock of the process that is held while the code inside it waits for a network, a database or a disk. */
export const lockHoldUses: UseOfCall = (call, context) => {
  const { callee } = call.node;
  if (context.purpose !== 'source' || call.node.type !== 'CallExpression' || callee.type !== 'MemberExpression') return [];
  const name = propertyName(callee) ?? '';
  if (!/^(?:runExclusive|acquire|acquireAsync|lock)$/.test(name)) return [];
  const symbol = symbolOf(context.repository, at(call.place, callee.object));
  const own = symbol !== null && locks.test(symbol) ? null : ownLock(context, at(call.place, callee.object));
  const library = own ?? (symbol !== null && locks.test(symbol) ? (symbol.match(/^[^.()]+/)?.[0] ?? symbol) : null);
  if (library === null || /semaphore/i.test(library) || isCounting(call, context)) return [];
  const io = heldOver(call, context).slice(0, 3);
  if (io.length === 0) return [];
  const use: LockHold = {
    kind: 'lock-hold',
    library,
    site: { ...context.site(call.node), lifetime: 'call' },
    io: io.map(({ source, says, what }) => ({ source, says, what })),
  };
  return [use];
};

/** `new Sema(10)` lets ten in: a bulkhead, not a lock. */
function isCounting(call: CallSite, context: Context): boolean {
  const { callee } = call.node;
  if (callee.type !== 'MemberExpression') return true;
  const made = follow(context.repository, at(call.place, callee.object));
  if (made.kind !== 'node' || made.place.node.type !== 'NewExpression') return false;
  const [first] = made.place.node.arguments;
  return first?.type === 'Literal' && typeof first.value === 'number' && first.value > 1;
}

/** Inside the callback, or from the acquisition to the release in the same function. */
function heldOver(call: CallSite, context: Context): readonly Io[] {
  for (const argument of call.node.arguments) {
    if (argument.type === 'SpreadElement') continue;
    const target = follow(context.repository, at(call.place, argument));
    if (target.kind === 'node' && isFunction(target.place.node) && target.place.node.body) return ioIn(target.place.node.body, target.place.module, context);
  }
  const scope = enclosingFunction(call.node);
  if (!scope?.body) return [];
  const { releases, io } = insideOf(scope.body, context);
  const end = releases.findLast((node) => node.start > call.node.end);
  return end ? io.filter((one) => isBetween(one, call.node, end, context)) : [];
}

interface Inside {
  readonly releases: readonly Node[];
  readonly io: readonly Io[];
}

const mostIo = 50;
const known = new WeakMap<Node, Inside>();

function insideOf(body: Node, context: Context): Inside {
  const before = known.get(body);
  if (before) return before;
  const releases = nodesIn(context.module, body).filter((node) => node.type === 'CallExpression' && /^(?:release|unlock|done)$|\.(?:release|unlock)$/.test(context.module.words(node.callee)));
  const found: Inside = { releases, io: ioIn(body, context.module, context, 2, mostIo) };
  known.set(body, found);
  return found;
}

function isBetween(io: Io, from: Node, to: Node, context: Context): boolean {
  const after = context.module.source(from);
  const before = context.module.source(to);
  const isAfter = io.source.line > after.endLine || (io.source.line === after.endLine && io.source.column >= after.endColumn);
  return isAfter && (io.source.line < before.line || (io.source.line === before.line && io.source.column < before.column));
}
