import type { EntryPoint } from '../../../facts/code.ts';
import { functionAround } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonFunction, PythonModule } from '../code/types.ts';
import { callsIn } from '../work/guarded.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';

const loopsMost = 20;

/** `while True: …; time.sleep(n)` that runs from the main block: a scheduler made by hand. */
export function sleepLoops(module: PythonModule): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  for (const node of walk(module.tree.root)) {
    if (found.length >= loopsMost) break;
    const condition = node.type === 'while_statement' ? child(node, 'condition') : null;
    if (!condition || !/^(True|1)$/.test(textOf(condition)) || !sleeps(node, module)) continue;
    const within = functionAround(node, module);
    if (within && !startedFromTop(within, module)) continue;
    found.push({ kind: 'entry-point', role: 'scheduler', framework: 'loop', source: sourceOf(condition), within: within?.id ?? null, queue: null, guard: null });
  }
  return found;
}

function sleeps(loop: SyntaxNode, module: PythonModule): boolean {
  return callsIn(loop, module).some((call) => /^(time|asyncio|gevent)\.sleep$/.test(calleeName(call) ?? ''));
}

/** Called from module level, or from a function that is. */
function startedFromTop(within: PythonFunction, module: PythonModule, steps = 0): boolean {
  if (steps > 2) return false;
  for (const call of module.calls) {
    const referent = referentOf(call.callee);
    if (referent?.kind !== 'function' || referent.function !== within) continue;
    if (call.within === null || (call.within !== within && startedFromTop(call.within, module, steps + 1))) return true;
  }
  return false;
}
