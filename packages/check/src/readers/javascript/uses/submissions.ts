import type { ExecutorUse } from '../../../facts/code.ts';
import type { Context } from '../code/context.ts';
import { isFunction } from '../modules/scope.ts';

const external = /\bfetch\(|axios|\bgot\(|\.request\(|https?\.|\.send\(|undici|superagent/;
const internal = /\.query\(|prisma|knex|repository|\.findOne|\.findMany|readFile|redis/i;

/** The calls that hand work to a limiter of this file, by the name it has there. */
export function submissionsOf(context: Context, name: string): ExecutorUse['submissions'] {
  const found: { source: ExecutorUse['submissions'][number]['source']; says: string; to: 'internal' | 'external' | 'unknown' }[] = [];
  for (const call of context.calls) {
    const words = context.module.words(call.node.callee);
    if (words !== name && !new RegExp(`^${name.replaceAll('$', '\\$')}\\.(?:add|addAll|execute|run|push|schedule|exec|fire)$`).test(words)) continue;
    const work = call.node.arguments.find((argument) => isFunction(argument));
    const body = work ? context.module.text.slice(work.start, work.end) : context.module.words(call.node);
    found.push({ source: context.module.source(call.node), says: context.module.words(call.node), to: external.test(body) ? 'external' : internal.test(body) ? 'internal' : 'unknown' });
  }
  return found;
}
