import type { EntryPoint } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { follow } from '../values/follow.ts';
import { isFunction } from '../modules/scope.ts';
import { numberAt } from '../values/setting.ts';
import { entryPoint } from './entry.ts';

const shortestScheduleMs = 30_000;
const housekeeping = /\b(?:gauge|metrics?|counter|histogram|heartbeat|memoryUsage|heapUsed|statsd?|prom)\b/i;
const inputOutput = /\bawait\b|\.then\(|\bfetch\(|axios|\.query\(|\.send\(|\.findMany|\.updateMany|\.deleteMany|\.save\(|\.publish\(/;

/** `setInterval` of half a minute or more whose callback does I/O is a schedule inside the process. */
export function timerEntry(call: CallSite, context: Context): EntryPoint | null {
  const { callee } = call.node;
  const isInterval = callee.type === 'Identifier' ? callee.name === 'setInterval' : callee.type === 'MemberExpression' && context.module.words(callee).endsWith('.setInterval');
  if (!isInterval || call.symbol === null || !/^(?:global:(?:globalThis\.|global\.)?setInterval|timers\.setInterval)$/.test(call.symbol)) return null;
  if (context.purpose === 'browser') return null;
  const delay = call.argument(1);
  const callback = call.argument(0);
  if (!delay || !callback) return null;
  const period = numberAt(context.repository, delay).value;
  // A period that the caller gives is a scheduler of the project's own; one that is known to be short is none.
  if ('value' in period && period.value < shortestScheduleMs) return null;
  const target = follow(context.repository, callback);
  const body = target.kind === 'node' && isFunction(target.place.node) ? target.place.module.text.slice(target.place.node.start, target.place.node.end) : null;
  if (body === null || !inputOutput.test(body) || (housekeeping.test(body) && body.length < 300)) return null;
  return entryPoint(call.node, context, 'scheduler', 'setInterval');
}
