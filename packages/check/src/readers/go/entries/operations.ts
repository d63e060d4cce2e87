import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf, walk } from '../../syntax/index.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { bodyAround, qualified } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';

/** Paths that a kubelet, a load balancer or a Prometheus asks for: nobody's request. */
const operational = /^"\/?(?:[\w-]*metrics|[\w-]*health\w*|livez?|liveness|readyz?|readiness|debug\/pprof)(?:\/[^"]*)?"$/i;
const routing = /^(?:Handle(?:Func)?|GET|Get|Any|Methods)$/;

/** Whether a server, by its literal or by the call that starts it, answers nothing but metrics and probes: every route of its handler is seen and is one of those. */
export function answersOperationsOnly(unit: GoUnit, node: SyntaxNode): boolean {
  const handler = handlerOf(unit, node);
  const body = bodyAround(unit, node);
  if (!handler || !body) return false;
  if (/\bpromhttp\.Handler(?:For)?\(/.test(textOf(handler))) return true;
  const names = new Set([...walk(handler)].flatMap((each) => (each.type === 'identifier' ? [textOf(each)] : [])));
  let routes = 0;
  for (const call of walk(body)) {
    if (call.type !== 'call_expression' || call === node || isWithin(call, handler)) continue;
    const receiver = receiverOf(call);
    if (receiver && names.has(textOf(receiver)) && routing.test(calledName(call))) {
      const [path] = argsOf(call);
      if (!path || !operational.test(textOf(path))) return false;
      routes++;
    } else if (argsOf(call).some((argument) => argument.type === 'identifier' && names.has(textOf(argument)) && textOf(argument) !== 'nil')) return false; // whoever gets the router may add routes
  }
  return routes > 0;
}

function handlerOf(unit: GoUnit, node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'composite_literal') return keyedValue(node, 'Handler');
  if (qualified(unit, node)?.startsWith('net/http.ListenAndServe')) return argsOf(node).at(-1) ?? null;
  const receiver = receiverOf(node);
  const made = receiver ? originOf(unit, receiver, 4, false) : null;
  return made?.unit === unit && made.node.type === 'composite_literal' ? keyedValue(made.node, 'Handler') : null;
}

function isWithin(node: SyntaxNode, outer: SyntaxNode): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}
