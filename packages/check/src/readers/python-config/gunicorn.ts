import type { CodeFact } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import { byDefault, map, valueOf } from '../../model/known.ts';
import type { PythonModule } from '../python/index.ts';
import { evaluate, secondsSetting } from '../python/index.ts';
import type { SyntaxNode } from '../syntax/index.ts';
import { sourceOf } from '../syntax/index.ts';
import { configEntry, topAssignments } from './assignments.ts';
import { gunicornTimeout } from './defaults.ts';

const kept: readonly string[] = ['workers', 'threads', 'worker_class', 'worker_connections', 'bind', 'timeout', 'graceful_timeout', 'keepalive', 'preload_app', 'max_requests'];

/** What decides how many requests one instance serves at once, and for how long: `workers`, `threads`, `timeout`. */
export function gunicornFacts(module: PythonModule): readonly CodeFact[] {
  const assigned = topAssignments(module);
  const facts: CodeFact[] = [];
  for (const name of kept) {
    const value = assigned.get(name);
    if (value) facts.push(configEntry(`gunicorn.${name}`, value));
  }
  if (!limitsRequests(assigned)) return facts;
  const timeout = assigned.get('timeout');
  const source = timeout ? sourceOf(timeout) : { ...sourceOf(module.tree.root), line: 1, column: 1, endLine: 1, endColumn: 1 };
  facts.push({
    kind: 'deadline',
    what: 'server',
    library: 'gunicorn',
    site: { source, within: null, lifetime: 'process', inLoop: false },
    timeoutMs: timeout ? zeroIsNone(secondsSetting(timeout)) : { value: byDefault(gunicornTimeout.value, source, gunicornTimeout.says, gunicornTimeout.citation), variables: [] },
  });
  return facts;
}

/** `timeout = 0` switches it off. */
function zeroIsNone(setting: Setting<number>): Setting<number> {
  return { ...setting, value: map(setting.value, (ms) => (ms === 0 ? Infinity : ms)) };
}

/** Only a sync worker is killed for a request that takes too long: of the others, the timeout asks whether the process still answers (Gunicorn 23, Settings, timeout). */
function limitsRequests(assigned: ReadonlyMap<string, SyntaxNode>): boolean {
  const workerClass = assigned.get('worker_class');
  const threads = assigned.get('threads');
  const sync = !workerClass || valueOf(evaluate(workerClass).known) === 'sync';
  return sync && (!threads || valueOf(evaluate(threads).known) === 1);
}
