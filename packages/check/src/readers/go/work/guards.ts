import type { BreakerUse, DeadlineUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { answersOperationsOnly } from '../entries/operations.ts';
import { handlerRole } from '../entries/handlers.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { bindingsIn, bodyAround, qualified } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import { outside, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { durationSetting, shown } from '../value/value.ts';
import { zeroIsNone } from '../clients/use.ts';

export function deadlinesOf(unit: GoUnit): readonly DeadlineUse[] {
  const found: DeadlineUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const deadline = node.type === 'composite_literal' ? server(unit, node) : node.type === 'call_expression' ? ofCall(unit, node) : null;
    if (deadline) found.push(deadline);
  }
  return found;
}

/** `http.Server{WriteTimeout: …}` bounds a handler; ReadTimeout and IdleTimeout bound receiving and silence. */
function server(unit: GoUnit, node: SyntaxNode): DeadlineUse | null {
  const type = child(node, 'type');
  if (!type || qualified(unit, type) !== 'net/http.Server') return null;
  const body = bodyAround(unit, node);
  const value = keyedValue(node, 'WriteTimeout') ?? (body ? bindingsIn(body).findLast((each) => /(^|\.)WriteTimeout$/.test(each.name))?.value : null) ?? null;
  const timeoutMs = value ? zeroIsNone(durationSetting(evaluate(unit, value), value, `WriteTimeout: ${shown(value)}`)) : defaulted(goDefaults.server, node);
  return { kind: 'deadline', what: 'server', library: 'net/http', site: makingSite(unit, node), timeoutMs, ...operations(unit, node) };
}

function operations(unit: GoUnit, node: SyntaxNode): Pick<DeadlineUse, 'operations'> {
  return answersOperationsOnly(unit, node) ? { operations: true } : {};
}

function ofCall(unit: GoUnit, node: SyntaxNode): DeadlineUse | null {
  const full = qualified(unit, node);
  const args = argsOf(node);
  const time = (index: number): Setting<number> | null => {
    const value = args[index];
    return value ? durationSetting(evaluate(unit, value), value, `${calledName(node)}(${shown(value)})`) : null;
  };
  if (full === 'net/http.ListenAndServe' || full === 'net/http.ListenAndServeTLS')
    return { kind: 'deadline', what: 'server', library: 'net/http', site: callSite(unit, node), timeoutMs: defaulted(goDefaults.server, node), ...operations(unit, node) };
  if (startsFramework(unit, node)) return { kind: 'deadline', what: 'server', library: 'net/http', site: callSite(unit, node), timeoutMs: defaulted(goDefaults.server, node) };
  const handler = full === 'net/http.TimeoutHandler' ? time(1) : full === 'github.com/go-chi/chi/middleware.Timeout' ? time(0) : null;
  if (handler) return { kind: 'deadline', what: 'handler', library: full?.startsWith('net') ? 'net/http' : 'chi', site: makingSite(unit, node), timeoutMs: handler };
  if (full !== 'context.WithTimeout') return null;
  const within = functionAround(unit, node);
  const role = within ? handlerRole(unit, within) : null;
  const timeoutMs = time(1);
  if (!timeoutMs || (role === null && within?.name !== 'main')) return null;
  return { kind: 'deadline', what: role === 'server' ? 'handler' : 'job', library: 'context', site: callSite(unit, node), timeoutMs };
}

/** `router.Run()` of gin and `e.Start()` of echo serve with an http.Server of their own, which has no limits unless somebody reaches into it. */
function startsFramework(unit: GoUnit, node: SyntaxNode): boolean {
  const receiver = /^(Run|RunTLS|Start|StartTLS)$/.test(calledName(node)) ? receiverOf(node) : null;
  const made = receiver && originOf(unit, receiver, 3);
  const full = made ? qualified(made.unit, made.node) : null;
  const type = receiver ? outside(typeOf(unit, receiver)) : '';
  if (/gin-gonic\/gin\.(Default|New)$/.test(full ?? '') || type.endsWith('gin.Engine')) return calledName(node).startsWith('Run');
  if (full?.endsWith('labstack/echo.New') !== true && !type.endsWith('echo.Echo')) return false;
  return calledName(node).startsWith('Start') && !/Server\.WriteTimeout/.test(unit.tree.text);
}

/** gobreaker, hystrix-go, failsafe-go. */
export function breakersOf(unit: GoUnit): readonly BreakerUse[] {
  const isImported = unit.imports.some((each) => /gobreaker|hystrix-go|circuitbreaker/.test(each.path));
  if (!isImported) return [];
  return [...walk(unit.tree.root)].flatMap((node) => {
    if (node.type !== 'call_expression' || !/^(Execute|Do|DoC|Go|Get|Run)$/.test(calledName(node))) return [];
    const receiver = receiverOf(node);
    const work = argsOf(node).find((arg) => arg.type === 'func_literal');
    if (!receiver || !work) return [];
    const wraps = [...walk(work)]
      .filter((each) => each.type === 'call_expression')
      .slice(0, 50)
      .map((each) => shown(child(each, 'function') ?? each));
    return [{ kind: 'breaker' as const, library: textOf(receiver) === 'hystrix' ? 'hystrix-go' : 'gobreaker', site: callSite(unit, node), wraps }];
  });
}
