import type { BreakerUse, DeadlineUse, ExecutorUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { objectAt } from '../values/object.ts';
import { firstFound, numberAt, optionNumber } from '../values/setting.ts';
import { runtimeDeadline, runtimeGuard } from './runtime.ts';
import { submissionsOf } from './submissions.ts';
import type { UseOfCall } from './use.ts';

type Path = readonly string[];

interface ExecutorShape {
  readonly library: string;
  readonly symbol: RegExp;
  readonly argument: number | null; // the size as a plain argument
  readonly keys: readonly Path[];
}

const executors: readonly ExecutorShape[] = [
  { library: 'p-limit', symbol: /^p-limit$/, argument: 0, keys: [['concurrency']] },
  { library: 'p-queue', symbol: /^p-queue$/, argument: null, keys: [['concurrency']] },
  { library: 'cockatiel bulkhead', symbol: /^cockatiel\.(?:bulkhead|Policy\.bulkhead)$/, argument: 0, keys: [] },
  { library: 'piscina', symbol: /^piscina(?:\.Piscina)?$/, argument: null, keys: [['maxThreads']] },
  { library: 'workerpool', symbol: /^workerpool\.pool$/, argument: null, keys: [['maxWorkers']] },
  { library: 'bottleneck', symbol: /^bottleneck$/, argument: null, keys: [['maxConcurrent']] },
  { library: 'fastq', symbol: /^fastq(?:\.promise)?$/, argument: 1, keys: [] },
];

/** Bulkheads, circuit breakers and deadlines that code puts around work. */
export const isolationUses: UseOfCall = (call, context) => {
  if (call.symbol === null) return [];
  const executor = executorOf(call, context);
  const breaker = breakerOf(call, context);
  const deadline = deadlineOf(call, context);
  return [executor, breaker, deadline, runtimeDeadline(call, context), ...runtimeGuard(call, context)].filter((use) => use !== null);
};

function executorOf(call: CallSite, context: Context): ExecutorUse | null {
  const shape = executors.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (!shape) return null;
  const first = call.argument(0);
  const name = call.node.parent?.type === 'VariableDeclarator' && call.node.parent.id.type === 'Identifier' ? call.node.parent.id.name : shape.library;
  const plain = shape.argument === null ? null : call.argument(shape.argument);
  const isObject = plain?.node.type === 'ObjectExpression';
  const view = first && (shape.argument === null || isObject) ? objectAt(context.repository, first) : null;
  const size = plain && !isObject ? numberAt(context.repository, plain) : optionNumber(context.repository, view, { ...call.place, node: call.node }, shape.keys, null);
  return { kind: 'executor', library: shape.library, site: context.site(call.node), name, size, submissions: submissionsOf(context, name) };
}

function breakerOf(call: CallSite, context: Context): BreakerUse | null {
  const isOpossum = call.symbol === 'opossum' || call.symbol === 'opossum.CircuitBreaker';
  if (!isOpossum && !/^cockatiel\.(?:circuitBreaker|Policy\.handleAll\(\)\.circuitBreaker)$/.test(call.symbol ?? '')) return null;
  const first = call.node.arguments[0];
  const name = call.node.parent?.type === 'VariableDeclarator' ? context.module.words(call.node.parent.id) : null;
  const executed =
    name === null
      ? []
      : context.calls
          .filter((other) => context.module.words(other.node.callee) === `${name}.execute`)
          .flatMap((other) => other.node.arguments.slice(0, 1).map((argument) => context.module.words(argument)));
  return { kind: 'breaker', library: isOpossum ? 'opossum' : 'cockatiel', site: context.site(call.node), wraps: isOpossum && first ? [context.module.words(first)] : executed };
}

function deadlineOf(call: CallSite, context: Context): DeadlineUse | null {
  const make = (what: DeadlineUse['what'], library: string, timeoutMs: DeadlineUse['timeoutMs']): DeadlineUse => ({ kind: 'deadline', what, library, site: context.site(call.node), timeoutMs });
  const first = call.argument(0);
  if (call.symbol === 'connect-timeout' && first) return make('handler', 'connect-timeout', durationAt(context, first));
  if (/^(?:https?\.createServer\(\)|express\(\)\.listen\(\)|fastify\(\)\.server|koa\(\)\.listen\(\))\.setTimeout$/.test(call.symbol ?? '') && first)
    return isNone(numberAt(context.repository, first)) ? null : make('server', 'node:http', numberAt(context.repository, first));
  if (/^fastify(?:\.fastify)?$/.test(call.symbol ?? '') && first) {
    const found = firstFound(objectAt(context.repository, first), [['handlerTimeout']]);
    if (found.kind === 'found') return make('handler', 'fastify', numberAt(context.repository, found.value));
  }
  if (call.symbol === 'cockatiel.timeout' && first) return make('job', 'cockatiel', numberAt(context.repository, first));
  return null;
}

/** `server.setTimeout(0)` says what holds anyway: Node closes no silent socket by itself. */
function isNone(setting: DeadlineUse['timeoutMs']): boolean {
  return 'value' in setting.value && setting.value.value === 0;
}

/** connect-timeout takes `5s` as well as 5000. */
function durationAt(context: Context, place: NonNullable<ReturnType<CallSite['argument']>>): DeadlineUse['timeoutMs'] {
  const { node } = place;
  const match = node.type === 'Literal' && typeof node.value === 'string' ? node.value.match(/^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/) : null;
  if (!match) return numberAt(context.repository, place);
  const factor = match[2] === 's' ? 1_000 : match[2] === 'm' ? 60_000 : 1;
  return { value: { value: Number(match[1]) * factor, basis: 'stated', source: place.module.source(node), says: place.module.words(node), from: [] }, variables: [] };
}
