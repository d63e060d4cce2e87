import type { ExecutorUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { unknown } from '../../../model/known.ts';
import { argument } from '../code/calls.ts';
import { calleeName, externalBases } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { assignedTo, siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { executorDefault } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import { clip, oneLine } from '../value/says.ts';
import { numberSetting } from '../value/setting.ts';
import { callsIn, guardedBlocks, isObject, makersMost } from './guarded.ts';
import { reachOfCalled, reachOfHanded } from './reach.ts';

const pools = /^concurrent\.futures\.(thread\.|process\.)?(ThreadPoolExecutor|ProcessPoolExecutor)$/;
const semaphores = /^(asyncio|threading|trio|anyio)\.(Bounded)?Semaphore$|^(anyio|trio)\.CapacityLimiter$/;

type Submission = ExecutorUse['submissions'][number];

export function executorUses(module: PythonModule): readonly ExecutorUse[] {
  const found: ExecutorUse[] = [];
  for (const call of module.calls) {
    if (found.length >= makersMost) break;
    const library = executorLibrary(call);
    if (library !== null) found.push({ kind: 'executor', library, site: siteOf(call), name: nameOf(call), size: poolSize(call, library), submissions: submissionsTo(call, module) });
    const name = calleeName(call);
    if (name === null || !semaphores.test(name)) continue;
    const size = argument(call, 'value', 0);
    found.push({ kind: 'executor', library: name, site: siteOf(call), name: nameOf(call), size: size ? numberSetting(size) : null, submissions: heldWork(call, module) });
  }
  const unnamed = defaultExecutor(module);
  return unnamed ? [...found, unnamed] : found;
}

function executorLibrary(call: PythonCall): string | null {
  const name = calleeName(call);
  if (name !== null) return pools.exec(name)?.[2] ?? null;
  const referent = referentOf(call.callee);
  const base = referent?.kind === 'class' ? externalBases(referent.class).find((each) => pools.test(each)) : undefined;
  return base === undefined ? null : (pools.exec(base)?.[2] ?? null);
}

function nameOf(call: PythonCall): string {
  const target = assignedTo(call.node);
  if (target) return textOf(target);
  const around = call.node.parent;
  const alias = around?.type === 'as_pattern' ? namedChildren(around)[1] : undefined;
  return alias ? textOf(alias) : call.written;
}

function poolSize(call: PythonCall, library: string): Setting<number> {
  const given = argument(call, 'max_workers') ?? (calleeName(call) === null ? null : (call.positional[0] ?? null));
  if (given && given.type !== 'none') return numberSetting(given);
  const thread = library === 'ThreadPoolExecutor';
  return {
    value: unknown(
      thread ? 'max_workers is not set: min(32, processors + 4)' : 'max_workers is not set: the number of processors',
      { cause: 'no-value-given', what: `max_workers (${thread ? executorDefault.thread : executorDefault.process})` },
      { source: sourceOf(call.callee), bounds: thread ? { min: 5, max: 32 } : { min: 1 } },
    ),
    variables: [],
  };
}

/** `executor.submit(f, …)`, `executor.map(f, …)`, `loop.run_in_executor(executor, f, …)`. */
function submissionsTo(maker: PythonCall, module: PythonModule): readonly Submission[] {
  return handings(module).flatMap((call) => {
    const object = call.callee.type === 'attribute' ? child(call.callee, 'object') : null;
    const method = call.written.split('.').at(-1);
    if ((method === 'submit' || method === 'map') && object && call.positional[0] && standsFor(object, maker)) return [submission(call, call.positional[0])];
    if (method === 'run_in_executor' && call.positional[0] && call.positional[1] && standsFor(call.positional[0], maker)) return [submission(call, call.positional[1])];
    return [];
  });
}

const handed = new WeakMap<PythonModule, readonly PythonCall[]>();

function handings(module: PythonModule): readonly PythonCall[] {
  const known = handed.get(module);
  if (known) return known;
  const found = module.calls.filter((call) => /\.(submit|map|run_in_executor)$/.test(call.written)).slice(0, 1000);
  handed.set(module, found);
  return found;
}

function standsFor(node: SyntaxNode, maker: PythonCall): boolean {
  return isObject(node, maker.node);
}

function submission(call: PythonCall, work: SyntaxNode): Submission {
  return { source: sourceOf(call.node), says: clip(oneLine(call.node)), to: reachOfHanded(work) };
}

/** The work done while a semaphore is held. */
function heldWork(maker: PythonCall, module: PythonModule): readonly Submission[] {
  return guardedBlocks(module, maker.node).flatMap((block) =>
    callsIn(block, module).flatMap((call) => {
      const to = reachOfCalled(call);
      return to === 'unknown' ? [] : [{ source: sourceOf(call.node), says: clip(oneLine(call.node)), to }];
    }),
  );
}

/** `run_in_executor(None, f)` and `asyncio.to_thread(f)` share the loop's one executor. */
function defaultExecutor(module: PythonModule): ExecutorUse | null {
  const submissions: Submission[] = [];
  let first: PythonCall | null = null;
  for (const call of module.calls) {
    const work = call.written.endsWith('run_in_executor') && call.positional[0]?.type === 'none' ? call.positional[1] : calleeName(call) === 'asyncio.to_thread' ? call.positional[0] : undefined;
    if (!work || submissions.length >= 1000) continue;
    first ??= call;
    submissions.push(submission(call, work));
  }
  if (!first) return null;
  const size = poolSize({ ...first, positional: [], keywords: new Map() }, 'ThreadPoolExecutor');
  return { kind: 'executor', library: 'asyncio default executor', site: { ...siteOf(first), lifetime: 'process' }, name: 'default executor', size, submissions };
}
