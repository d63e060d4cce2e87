import type { Node } from 'oxc-parser';
import { settingIn } from '../../condition/index.ts';
import type { Module } from '../modules/module.ts';
import { isFunction } from '../modules/scope.ts';

/** `if (config.jobs) start()`, `process.env.JOBS && start()`: the setting that decides whether a place is run, within its function. */
export function switchAround(node: Node, { text }: Module): string | null {
  let inner: Node = node;
  for (let at = node.parent ?? null; at && !isFunction(at); at = at.parent ?? null) {
    const condition =
      at.type === 'IfStatement' && at.test !== inner
        ? at.test
        : at.type === 'LogicalExpression' && at.right === inner
          ? at.left
          : at.type === 'ConditionalExpression' && at.test !== inner
            ? at.test
            : null;
    const found = condition ? settingIn(text.slice(condition.start, condition.end)) : null;
    if (found !== null) return found;
    inner = at;
  }
  return null;
}
