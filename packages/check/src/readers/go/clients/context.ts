import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { evaluate } from '../value/evaluate.ts';
import { bindingOf, parameterAt, qualified } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName } from '../code/unit.ts';
import { durationSetting, shown } from '../value/value.ts';
import { cannotTell } from './use.ts';

/** How long a context lets a call run: a stated time, no limit (null), or a limit that the caller decides (unknown). */
export function contextTimeout(unit: GoUnit, context: SyntaxNode, levels = 5): Setting<number> | null {
  if (levels === 0) return cannotTell(`${shown(context)} could not be followed`, `the deadline of ${shown(context)}`, context);
  if (context.type === 'identifier') {
    const name = textOf(context);
    const binding = bindingOf(unit, name, context);
    if (binding?.value) return contextTimeout(unit, binding.value, levels - 1);
    if (parameterAt(unit, name, context)) return cannotTell(`${name} is handed in by the caller`, `the deadline of ${name}`, context);
  }
  if (context.type === 'call_expression') {
    const full = qualified(unit, context);
    const [first, second] = argsOf(context);
    if ((full === 'context.WithTimeout' || full === 'context.WithTimeoutCause') && second) {
      return durationSetting(evaluate(unit, second), second, `context.WithTimeout(${shown(second)})`);
    }
    if (full === 'context.WithDeadline' && second) {
      const added = second.type === 'call_expression' && calledName(second) === 'Add' ? argsOf(second)[0] : undefined;
      return added ? durationSetting(evaluate(unit, added), added, `context.WithDeadline(${shown(second)})`) : cannotTell(`${shown(second)} is not known before it runs`, 'the deadline', second);
    }
    if (full === 'context.Background' || full === 'context.TODO') return null;
    if (full && /^context\.|\.(NewContext|ContextWith\w*|AppendToOutgoingContext|NewOutgoingContext|WithValue|Extract)$/.test(full) && first) return contextTimeout(unit, first, levels - 1);
    if (calledName(context) === 'Context' || calledName(context) === 'UserContext')
      return cannotTell(`${shown(context)} lasts as long as the incoming request`, 'the deadline of the incoming request', context);
    if (first && /^(ctx|context)$/.test(textOf(first))) return contextTimeout(unit, first, levels - 1);
  }
  return cannotTell(`${shown(context)} could not be followed`, `the deadline of ${shown(context)}`, child(context, 'function') ?? context);
}
