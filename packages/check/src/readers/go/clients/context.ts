import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { isKnown } from '../../../model/known.ts';
import { handlerRole } from '../entries/handlers.ts';
import { targetOf } from '../code/functions.ts';
import { unitsIn } from '../code/package.ts';
import { evaluate } from '../value/evaluate.ts';
import { bindingOf, parameterAt, qualified } from '../code/scope.ts';
import type { GoFunction, GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';
import { durationSetting, shown } from '../value/value.ts';
import { cannotTell } from './use.ts';

/**
 * How long a context lets an HTTP call run: a stated time, no limit (null), or unknown. The context of an incoming request has no deadline of its
 * own: it ends when the caller leaves, and nobody promises when. A context that is handed in is followed to those who call, within the package.
 */
export function httpContextTimeout(unit: GoUnit, context: SyntaxNode): Setting<number> | null {
  return contextTimeout(unit, context, 5, true);
}

/** The same for gRPC, which carries the deadline of the incoming call on: there it stays unknown. */
export function contextTimeout(unit: GoUnit, context: SyntaxNode, levels = 5, endsWithCaller = false): Setting<number> | null {
  if (levels === 0) return cannotTell(`${shown(context)} could not be followed`, `the deadline of ${shown(context)}`, context);
  if (context.type === 'identifier') {
    const name = textOf(context);
    const binding = bindingOf(unit, name, context);
    if (binding?.value) return contextTimeout(unit, binding.value, levels - 1, endsWithCaller);
    const parameter = parameterAt(unit, name, context);
    const fromCallers = endsWithCaller && parameter?.of ? limitOfCallers(unit, parameter.of, parameter.index, levels) : undefined;
    if (fromCallers !== undefined) return fromCallers;
    if (parameter) return cannotTell(`${name} is handed in by the caller`, `the deadline of ${name}`, context);
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
    if (full && /^context\.|\.(NewContext|ContextWith\w*|AppendToOutgoingContext|NewOutgoingContext|WithValue|Extract)$/.test(full) && first)
      return contextTimeout(unit, first, levels - 1, endsWithCaller);
    if (endsWithCaller && isOfRequest(unit, context)) return null;
    if (calledName(context) === 'Context' || calledName(context) === 'UserContext')
      return cannotTell(`${shown(context)} lasts as long as the incoming request`, 'the deadline of the incoming request', context);
    if (first && /^(ctx|context)$/.test(textOf(first))) return contextTimeout(unit, first, levels - 1, endsWithCaller);
  }
  return cannotTell(`${shown(context)} could not be followed`, `the deadline of ${shown(context)}`, child(context, 'function') ?? context);
}

const callersMax = 12;

/** What all callers in the package agree on; undefined where they do not, where one cannot be told, or where nobody is seen to call. */
function limitOfCallers(unit: GoUnit, callee: GoFunction, index: number, levels: number): Setting<number> | null | undefined {
  if (handlerRole(unit, callee) === 'server') return null;
  const calls = callsOf(unit, callee);
  if (calls.length === 0 || calls.length > callersMax || /^[A-Z]/.test(callee.name)) return undefined; // what is exported may be called elsewhere
  const limits = calls.map((call) => {
    const argument = argsOf(call.node)[index];
    return argument ? contextTimeout(call.unit, argument, levels - 1, true) : undefined;
  });
  const [first] = limits;
  if (limits.every((limit) => limit === null)) return null;
  return first && limits.every((limit) => limit && isKnown(limit.value) && isKnown(first.value) && limit.value.value === first.value.value) ? first : undefined;
}

function callsOf(unit: GoUnit, callee: GoFunction): readonly { readonly unit: GoUnit; readonly node: SyntaxNode }[] {
  return unitsIn(unit.folder, unit.files, new RegExp(`\\b${callee.name}\\(`)).flatMap((other) =>
    [...walk(other.tree.root)].flatMap((node) =>
      node.type === 'call_expression' && calledName(node) === callee.name && targetOf(other, node, callee.name) === callee.id ? [{ unit: other, node }] : [],
    ),
  );
}

/** `r.Context()` of an `*http.Request` that is handed in. */
function isOfRequest(unit: GoUnit, call: SyntaxNode): boolean {
  const receiver = receiverOf(call);
  if (calledName(call) !== 'Context' || receiver?.type !== 'identifier') return false;
  const parameter = parameterAt(unit, textOf(receiver), receiver);
  return parameter !== null && /^\*http\.Request$/.test(textOf(parameter.type));
}
