import type { DroppedContext } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { bindingOf, bodyAround, parameterAt, qualified, valueNamed } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, parametersIn, receiverOf } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { handleOf } from './handles.ts';
import { ioOfCall } from './io.ts';

const callsExamined = 500; // each looks back to the beginning of its function

/** Calls that reach out with a fresh context, or with none, although the function around has one from its caller. */
export function droppedContextsOf(unit: GoUnit): readonly DroppedContext[] {
  const found: DroppedContext[] = [];
  let examined = 0;
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'call_expression') continue;
    const available = contextAt(unit, node);
    const given = available === null ? null : givenTo(unit, node);
    if (given !== null && examined++ === callsExamined) break;
    if (given !== null && available !== null && !outlivesCaller(unit, node))
      found.push({ kind: 'dropped-context', site: callSite(unit, node), callee: shown(child(node, 'function') ?? node), given, available });
  }
  return found;
}

function givenTo(unit: GoUnit, call: SyntaxNode): string | null {
  const first = argsOf(call)[0];
  const fresh = first ? freshContext(unit, first, 4) : null;
  if (fresh !== null) return qualified(unit, call) === 'net/http.NewRequestWithContext' || ioOfCall(unit, call) ? fresh : null;
  return takesNone(unit, call) ? 'no context' : null;
}

/** `context.Background()`, `context.TODO()`, and what is derived from them. */
function freshContext(unit: GoUnit, node: SyntaxNode, levels: number): string | null {
  if (levels === 0) return null;
  if (node.type === 'identifier') {
    const binding = bindingOf(unit, textOf(node), node);
    if (binding && !(binding.declares && isParameterInside(unit, node, binding.node))) return binding.value ? freshContext(unit, binding.value, levels - 1) : null;
    if (parameterAt(unit, textOf(node), node)) return null;
    const value = valueNamed(unit, node)?.value.value;
    return value ? freshContext(unit, value, levels - 1) : null;
  }
  if (node.type !== 'call_expression') return null;
  const full = qualified(unit, node) ?? '';
  if (full === 'context.Background' || full === 'context.TODO') return `${full}()`;
  const first = argsOf(node)[0];
  if (!first || !/^context\.With(Timeout|Deadline|Cancel|Value)\w*$|\.ContextWith\w+$/.test(full)) return null;
  const below = freshContext(unit, first, levels - 1);
  return below === null ? null : full.startsWith('context.WithValue') ? below : `${shown(child(node, 'function') ?? node)}(${below}${argsOf(node).length > 1 ? ', …' : ''})`;
}

/** A function literal between the binding and its use has a parameter of that name. */
function isParameterInside(unit: GoUnit, use: SyntaxNode, binding: SyntaxNode): boolean {
  const literal = ancestor(use, 'func_literal');
  return literal !== null && literal.start > binding.end && parameterAt(unit, textOf(use), use) !== null;
}

const withoutContext: readonly (readonly [RegExp, RegExp])[] = [
  [/^net\/http\.Client$/, /^(Get|Post|PostForm|Head)$/],
  // Statements of a transaction end with the context that it was begun with.
  [/^database\/sql\.(DB|Conn)$/, /^(Query|QueryRow|Exec|Begin|Prepare)$/],
  [/sqlx\.DB$/, /^(Query|QueryRow|Exec|Begin|Prepare|Get|Select|NamedExec|NamedQuery|Queryx|QueryRowx|Beginx|MustExec|MustBegin)$/],
];

/** The form without a context of a call that has one with: `http.Get`, `db.Query`, `http.NewRequest` whose request is sent as it is. */
function takesNone(unit: GoUnit, call: SyntaxNode): boolean {
  const full = qualified(unit, call);
  if (full !== null) return /^net\/http\.(Get|Post|PostForm|Head)$/.test(full) || (full === 'net/http.NewRequest' && isSentAsItIs(unit, call));
  const receiver = receiverOf(call);
  const name = calledName(call);
  if (!receiver || !withoutContext.some(([, method]) => method.test(name))) return false;
  const handle = handleOf(unit, receiver);
  return withoutContext.some(([type, method]) => type.test(handle) && method.test(name));
}

/** `client.Do(req)` on the request, and nothing that gives it a context on the way. */
function isSentAsItIs(unit: GoUnit, call: SyntaxNode): boolean {
  const bound = ancestor(call, 'short_var_declaration', 'assignment_statement', 'block');
  const left = bound && child(bound, 'left');
  const name = left ? textOf(namedChildren(left)[0] ?? left) : '';
  const body = bodyAround(unit, call);
  if (!body || !/^\w+$/.test(name)) return false;
  let isSent = false;
  for (const each of walk(body)) {
    if (each.type !== 'call_expression' || each.start < call.end) continue;
    if (textOf(receiverOf(each) ?? each) === name && /^(WithContext|Clone)$/.test(calledName(each))) return false;
    const args = argsOf(each).map(textOf);
    if (!args.includes(name)) continue;
    if (args.length > 1) return false;
    if (/^(Do|RoundTrip)$/.test(calledName(each))) isSent = true;
  }
  return isSent;
}

const workThatEnds = /shutdown|close|stop|clean|rollback|release|revert|flush|unlock|background|async|detach|drain|deregister/i;
const calledAtOnce = /^(Go|TryGo|Do|Retry|RetryNotify|RetryWithData|Execute|Run|Transaction|RunInTx|WithTransaction|WithTx|InTx)$/;

/** Goroutines, deferred and stored functions, and what ends things: none of them is bound to the request. */
function outlivesCaller(unit: GoUnit, call: SyntaxNode): boolean {
  const around = functionAround(unit, call);
  if (!around?.body || workThatEnds.test(around.name)) return true;
  // After its own context has ended, a function can only go on with another one.
  if (/<-\s*[\w.]+(\(\))?\.Done\(\)|\.Err\(\)\s*[!=]=\s*(nil|context\.)/.test(unit.tree.text.slice(around.body.start, call.start))) return true;
  for (let above = call.parent; above && above !== around.node; above = above.parent) {
    if (above.type === 'go_statement' || above.type === 'defer_statement') return true;
    if (above.type === 'func_literal' && carried(above) === null && !isCalledAtOnce(unit, above)) return true;
  }
  return false;
}

function isCalledAtOnce(unit: GoUnit, literal: SyntaxNode): boolean {
  const parent = literal.parent;
  if (parent?.type === 'call_expression') return child(parent, 'function') === literal;
  const call = parent?.type === 'argument_list' ? parent.parent : null;
  return call?.type === 'call_expression' && calledAtOnce.test(calledName(call)) && qualified(unit, call)?.startsWith('sync.') !== true;
}

const carriers: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^context\.Context$/, (name) => name],
  [/^\*http\.Request$/, (name) => `${name}.Context()`],
  [/^\*gin\.Context$/, (name) => `${name}.Request.Context()`],
  [/^echo\.Context$/, (name) => `${name}.Request().Context()`],
  [/^\*fiber\.Ctx$/, (name) => `${name}.UserContext()`],
];

function carried(holder: SyntaxNode): string | null {
  for (const parameter of parametersIn(child(holder, 'parameters'))) {
    const type = textOf(parameter.type).replace(/\s/g, '');
    const found = parameter.name === '_' ? undefined : carriers.find(([pattern]) => pattern.test(type));
    if (found) return found[1](parameter.name);
  }
  return null;
}

/** The context that the innermost function with one was given. */
function contextAt(unit: GoUnit, call: SyntaxNode): string | null {
  const outermost = functionAround(unit, call)?.node;
  for (let above = call.parent; above; above = above.parent) {
    if (above.type !== 'func_literal' && above !== outermost) continue;
    const name = carried(above);
    if (name !== null) return name;
  }
  return null;
}
