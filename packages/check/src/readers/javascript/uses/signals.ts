import type { Setting } from '../../../facts/setting.ts';
import type { CallSite, Context } from '../code/context.ts';
import { follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { enclosingFunction } from '../values/returns.ts';
import { gap, numberAt } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import { guardTimeout } from './runtime.ts';

/** The time after which a signal aborts: AbortSignal.timeout, any of several, or a controller that a timer of the same function aborts. */
export function fromSignal(call: CallSite, context: Context, signal: Place, depth: number = 6): Setting<number> {
  const { repository } = context;
  const unknownSignal = (reason: string): Setting<number> => gap(signal, reason, `the time after which the signal of ${call.callee} aborts`);
  if (depth <= 0) return unknownSignal('the signal is passed on through too many steps');
  const target = follow(repository, signal);
  if (target.kind === 'parameter') return guardTimeout(context, signal) ?? unknownSignal('the signal is given by the caller');
  if (target.kind !== 'node') return unknownSignal('the signal is made elsewhere');
  const { place } = target;
  const { node } = place;
  if (node.type === 'CallExpression') {
    const symbol = symbolOf(repository, { ...place, node: node.callee });
    const [first] = node.arguments;
    if (symbol === 'global:AbortSignal.timeout' && first && first.type !== 'SpreadElement') return numberAt(repository, { ...place, node: first });
    if (symbol === 'global:AbortSignal.any' && first?.type === 'ArrayExpression') {
      const settings = first.elements.flatMap((item) => (item && item.type !== 'SpreadElement' ? [fromSignal(call, context, { ...place, node: item }, depth - 1)] : []));
      const known = settings.find((setting) => 'value' in setting.value);
      return known ?? settings[0] ?? unknownSignal('the signals are not known');
    }
  }
  if (node.type === 'ConditionalExpression' || node.type === 'LogicalExpression') return unknownSignal('the signal depends on a condition');
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier')
    return fromController(call, context, place, node.object.name) ?? guardTimeout(context, signal) ?? unknownSignal('nothing in this function aborts the signal after a time');
  return unknownSignal(`${place.module.words(node)} cannot be followed`);
}

/** Whatever number it is, a timer fires: at the latest after 2^31 − 1 ms (Node.js, setTimeout). */
function bounded(delay: Setting<number>): Setting<number> {
  return 'value' in delay.value ? delay : { ...delay, value: { ...delay.value, bounds: { max: 2_147_483_647, ...delay.value.bounds } } };
}

/** `setTimeout(() => controller.abort(), 5000)` in the function that makes the controller. */
function fromController(call: CallSite, context: Context, signal: Place, controller: string): Setting<number> | null {
  const scope = enclosingFunction(call.node);
  for (const timer of context.calls) {
    if (timer.symbol !== 'global:setTimeout' || (scope && (timer.node.start < scope.start || timer.node.end > scope.end))) continue;
    const callback = timer.argument(0);
    const delay = timer.argument(1);
    if (!callback || !delay) continue;
    const text = signal.module.text.slice(callback.node.start, Math.min(callback.node.end, callback.node.start + 500));
    if (new RegExp(`\\b${controller.replaceAll('$', '\\$')}\\??\\.abort\\b`).test(text)) return bounded(numberAt(context.repository, delay));
  }
  return null;
}
