import type { Role } from '@plimsoll/contract';
import type { EntryPoint } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { functionAround } from '../code/calls.ts';
import { purposeOf } from '../code/purpose.ts';
import { calleeName } from '../code/external.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';
import { constructors, topicOf } from './frameworks.ts';
import { handlerRole, isTask } from './handlers.ts';
import { sleepLoops } from './loops.ts';

/** What starts a process or is started by a framework in this file. */
export function entryPoints(module: PythonModule): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  for (const call of module.calls) found.push(...ofCall(call));
  for (const made of module.functions) found.push(...ofFunction(made));
  found.push(...settingsSchedules(module));
  if (found.length === 0 || purposeOf(module.path, module.tree.text) !== 'source') found.push(...mainBlock(module));
  if (purposeOf(module.path, module.tree.text) === 'source' && found.every((each) => each.framework === 'main')) found.push(...sleepLoops(module));
  return found;
}

function entry(role: Role, framework: string, node: SyntaxNode, within: PythonFunction | null, queue: Setting<string> | null = null): EntryPoint {
  return { kind: 'entry-point', role, framework, source: sourceOf(node), within: within?.id ?? null, queue, guard: null };
}

function ofCall(call: PythonCall): readonly EntryPoint[] {
  const name = calleeName(call);
  if (name === null) return [];
  const framework = constructors.find((each) => each.names.test(name));
  if (!framework || (framework.unless && framework.unless(call))) return [];
  return [entry(framework.role, framework.framework, call.callee, call.within, framework.role === 'consumer' ? topicOf(call) : null)];
}

function ofFunction(made: PythonFunction): readonly EntryPoint[] {
  const role = handlerRole(made);
  if (role === null || role === 'server') return made.name === 'lambda_handler' && role === 'server' ? [entry('server', 'aws-lambda', nameNode(made), made)] : [];
  for (const decorator of made.decorators) {
    const callee = decorator.type === 'call' ? child(decorator, 'function') : decorator;
    if (!callee) continue;
    const written = textOf(callee);
    if (role === 'consumer') return [entry('consumer', isTask(callee, written) ? 'celery' : written, decorator, made, queueOf(decorator))];
    if (role === 'scheduler' || role === 'script') return [entry(role, written, decorator, made)];
  }
  if (made.name === 'handle' && role === 'script') return [entry('script', 'django-command', nameNode(made), made)];
  if (made.parameters[0]?.name === 'event') return [entry(role, 'aws-lambda', nameNode(made), made)];
  return [];
}

function nameNode(made: PythonFunction): SyntaxNode {
  return child(made.node, 'name') ?? made.node;
}

function queueOf(decorator: SyntaxNode): Setting<string> | null {
  const call = callAt(decorator);
  const queue = call?.keywords.get('queue') ?? call?.keywords.get('queue_name');
  return queue ? stringSetting(queue) : null;
}

/** `app.conf.beat_schedule = {…}`, `CELERY_BEAT_SCHEDULE = {…}`, `CRONTAB_COMMAND_PREFIX` and the like. */
function settingsSchedules(module: PythonModule): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  if (!/beat_?schedule|CRONJOBS/i.test(module.tree.text)) return found;
  for (const node of walk(module.tree.root)) {
    const left = node.type === 'assignment' ? child(node, 'left') : null;
    const right = node.type === 'assignment' ? child(node, 'right') : null;
    if (!left || right?.type !== 'dictionary' || right.children.length === 0) continue;
    if (left.type !== 'subscript' && /(^|\.|_)(beat_schedule|BEAT_SCHEDULE|CELERYBEAT_SCHEDULE)$/.test(textOf(left))) found.push(entry('scheduler', 'celery-beat', left, functionAround(node, module)));
  }
  return found;
}

function mainBlock(module: PythonModule): readonly EntryPoint[] {
  for (const node of module.tree.root.children) {
    const condition = node.type === 'if_statement' ? child(node, 'condition') : null;
    if (condition && /__name__\s*==\s*["']__main__["']/.test(textOf(condition))) return [entry('script', 'main', condition, null)];
  }
  return [];
}
