import type { FanOutUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, childOfType, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { isKnown } from '../../../model/known.ts';
import { cannotTell } from '../clients/use.ts';
import { originOf } from '../code/origin.ts';
import { bindingOf, functionNamed, parameterAt, valueNamed } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import { fieldOf, methodCalled } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { numberSetting, shown } from '../value/value.ts';
import { isEndless } from './blocking.ts';
import { ioBelow, ioOfCall } from './io.ts';

/** A goroutine for every element of a collection, or for every message that arrives. */
export function fanOutsOf(unit: GoUnit): readonly FanOutUse[] {
  const found: FanOutUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const started = node.type === 'go_statement' ? goroutine(node) : node.type === 'call_expression' ? ofGroup(unit, node) : null;
    const loop = started && loopAround(node);
    const over = loop && countedBy(unit, loop);
    if (!started || !loop || over === null || startsComponents(unit, node, started.work)) continue;
    const does = ioIn(unit, started.work);
    found.push({
      kind: 'fan-out',
      library: started.library,
      callee: started.callee,
      site: callSite(unit, node),
      over,
      limit: started.limit ?? limitIn(unit, loop, node),
      does: does && { source: sourceOf(does.node), says: does.says, to: does.to },
    });
  }
  return found;
}

interface Started {
  readonly library: string;
  readonly callee: string;
  readonly work: SyntaxNode; // the function literal, or the call
  readonly limit: Setting<number> | null;
}

function goroutine(node: SyntaxNode): Started | null {
  const call = childOfType(node, 'call_expression');
  const called = call && child(call, 'function');
  if (!call || !called) return null;
  const isLiteral = called.type === 'func_literal';
  return { library: 'goroutine', callee: isLiteral ? 'go func() { … }()' : `go ${shown(called)}(…)`, work: isLiteral ? called : call, limit: null };
}

/** `group.Go(func() error { … })` of errgroup, `wg.Go(…)` of sync, and of conc. */
function ofGroup(unit: GoUnit, node: SyntaxNode): Started | null {
  const receiver = calledName(node) === 'Go' ? receiverOf(node) : null;
  const work = argsOf(node)[0];
  const path = unit.imports.find((each) => /^golang\.org\/x\/sync\/errgroup$|^github\.com\/sourcegraph\/conc/.test(each.path))?.path;
  if (!receiver || work?.type !== 'func_literal' || !/^\w+$/.test(textOf(receiver)) || path === undefined) return null;
  const scope = functionAround(unit, node)?.node ?? unit.tree.root;
  const name = textOf(receiver);
  const limiting = [...walk(scope)].find((each) => each.type === 'call_expression' && /^(SetLimit|WithMaxGoroutines)$/.test(calledName(each)) && textOf(receiverOf(each) ?? each).startsWith(name));
  const made = limiting ? null : originOf(unit, receiver, 3, false);
  const chained = made && [...walk(made.node)].find((each) => each.type === 'call_expression' && calledName(each) === 'WithMaxGoroutines');
  const at = limiting ?? chained ?? null;
  const size = at ? argsOf(at)[0] : undefined;
  return {
    library: path.includes('errgroup') ? 'errgroup' : 'conc',
    callee: `${name}.Go(func() { … })`,
    work,
    limit: size ? numberSetting(evaluate(unit, size), size, `${calledName(at ?? node)}(${shown(size)})`) : null,
  };
}

/** The loop that starts it again and again; a loop outside of the function literal around does not count. */
function loopAround(node: SyntaxNode): SyntaxNode | null {
  const above = ancestor(node, 'for_statement', 'func_literal', 'function_declaration', 'method_declaration');
  if (above?.type !== 'for_statement') return null;
  return isLeftAfter(node, above) ? loopAround(above) : above;
}

/** `go call(first); break`: no second round of this loop. */
function isLeftAfter(node: SyntaxNode, loop: SyntaxNode): boolean {
  for (let at = node; at.parent && at !== loop; at = at.parent) {
    const siblings = at.parent.type === 'block' || at.parent.type === 'statement_list' ? namedChildren(at.parent) : [];
    if (siblings.some((each) => each.start > at.end && (each.type === 'break_statement' || each.type === 'return_statement'))) return true;
  }
  return false;
}

/** What the loop counts, as written; null when that is bounded, or no collection. */
function countedBy(unit: GoUnit, loop: SyntaxNode): string | null {
  const range = childOfType(loop, 'range_clause');
  if (range) {
    const over = child(range, 'right');
    return over && !isBounded(unit, range, over, loop) ? (isChannel(unit, over) ? `messages of ${shown(over)}` : shown(over)) : null;
  }
  const clause = childOfType(loop, 'for_clause');
  const condition = clause && child(clause, 'condition');
  const counted = condition && /^\w+\s*<\s*len\((.+)\)$/.exec(textOf(condition))?.[1];
  if (counted !== null && counted !== undefined) return counted;
  return clause ? null : received(loop);
}

/** `for { message := <-queue; go handle(message) }`; connections that a listener accepts are the way of servers. */
function received(loop: SyntaxNode): string | null {
  const body = childOfType(loop, 'block');
  for (const node of body ? walk(body, (each) => each.type !== 'func_literal' && each.type !== 'go_statement') : []) {
    const operand = node.type === 'unary_expression' && textOf(node).startsWith('<-') ? child(node, 'operand') : null;
    const bound = operand && (ancestor(node, 'short_var_declaration', 'receive_statement', 'block') ?? null);
    if (operand && bound && bound.type !== 'block' && child(bound, 'left') && !/\b(Done|After|C)\b(\(.*\))?$|tick|done|stop|quit|sig|sem|err/i.test(textOf(operand)))
      return `messages of ${shown(operand)}`;
    if (node.type === 'call_expression' && /^(ReadMessage|FetchMessage|ReceiveMessages?|PollFetches)$/.test(calledName(node))) return `messages of ${shown(receiverOf(node) ?? node)}`;
  }
  return null;
}

function isBounded(unit: GoUnit, range: SyntaxNode, over: SyntaxNode, loop: SyntaxNode): boolean {
  if (/^(int_literal|composite_literal|func_literal)$/.test(over.type) || /chunk|batch|page|worker|shard|partition|listener|server|replica/i.test(textOf(over))) return true;
  const left = child(range, 'left');
  if (isKnown(evaluate(unit, over).known) || (left && /chunk|batch|worker|shard|listener|server/i.test(textOf(left)))) return true;
  const made = originOf(unit, over, 3, false);
  if (made && (made.node.type === 'composite_literal' || made.node.type === 'int_literal') && !isAppendedTo(unit, over)) return true;
  const type = declaredType(unit, over);
  if (type && (/^u?int\d*$/.test(textOf(type)) || type.type === 'array_type')) return true;
  if (valueNamed(unit, over)?.value.constant) return true;
  // `for i := range n`: a number and a slice look the same, unless the body takes the element.
  const names = left ? namedChildren(left).length : 0;
  return names < 2 && !isChannel(unit, over) && !textOf(childOfType(loop, 'block') ?? loop).includes(`${textOf(over)}[`);
}

function isAppendedTo(unit: GoUnit, over: SyntaxNode): boolean {
  const body = functionAround(unit, over)?.body;
  return body ? textOf(body).includes(`${textOf(over)} = append(`) : false;
}

function declaredType(unit: GoUnit, over: SyntaxNode): SyntaxNode | null {
  if (over.type === 'selector_expression') return fieldOf(unit, over)?.field.type ?? null;
  if (over.type !== 'identifier') return null;
  const binding = bindingOf(unit, textOf(over), over);
  if (binding) return binding.node.type === 'var_spec' ? child(binding.node, 'type') : null;
  return parameterAt(unit, textOf(over), over)?.type ?? valueNamed(unit, over)?.value.type ?? null;
}

function isChannel(unit: GoUnit, over: SyntaxNode): boolean {
  if (declaredType(unit, over)?.type === 'channel_type') return true;
  const made = originOf(unit, over, 3, false);
  return made?.node.type === 'call_expression' && /^make\(\s*(<-)?chan\b/.test(textOf(made.node));
}

const starting = /^(main|init|run|start|serve|listen|launch|open|watch|boot|setup|new|stop|shutdown|close)/i;

/** Long-lived parts of the program, one goroutine each, are started and stopped once. */
function startsComponents(unit: GoUnit, node: SyntaxNode, work: SyntaxNode): boolean {
  if (starting.test(functionAround(unit, node)?.name ?? '') && ioIn(unit, work) === null) return true;
  const called = work.type === 'call_expression' ? (functionNamed(unit, work) ?? methodCalled(unit, work)) : null;
  if (work.type === 'call_expression' && starting.test(calledName(work))) return true;
  const body = work.type === 'func_literal' ? work : (called?.function.node ?? work);
  return [...walk(body)].some((each) => each.type === 'for_statement' && (isEndless(each) || isConditionless(each)));
}

function isConditionless(loop: SyntaxNode): boolean {
  const parts = namedChildren(loop);
  return parts.length === 1 && parts[0]?.type === 'block';
}

function ioIn(unit: GoUnit, work: SyntaxNode): ReturnType<typeof ioOfCall> {
  return work.type === 'func_literal' ? ioBelow(unit, work) : ioOfCall(unit, work);
}

/** A semaphore or a rate limiter that the loop or the goroutine waits at, or a group that is waited for before the next round. */
function limitIn(unit: GoUnit, loop: SyntaxNode, node: SyntaxNode): Setting<number> | null {
  for (const each of walk(childOfType(loop, 'block') ?? loop)) {
    const channel = each.type === 'send_statement' ? child(each, 'channel') : null;
    if (channel && isSlot(each, node)) return slots(unit, channel);
    const isGate = each.type === 'call_expression' && /^(Acquire|TryAcquire|Wait|WaitN|Take)$/.test(calledName(each)) && receiverOf(each) !== null;
    if (isGate) return cannotTell(`${shown(child(each, 'function') ?? each)} limits it`, `what ${shown(receiverOf(each) ?? each)} admits`, each);
  }
  return null;
}

/** `slots <- struct{}{}`: before the goroutine, or at its beginning. Results that a goroutine hands over are sent at its end. */
function isSlot(send: SyntaxNode, node: SyntaxNode): boolean {
  const value = child(send, 'value');
  return send.start < node.start || (value !== null && /^(struct\{\}\{\}|true|1|0)$/.test(textOf(value).replace(/\s/g, '')));
}

function slots(unit: GoUnit, channel: SyntaxNode): Setting<number> {
  const made = originOf(unit, channel, 4, false);
  const size = made?.node.type === 'call_expression' && calledName(made.node) === 'make' ? argsOf(made.node)[1] : undefined;
  return made && size ? numberSetting(evaluate(made.unit, size), size, shown(made.node)) : cannotTell(`${shown(channel)} is made elsewhere`, `the size of ${shown(channel)}`, channel);
}
