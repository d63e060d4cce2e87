import type { BreakerUse, DeadlineUse, ExecutorUse, PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { derived, isKnown, unknown } from '../../../model/known.ts';
import { callSite } from '../code/context.ts';
import type { CallSite, Context } from '../code/context.ts';
import { plimsollGuard, plimsollPool } from '../defaults.ts';
import { enclosingFunction } from '../values/returns.ts';
import { follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import type { ObjectView } from '../values/object.ts';
import { fact, optionNumber, optionText } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import { isFunction } from '../modules/scope.ts';
import { submissionsOf } from './submissions.ts';

/** The parts of our own runtime: what they state is read where they are made, and a call inside a guard has the guard's time. */

const pools = /^@plimsoll\/runtime\/pool\.(postgresPool|mysqlPool)$/;
const guardSymbol = '@plimsoll/runtime/guard.guard';
const edges = /^@plimsoll\/runtime\/deadline\.(?:httpDeadline|expressDeadline|fastifyDeadline)$/;

/** `postgresPool({ … })` and `mysqlPool({ … })`: the size is `connectionsMax`, else cores × 2 + disks of `server`. */
export function runtimePool(call: CallSite, context: Context): PoolUse | null {
  const made = pools.exec(call.symbol ?? '')?.[1];
  if (made === undefined) return null;
  const { repository } = context;
  const options = call.argument(0);
  const view = options ? objectAt(repository, options) : null;
  const unset: Place = { ...call.place, node: call.node };
  const read = (option: string, fallback: Parameters<typeof optionNumber>[4]): Setting<number> | null => optionNumber(repository, view, unset, [[option]], fallback);
  return {
    kind: 'pool',
    library: '@plimsoll/runtime',
    engine: made === 'postgresPool' ? 'postgres' : 'mysql',
    site: context.site(call.node),
    sizeMax: sizeOf(context, view, unset),
    sizeMin: null,
    overflowMax: read('overflowMax', plimsollPool.overflowMax),
    acquireTimeoutMs: read('acquireTimeoutMs', plimsollPool.acquireTimeoutMs),
    lifetimeMs: read('lifetimeMs', plimsollPool.lifetimeMs),
    idleTimeoutMs: read('idleTimeoutMs', plimsollPool.idleTimeoutMs),
    validation: { value: fact(plimsollPool.validation, unset), variables: [] },
    statementTimeoutMs: read('statementTimeoutMs', plimsollPool.statementTimeoutMs),
    url: optionText(repository, view, [['connection', 'connectionString'], ['connection', 'uri'], ['connection', 'host'], ['connection']]),
  };
}

function sizeOf({ repository }: Context, view: ObjectView | null, unset: Place): Setting<number> {
  const stated = optionNumber(repository, view, unset, [['connectionsMax']], null);
  const cores = optionNumber(repository, view, unset, [['server', 'cores']], null);
  if (stated && (isKnown(stated.value) || stated.variables.length > 0 || !cores)) return stated;
  const disks = optionNumber(repository, view, unset, [['server', 'disks']], null);
  if (cores && disks && isKnown(cores.value) && isKnown(disks.value)) {
    const value = cores.value.value * 2 + disks.value.value;
    return { value: derived(value, [cores.value, disks.value], cores.value.source, `${cores.value.value} cores × 2 + ${disks.value.value} disks`), variables: [] };
  }
  const source = unset.module.source(unset.node);
  return (
    stated ?? {
      value: unknown('the size follows from cores and disks that are not known', { cause: 'no-value-given', what: 'connectionsMax, or server: { cores, disks }' }, { source }),
      variables: [],
    }
  );
}

/** `guard('fraud-api', { timeoutMs, bulkhead, breaker })`: a bulkhead and a breaker unless either is switched off. */
export function runtimeGuard(call: CallSite, context: Context): readonly (ExecutorUse | BreakerUse)[] {
  if (call.symbol !== guardSymbol) return [];
  const { repository } = context;
  const options = call.argument(1);
  const view = options ? objectAt(repository, options) : null;
  const unset: Place = { ...call.place, node: call.node };
  const name = call.node.parent?.type === 'VariableDeclarator' ? context.module.words(call.node.parent.id) : 'guard';
  const submissions = submissionsOf(context, name);
  const site = context.site(call.node);
  const bulkhead = view?.get('bulkhead');
  const size = bulkhead?.kind === 'found' && bulkhead.value.node.type !== 'ObjectExpression' ? [['bulkhead']] : [['bulkhead', 'concurrencyMax']];
  return [
    ...(isOff(bulkhead)
      ? []
      : [{ kind: 'executor' as const, library: '@plimsoll/runtime guard', site, name, size: optionNumber(repository, view, unset, size, plimsollGuard.concurrencyMax), submissions }]),
    ...(isOff(view?.get('breaker')) ? [] : [{ kind: 'breaker' as const, library: '@plimsoll/runtime guard', site, wraps: submissions.map(({ says }) => says) }]),
  ];
}

/** The edge sets the deadline of a request, and everything behind it ends by then. */
export function runtimeDeadline(call: CallSite, context: Context): DeadlineUse | null {
  const options = edges.test(call.symbol ?? '') ? call.argument(0) : null;
  if (!options) return null;
  const timeoutMs = optionNumber(context.repository, objectAt(context.repository, options), { ...call.place, node: call.node }, [['timeoutMs']], null);
  return timeoutMs && { kind: 'deadline', what: 'handler', library: '@plimsoll/runtime', site: context.site(call.node), timeoutMs };
}

/** The time of the guard whose `run` gave the function this signal: `fraud.run(({ signal }) => fetch(url, { signal }))`. Null where it is none of a guard. */
export function guardTimeout(context: Context, signal: Place): Setting<number> | null {
  const { repository } = context;
  for (let scope = enclosingFunction(signal.node); scope; scope = enclosingFunction(scope)) {
    const { parent } = scope;
    if (parent?.type !== 'CallExpression' || !parent.arguments.some((argument) => argument === scope) || parent.callee.type !== 'MemberExpression') continue;
    const owner: Place = { ...signal, node: parent.callee.object };
    if (symbolOf(repository, owner) !== `${guardSymbol}()` || !takesSignal(signal, scope)) continue;
    const made = follow(repository, owner);
    if (made.kind !== 'node' || made.place.node.type !== 'CallExpression') return null;
    const options = callSite(repository, made.place, made.place.node).argument(1);
    return optionNumber(repository, options ? objectAt(repository, options) : null, made.place, [['timeoutMs']], plimsollGuard.timeoutMs);
  }
  return null;
}

/** Whether the signal is what the guard hands to its work, under any of the ways to take it. */
function takesSignal({ module, node }: Place, scope: NonNullable<ReturnType<typeof enclosingFunction>>): boolean {
  const [first] = scope.params;
  if (!first || !isFunction(scope)) return false;
  const given = module.words(first);
  const words = module.words(node);
  if (first.type === 'Identifier') return words === `${first.name}.signal`;
  return first.type === 'ObjectPattern' && new RegExp(`\\bsignal\\b(?:\\s*:\\s*${words.replaceAll('$', '\\$')}\\b)?`).test(given) && /^[\w$]+$/.test(words) && given.includes(words);
}

function isOff(option: ReturnType<ObjectView['get']> | undefined): boolean {
  return option?.kind === 'found' && option.value.node.type === 'Literal' && option.value.node.value === null;
}
