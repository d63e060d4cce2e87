import type { LockHold } from '../../../facts/code.ts';
import { handedOn } from '../blocking/handed-on.ts';
import { calleeName } from '../code/external.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { sourceOf } from '../../syntax/index.ts';
import type { Held } from './guarded.ts';
import { acquisitions, callsIn, makersMost } from './guarded.ts';
import { ioThrough } from './io.ts';

const locks = /^(threading|asyncio|anyio|trio|gevent\.lock)\.(R?Lock|Condition)$/;

/** Locks of this process around calls that wait for something beyond it. */
export function lockHolds(module: PythonModule): readonly LockHold[] {
  const makers = module.calls.filter((call) => locks.test(calleeName(call) ?? '') && siteOf(call).lifetime === 'process').slice(0, makersMost);
  return makers.flatMap((maker) => acquisitions(module, maker.node).flatMap((held) => holdOf(held, maker)));
}

function holdOf(held: Held, maker: PythonCall): readonly LockHold[] {
  const { module } = maker;
  const inside = callsIn(held.body, module).filter((call) => call.node.start >= held.from && call.node.end <= held.to && runsThere(call, held));
  const io = inside.flatMap((call) => {
    const found = ioThrough(call);
    return found ? [{ source: sourceOf(call.callee), says: call.written, what: found.io }] : [];
  });
  return io.length > 0 ? [{ kind: 'lock-hold', library: calleeName(maker) ?? maker.written, site: { ...siteAt(held.object), source: sourceOf(held.object) }, io }] : [];
}

/** A function that is only defined while the lock is held runs at some other time. */
function runsThere(call: PythonCall, held: Held): boolean {
  return !handedOn(call.node) && (call.within === null || call.within.node.start < held.body.start);
}
