import type { DeadlineUse } from '../../../facts/code.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { handlerRole } from '../entries/handlers.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { secondsSetting } from '../value/setting.ts';

export function deadlineUses(module: PythonModule): readonly DeadlineUse[] {
  return [...module.calls.flatMap(ofCall), ...module.functions.flatMap(ofTask), ...celeryLimits(module)];
}

const bounded = /^(asyncio\.(wait_for|timeout)|async_timeout\.timeout|anyio\.(fail_after|move_on_after))$/;

function ofCall(call: PythonCall): readonly DeadlineUse[] {
  const name = calleeName(call);
  if (name === null || !bounded.test(name)) return [];
  const value = name === 'asyncio.wait_for' ? argument(call, 'timeout', 1) : argument(call, 'delay', 0);
  if (!value || value.type === 'none') return [];
  return [{ kind: 'deadline', what: servesRequest(call.within) ? 'handler' : 'job', library: name, site: siteOf(call), timeoutMs: secondsSetting(value) }];
}

function servesRequest(within: PythonFunction | null): boolean {
  for (let made = within; made; made = made.outer) if (handlerRole(made) === 'server') return true;
  return false;
}

/** `@app.task(time_limit=300)` */
function ofTask(made: PythonFunction): readonly DeadlineUse[] {
  return made.decorators.flatMap((decorator) => {
    const call = callAt(decorator);
    const limit = call && handlerRole(made) === 'consumer' ? (call.keywords.get('time_limit') ?? call.keywords.get('soft_time_limit') ?? call.keywords.get('job_timeout')) : undefined;
    return limit ? [deadline(limit, 'celery')] : [];
  });
}

/** `CELERY_TASK_TIME_LIMIT = 300`, `app.conf.task_time_limit = 300`, `app.conf.update(task_time_limit=300)` */
function celeryLimits(module: PythonModule): readonly DeadlineUse[] {
  if (!/task_time_limit/i.test(module.tree.text)) return [];
  const found: DeadlineUse[] = [];
  for (const node of walk(module.tree.root)) {
    const left = node.type === 'assignment' ? child(node, 'left') : null;
    const right = node.type === 'assignment' ? child(node, 'right') : null;
    if (left && right && /(^CELERY(D)?_|\.conf\.)task_time_limit$/i.test(textOf(left))) found.push(deadline(right, 'celery'));
  }
  for (const call of module.calls) {
    const limit = call.written.endsWith('.conf.update') ? call.keywords.get('task_time_limit') : undefined;
    if (limit) found.push(deadline(limit, 'celery'));
  }
  return found;
}

function deadline(value: SyntaxNode, library: string): DeadlineUse {
  return { kind: 'deadline', what: 'job', library, site: { ...siteAt(value), source: sourceOf(value) }, timeoutMs: secondsSetting(value) };
}
