import type { PythonCall } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';

/** Does this stand in a lambda? Whoever gets the lambda runs it, often in a thread: `run_in_executor(None, lambda: load(berth))`. */
export function handedOn(node: SyntaxNode): boolean {
  for (let above = node.parent; above && above.type !== 'function_definition'; above = above.parent) if (above.type === 'lambda') return true;
  return false;
}

const runsInThread = /(^|\.)(run_in_executor|to_thread|run_sync|run_in_threadpool|sync_to_async)$/;

/** Does this stand in a lambda that another thread will run? */
export function handedToThread(call: PythonCall): boolean {
  for (let above = call.node.parent; above && above.type !== 'function_definition'; above = above.parent) {
    const around = above.type === 'lambda' && above.parent?.type === 'argument_list' ? above.parent.parent : null;
    const callee = around && child(around, 'function');
    if (callee && runsInThread.test(textOf(callee).slice(-80))) return true;
  }
  return false;
}
