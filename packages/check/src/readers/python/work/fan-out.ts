import type { FanOutUse } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, walk } from '../../syntax/index.ts';
import { clip, oneLine } from '../value/says.ts';
import { limitOf } from './fan-out-limit.ts';
import { bounded, loopAround, overWhat, repeated } from './fan-out-over.ts';
import type { Repeated } from './fan-out-over.ts';
import { ioThrough } from './io.ts';

const waitsForAll = /^asyncio\.(gather|wait|as_completed)$/;
const starts = /^(asyncio\.(create_task|ensure_future)|asyncio\.(get_event_loop|get_running_loop)#create_task|asyncio\.TaskGroup#create_task|anyio\.create_task_group#start_soon|threading\.Thread)$/;
const threads = /^concurrent\.futures\.(thread\.)?ThreadPoolExecutor$/;

/** Tasks and threads of which one is started for each element of something. */
export function fanOuts(module: PythonModule): readonly FanOutUse[] {
  const found: FanOutUse[] = [];
  const seen = new Set<SyntaxNode>();
  for (const call of module.calls) {
    const name = calleeName(call);
    if (name === null || !call.within) continue;
    const sized = call.keywords.get('max_workers') ?? call.positional[0];
    const counted = threads.test(name) && sized && callAt(sized)?.written === 'len' ? callAt(sized)?.positional[0] : undefined;
    if (counted && !bounded(counted))
      found.push({ kind: 'fan-out', library: 'ThreadPoolExecutor', callee: clip(oneLine(call.node)), site: siteOf(call), over: clip(oneLine(counted)), limit: null, does: null });
    const many = waitsForAll.test(name) ? collected(call) : starts.test(name) ? inLoop(call) : null;
    if (!many || seen.has(many.loop)) continue;
    seen.add(many.loop);
    found.push(...useOf(call, name, many));
  }
  return found;
}

function useOf(call: PythonCall, library: string, many: Repeated): readonly FanOutUse[] {
  const over = overWhat(many);
  const site = siteOf(call);
  if (over === null || (site.lifetime === 'process' && !/ of /.test(over))) return [];
  if (runsInExecutor(many.work)) return [];
  const limit = limitOf(many.work, call);
  if (limit === 'unclear') return [];
  return [{ kind: 'fan-out', library, callee: clip(oneLine(call.node)), site, over, limit, does: doneBy(many.work) }];
}

/** An executor has a size of its own, the default one too; executors are facts of their own. */
function runsInExecutor(work: SyntaxNode): boolean {
  return [...walk(work)].some((node) => /(^|\.)(to_thread|run_in_executor|run_sync|run_in_threadpool)$/.test(callAt(node)?.written ?? ''));
}

/** `gather(*[load(berth) for berth in berths])`, and `gather(*tasks)` of tasks that a loop or a comprehension made. */
function collected(call: PythonCall): Repeated | null {
  const given = call.spreads[0] ?? (calleeName(call) === 'asyncio.gather' ? undefined : call.positional[0]);
  return given ? repeated(given, call) : null;
}

/** A task or thread started inside a loop, and not awaited there. */
function inLoop(call: PythonCall): Repeated | null {
  const loop = call.node.parent?.type === 'await' ? null : loopAround(call.node);
  return loop ? { loop, work: call.node } : null;
}

function doneBy(work: SyntaxNode): FanOutUse['does'] {
  for (const node of walk(work)) {
    const call = callAt(node);
    const found = call && (ioThrough(call) ?? throughTarget(call));
    if (!call || !found || found.io === 'sleep') continue;
    return { source: sourceOf(found.call.callee), says: found.call.written, to: found.io === 'database' ? 'database' : found.io === 'http' ? 'external' : 'unknown' };
  }
  return null;
}

/** `Thread(target=load, args=(berth,))` names the function and does not call it. */
function throughTarget(call: PythonCall): ReturnType<typeof ioThrough> {
  const handed = call.keywords.get('target') ?? (call.written.endsWith('start_soon') || call.written === 'map' ? call.positional[0] : undefined);
  return handed ? ioThrough({ ...call, callee: handed, written: oneLine(handed) }) : null;
}
