import type { CodeFact } from '../../facts/code.ts';
import type { PythonModule } from '../python/index.ts';
import { secondsSetting } from '../python/index.ts';
import { sourceOf } from '../syntax/index.ts';
import { configEntry, topAssignments } from './assignments.ts';

const kept: readonly string[] = ['worker_concurrency', 'worker_prefetch_multiplier', 'task_time_limit', 'task_soft_time_limit', 'task_acks_late', 'broker_url', 'task_default_queue', 'worker_pool'];

/** `worker_concurrency`, `task_time_limit`, `beat_schedule` of a celeryconfig.py; names in capitals are the old spelling. */
export function celeryFacts(module: PythonModule): readonly CodeFact[] {
  const assigned = new Map([...topAssignments(module)].map(([name, value]) => [name.toLowerCase().replace(/^celery_/, ''), value]));
  const facts: CodeFact[] = [];
  for (const name of kept) {
    const value = assigned.get(name);
    if (value) facts.push(configEntry(`celery.${name}`, value));
  }
  const limit = assigned.get('task_time_limit') ?? assigned.get('task_soft_time_limit');
  if (limit) facts.push({ kind: 'deadline', what: 'job', library: 'celery', site: { source: sourceOf(limit), within: null, lifetime: 'process', inLoop: false }, timeoutMs: secondsSetting(limit) });
  const schedule = assigned.get('beat_schedule');
  if (schedule?.type === 'dictionary' && schedule.children.length > 0)
    facts.push({ kind: 'entry-point', role: 'scheduler', framework: 'celery-beat', source: sourceOf(schedule), within: null, queue: null, guard: null });
  return facts;
}
