import type { BlockingUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, walk } from '../../syntax/index.ts';
import { originOf } from '../code/origin.ts';
import { qualified } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { durationSetting, shown } from '../value/value.ts';

/** `time.Sleep` and child processes that the caller waits for. A goroutine that nobody waits for holds up nothing. */
export function blockingOf(unit: GoUnit): readonly BlockingUse[] {
  const found: BlockingUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const use = node.type === 'call_expression' ? (sleep(unit, node) ?? childProcess(unit, node)) : null;
    if (use && isWaitedFor(unit, node)) found.push(use);
  }
  return found;
}

function sleep(unit: GoUnit, node: SyntaxNode): BlockingUse | null {
  const time = qualified(unit, node) === 'time.Sleep' ? argsOf(node)[0] : undefined;
  if (!time) return null;
  return {
    kind: 'blocking',
    what: 'sleep',
    library: 'time',
    callee: 'time.Sleep',
    site: callSite(unit, node),
    holds: 'thread',
    inAsync: false,
    durationMs: durationSetting(evaluate(unit, time), time, `time.Sleep(${shown(time)})`),
    instead: 'a select on time.After and ctx.Done()',
  };
}

function childProcess(unit: GoUnit, node: SyntaxNode): BlockingUse | null {
  const receiver = /^(Run|Output|CombinedOutput|Wait)$/.test(calledName(node)) ? receiverOf(node) : null;
  const made = receiver && originOf(unit, receiver, 3, false);
  const full = made ? qualified(made.unit, made.node) : null;
  if (full !== 'os/exec.Command' && full !== 'os/exec.CommandContext') return null;
  return {
    kind: 'blocking',
    what: 'process',
    library: 'os/exec',
    callee: receiver?.type === 'call_expression' ? `${shown(child(receiver, 'function') ?? receiver)}(…).${calledName(node)}` : shown(child(node, 'function') ?? node),
    site: callSite(unit, node),
    holds: 'thread',
    inAsync: false,
    durationMs: null,
    instead: 'a job that a worker runs',
  };
}

function isWaitedFor(unit: GoUnit, node: SyntaxNode): boolean {
  if (functionAround(unit, node)?.name === 'main') return false;
  for (let above = node.parent; above; above = above.parent) {
    if (above.type === 'go_statement' || (above.type === 'for_statement' && isEndless(above))) return false;
  }
  return true;
}

/** `for { … }` that is never left: whoever runs it has no caller that waits. */
export function isEndless(loop: SyntaxNode): boolean {
  const [only, ...others] = namedChildren(loop);
  if (only?.type !== 'block' || others.length > 0) return false;
  for (const node of walk(only, (each) => each.type !== 'func_literal')) {
    if (node.type === 'return_statement' || node.type === 'goto_statement') return false;
    if (node.type === 'break_statement' && (namedChildren(node).length > 0 || ancestor(node, 'for_statement', 'select_statement', 'expression_switch_statement', 'type_switch_statement') === loop))
      return false;
  }
  return true;
}
