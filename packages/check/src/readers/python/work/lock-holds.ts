import type { LockHold } from '../../../facts/code.ts';
import { handedOn } from '../blocking/handed-on.ts';
import { calleeName } from '../code/external.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
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
    return found && !onlyOnce(call, held) ? [{ source: sourceOf(call.callee), says: call.written, what: found.io }] : [];
  });
  return io.length > 0 ? [{ kind: 'lock-hold', library: calleeName(maker) ?? maker.written, site: { ...siteAt(held.object), source: sourceOf(held.object) }, io }] : [];
}

/** A function that is only defined while the lock is held runs at some other time. */
function runsThere(call: PythonCall, held: Held): boolean {
  return !handedOn(call.node) && (call.within === null || call.within.node.start < held.body.start);
}

/** `with lock: if token is None: token = fetch()`: what is kept afterwards is fetched under the lock on purpose, and once. */
function onlyOnce(call: PythonCall, held: Held): boolean {
  for (let above = call.node; above.parent && above.start >= held.from; above = above.parent) {
    const around = above.parent;
    const condition = around.type === 'if_statement' && above.field !== 'condition' ? child(around, 'condition') : null;
    if (condition && around.start >= held.from && asksForKept(condition, call)) return true;
  }
  return returnsBefore(call, held);
}

/** `if token: return token` ahead of the fetch. */
function returnsBefore(call: PythonCall, held: Held): boolean {
  for (const node of walk(held.body)) {
    if (node.type !== 'if_statement' || node.start < held.from || node.end > call.node.start) continue;
    const condition = child(node, 'condition');
    const consequence = child(node, 'consequence');
    if (condition && consequence && asksForKept(condition, call) && namedChildren(consequence).some((each) => each.type === 'return_statement')) return true;
  }
  return false;
}

/** A condition that looks at what this process keeps, without asking anybody else. */
function asksForKept(condition: SyntaxNode, { module }: PythonCall): boolean {
  const asks = callsIn(condition, module).some((call) => ioThrough(call) !== null);
  return !asks && /is None|is not None|\bnot\b|expir|valid|stale|time|\bin\b|^\s*(self\.)?_?\w+\s*$/i.test(textOf(condition));
}
