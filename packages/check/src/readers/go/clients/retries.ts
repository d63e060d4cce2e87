import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { map } from '../../../model/known.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { originOf } from '../code/origin.ts';
import { qualified } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { numberSetting, shown } from '../value/value.ts';

/** A call inside of the function that a retry library runs again and again gets that library's number of attempts. */
export function retried(unit: GoUnit, node: SyntaxNode, use: ClientUse): ClientUse {
  if (use.act !== 'call' || use.tries) return use;
  for (let above = node.parent; above && above.type !== 'function_declaration' && above.type !== 'method_declaration'; above = above.parent) {
    const call = above.type === 'func_literal' ? above.parent?.parent : null;
    const tries = call?.type === 'call_expression' ? triesOf(unit, call) : null;
    if (tries) return { ...use, tries };
  }
  return use;
}

function triesOf(unit: GoUnit, call: SyntaxNode): Setting<number> | null {
  const full = qualified(unit, call) ?? '';
  if (/^github\.com\/avast\/retry-go\.(Do|DoWithData)$/.test(full)) return stated(unit, call, 'Attempts', 0, 0) ?? defaulted(goDefaults.avastTries, call);
  if (/^github\.com\/cenkalti\/backoff\.Retry\w*$/.test(full))
    return stated(unit, call, 'WithMaxRetries', 1, 1) ?? stated(unit, call, 'WithMaxTries', 0, 0) ?? (handedIn(unit, call) ? null : defaulted(goDefaults.backoffTries, call));
  if (/^github\.com\/sethvargo\/go-retry\.Do$/.test(full)) return stated(unit, call, 'WithMaxRetries', 0, 1) ?? (handedIn(unit, call) ? null : defaulted(goDefaults.backoffNoLimit, call));
  return null;
}

/** The number given to an option of the call, in place or through a variable. `added`: retries plus the first attempt. */
function stated(unit: GoUnit, call: SyntaxNode, option: string, at: number, added: number): Setting<number> | null {
  for (const arg of argsOf(call).filter((each) => each.type !== 'func_literal')) {
    const made = originOf(unit, arg, 3, false);
    for (const node of walk(made?.node ?? arg)) {
      const value = node.type === 'call_expression' && calledName(node) === option ? argsOf(node)[at] : undefined;
      if (!value) continue;
      const count = numberSetting(evaluate(made?.unit ?? unit, value), value, `${shown(child(node, 'function') ?? node)}(${shown(value)})`);
      return { ...count, value: map(count.value, (times) => times + added) };
    }
  }
  return null;
}

/** A backoff whose making is not seen may have a limit. */
function handedIn(unit: GoUnit, call: SyntaxNode): boolean {
  return argsOf(call).some(
    (arg) => (arg.type === 'identifier' || arg.type === 'selector_expression') && /backoff|policy|strategy|^bo?$/i.test(textOf(arg)) && originOf(unit, arg, 3, false)?.node.type !== 'call_expression',
  );
}
