import type { Node } from 'oxc-parser';
import type { Source } from '@plimsoll/contract';
import type { StateStore } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { follow } from '../values/follow.ts';
import type { Option, Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { firstFound } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';

type Kept = 'shared' | 'process' | 'disk';
const inProcess: StateStore = { where: 'process', protectsProcessOnly: false };

/** Where state lives by the store in the options; without one, and by the condition the call stands under. */
export function storeOf(call: CallSite, context: Context, options: Place | null, keys: readonly string[], otherwise: StateStore): StateStore {
  const found = options
    ? firstFound(
        objectAt(context.repository, options),
        keys.map((key) => [key]),
      )
    : ({ kind: 'absent' } as const);
  if (found.kind === 'unknown') return { where: 'unknown', reason: found.reason };
  const store = found.kind === 'found' ? storeAt(context, found.value) : otherwise;
  return underCondition(call, context, store);
}

/** A store expression: its class, the branches of a conditional, the assignments of a variable. */
export function storeAt(context: Context, place: Place, depth: number = 6): StateStore {
  if (depth <= 0) return { where: 'unknown', reason: 'the store is passed on through too many steps' };
  const target = follow(context.repository, place);
  if (target.kind === 'absent') return inProcess;
  if (target.kind === 'parameter') return { where: 'unknown', reason: `the store is the parameter ${target.binding.name}, given by the caller` };
  if (target.kind === 'several') return fromOptions(context, target.options, depth);
  if (target.kind === 'unresolved') return { where: 'unknown', reason: target.reason };
  if (target.kind === 'external') return target.symbol === 'global:undefined' ? inProcess : { where: 'unknown', reason: `${target.symbol.replace(/^global:/, '')} is not in the repository` };
  if (target.kind !== 'node') return { where: 'unknown', reason: 'the store cannot be followed' };
  const { node } = target.place;
  if (node.type === 'ConditionalExpression') {
    const condition = variableOf(target.place, node.test);
    const [whenSet, whenUnset] = [node.consequent, node.alternate].map((side) => storeAt(context, { ...target.place, node: side }, depth - 1));
    return join(condition, whenSet ?? inProcess, whenUnset ?? inProcess, [target.place.module.source(node)]);
  }
  if (node.type === 'LogicalExpression' && node.operator === '&&') {
    return join(variableOf(target.place, node.left), storeAt(context, { ...target.place, node: node.right }, depth - 1), inProcess, [target.place.module.source(node)]);
  }
  const symbol = symbolOf(context.repository, target.place) ?? target.place.module.words(node);
  return { ...storeNamed(symbol, target.place.module.words(node)) };
}

function storeNamed(symbol: string, words: string): StateStore {
  const name = `${symbol} ${words}`;
  if (/memorystore|MemoryStore|memory-store|lru-?cache/i.test(name)) return inProcess;
  if (/session-file-store|FileStore|nedb|sqlite/i.test(name)) return { where: 'disk', protectsProcessOnly: false };
  const shared = name.match(/redis|pg|postgres|mongo|knex|sequelize|typeorm|prisma|dynamo|memcache|mysql|firestore|cassandra|couch|valkey/i)?.[0];
  if (shared !== undefined) return { where: 'shared', what: shared.toLowerCase() };
  return { where: 'unknown', reason: `${words} is a store that is not known` };
}

/** `if (db) store = new SharedStore() else store = new MemoryStore()`. */
function fromOptions(context: Context, options: readonly Option[], depth: number): StateStore {
  const sides = options.map((option) => ({ condition: conditionOf(context, option.at), store: storeAt(context, option.place, depth - 1) }));
  const guarded = sides.find((side) => side.condition?.whenHolds);
  const other = sides.find((side) => side !== guarded);
  const kinds = new Set(sides.map((side) => side.store.where));
  const [first] = sides;
  if (kinds.size === 1 && first) return first.store;
  if (guarded?.condition && other) return join(guarded.condition, guarded.store, other.store, [guarded.condition.source]);
  return { where: 'unknown', reason: 'the store is assigned in several places' };
}

interface Condition {
  readonly variable: string;
  readonly negated: boolean;
  readonly whenHolds: boolean; // the branch taken when the condition holds
  readonly source: Source;
}

function conditionOf(context: Context, node: Node): Condition | null {
  let inner: Node = node;
  for (let at = node.parent ?? null; at; at = at.parent ?? null) {
    if (at.type === 'IfStatement' && inner !== at.test) {
      const variable = variableOf({ module: context.module, node: at, frame: null }, at.test);
      return variable ? { ...variable, whenHolds: inner === at.consequent } : null;
    }
    if (at.type === 'FunctionDeclaration' || at.type === 'FunctionExpression' || at.type === 'ArrowFunctionExpression') return null;
    inner = at;
  }
  return null;
}

/** The variable whose presence a condition asks for: an environment variable, or a name as written. */
function variableOf(place: Place, test: Node): Condition | null {
  let node = test;
  let negated = false;
  while (node.type === 'UnaryExpression' && node.operator === '!') {
    negated = !negated;
    node = node.argument;
  }
  if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
    const empty = /^(?:undefined|null|'')$/.test(place.module.words(node.right));
    negated = negated !== (node.operator.startsWith('!') !== empty);
    if (node.left.type === 'PrivateIdentifier') return null;
    node = node.left;
  }
  if (node.type === 'CallExpression' && node.arguments[0] && place.module.words(node.callee) === 'Boolean') node = node.arguments[0];
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return null;
  const words = place.module.words(node);
  const variable = words.match(/^(?:process\.)?env\.(\w+)$/)?.[1] ?? words;
  return { variable, negated, whenHolds: true, source: place.module.source(test) };
}

function join(condition: Condition | null, holds: StateStore, fails: StateStore, sources: readonly Source[]): StateStore {
  if (holds.where === fails.where) return holds;
  if (!condition) return { where: 'unknown', reason: 'the store depends on a condition' };
  const set = condition.negated ? fails : holds;
  const unset = condition.negated ? holds : fails;
  const a = keptIn(set);
  const b = keptIn(unset);
  if (!a || !b) return set.where === 'unknown' ? set : unset;
  return { where: 'conditional', variable: condition.variable, whenSet: a, whenUnset: b, sources };
}

function keptIn(store: StateStore): Kept | null {
  return store.where === 'process' || store.where === 'disk' || store.where === 'shared' ? store.where : null;
}

/** Two registrations in the branches of one `if` make one conditional store; each carries the condition it stands under. */
function underCondition(call: CallSite, context: Context, store: StateStore): StateStore {
  const condition = conditionOf(context, call.node);
  const kept = keptIn(store);
  if (!condition || !kept || kept === 'shared') return store;
  const isElse = condition.whenHolds === condition.negated;
  const rival = context.calls.some((other) => other !== call && other.symbol === call.symbol && conditionOf(context, other.node)?.source.line === condition.source.line);
  if (!rival) return store;
  const sources = [condition.source];
  return isElse
    ? { where: 'conditional', variable: condition.variable, whenSet: 'shared', whenUnset: kept, sources }
    : { where: 'conditional', variable: condition.variable, whenSet: kept, whenUnset: 'shared', sources };
}
