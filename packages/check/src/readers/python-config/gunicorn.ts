import type { CodeFact } from '../../facts/code.ts';
import { byDefault } from '../../model/known.ts';
import type { PythonModule } from '../python/index.ts';
import { secondsSetting } from '../python/index.ts';
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
  const timeout = assigned.get('timeout');
  const source = timeout ? sourceOf(timeout) : { ...sourceOf(module.tree.root), line: 1, column: 1, endLine: 1, endColumn: 1 };
  facts.push({
    kind: 'deadline',
    what: 'server',
    library: 'gunicorn',
    site: { source, within: null, lifetime: 'process', inLoop: false },
    timeoutMs: timeout ? secondsSetting(timeout) : { value: byDefault(gunicornTimeout.value, source, gunicornTimeout.says, gunicornTimeout.citation), variables: [] },
  });
  return facts;
}
