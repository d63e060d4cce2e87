import type { Setting } from '../../../facts/setting.ts';
import type { StateLife, StateUse } from '../../../facts/code.ts';
import { callsOf } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { siteAt } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { targetOf } from '../code/target.ts';
import { ancestor, textOf } from '../../syntax/index.ts';
import { secondsSetting } from '../value/setting.ts';
import { ioIn } from '../work/io.ts';
import type { Container, ContainerUse } from './containers.ts';
import { containersOf, livesOn, placesOf } from './containers.ts';

/** Lists and queues in which one function leaves events, and from which another sends them on later. */
export function bufferUses(module: PythonModule): readonly StateUse[] {
  return containersOf(module).flatMap((container) => {
    if (container.type !== 'list' && container.type !== 'queue') return [];
    const adds = container.uses.filter((use) => use.act === 'add');
    const taken = container.uses.filter((use) => takes(use, container));
    const flushes = taken.filter((use) => sends(use.within) && adds.some((add) => add.within !== use.within));
    const [flush] = flushes;
    if (!flush || (!livesOn(container) && !startsItself(container))) return [];
    const flushedMs = interval(flush.within, module);
    const bySize = adds.some((use) => textOf(use.within.node).includes(`len(${container.name})`));
    if (!flushedMs && !bySize && !waitsInLoop(flush)) return [];
    const life: StateLife = { writes: placesOf(adds), reads: placesOf(flushes), ...(flushedMs ? { flushedMs } : {}) };
    const site = { ...siteAt(container.value, container.target), lifetime: 'process' } as const;
    return [
      {
        kind: 'state',
        state: 'buffer',
        library: container.type,
        site,
        store: { where: 'process', protectsProcessOnly: false },
        purpose: `what waits in ${container.name.replace('self.', '')} to be sent on`,
        life,
      },
    ];
  });
}

/** Emptied, or taken from. */
function takes(use: ContainerUse, container: Container): boolean {
  if (use.act === 'remove' || use.act === 'reset') return true;
  const { parent } = use.node;
  return container.type === 'queue' && parent?.type === 'attribute' && /\.(get|get_nowait)$/.test(textOf(parent));
}

function sends(made: PythonFunction): boolean {
  const io = ioIn(made, 2)?.io;
  return io === 'http' || io === 'database' || io === 'queue';
}

/** A class that starts a thread, timer or task of its own lives as long as that runs. */
function startsItself({ inClass }: Container): boolean {
  return inClass !== null && /(Thread|Timer|create_task|ensure_future|add_job)\([^)]{0,200}self\./.test(textOf(inClass.node));
}

function waitsInLoop(use: ContainerUse): boolean {
  return ancestor(use.node, 'while_statement') !== null;
}

/** `threading.Timer(5, self.flush)`, or a loop that sleeps between two calls of it. */
function interval(flush: PythonFunction, module: PythonModule): Setting<number> | null {
  for (const call of module.calls) {
    const [first] = call.positional;
    if (calleeName(call) === 'threading.Timer' && first && textOf(call.node).includes(flush.name)) return secondsSetting(first);
  }
  const loops = [flush, ...module.functions.filter((made) => callsOf(made).some((call) => targetOf(call) === flush))];
  for (const made of loops) {
    const sleep = callsOf(made).find((call) => isSleep(call) && ancestor(call.node, 'while_statement') !== null);
    if (sleep?.positional[0]) return secondsSetting(sleep.positional[0]);
  }
  return null;
}

function isSleep(call: PythonCall): boolean {
  return /^(time|asyncio|gevent)\.sleep$/.test(calleeName(call) ?? '') || call.written.endsWith('.wait');
}
