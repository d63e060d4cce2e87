import type { BreakerUse, DeadlineUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import type { JavaAnnotation } from '../code/annotations.ts';
import { annotationNamed } from '../code/annotations.ts';
import { argsOf, callName } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { callSite, makingSite } from '../code/site.ts';
import { configuredMs } from '../clients/spring-timeouts.ts';
import { timeFrom } from '../clients/timeout.ts';
import type { JavaMethod, JavaUnit } from '../code/unit.ts';
import { numberSetting, shown } from '../value/value.ts';
import { isKnown, stated, valueOf } from '../../../model/known.ts';

export function breakersOf(unit: JavaUnit): readonly BreakerUse[] {
  const found: BreakerUse[] = [];
  for (const method of unit.methods) {
    const annotation = annotationNamed(method.annotations, 'CircuitBreaker', 'HystrixCommand') ?? annotationNamed(method.type.annotations, 'CircuitBreaker');
    if (annotation && !method.isConstructor)
      found.push({ kind: 'breaker', library: annotation.name === 'HystrixCommand' ? 'hystrix' : 'resilience4j', site: callSite(unit, annotation.node), wraps: calleesIn(method.body) });
  }
  for (const node of walk(unit.tree.root)) {
    const name = node.type === 'method_invocation' ? callName(node) : '';
    const library = breakerLibrary(unit, node, name);
    if (library) found.push({ kind: 'breaker', library, site: callSite(unit, node), wraps: argsOf(node).flatMap(calleesIn) });
  }
  return found;
}

function breakerLibrary(unit: JavaUnit, node: SyntaxNode, name: string): string | null {
  const imported = (pattern: RegExp): boolean => unit.imports.some((each) => pattern.test(each.name));
  if (/^(decorate|execute)(Supplier|Callable|Runnable|Function|CheckedSupplier|CompletionStage)$/.test(name) && imported(/resilience4j\.circuitbreaker/)) return 'resilience4j';
  const object = child(node, 'object');
  return name === 'run' && object && /[cC]ircuitBreaker/.test(textOf(object)) && imported(/cloud\.client\.circuitbreaker/) ? 'spring-cloud-circuitbreaker' : null;
}

function calleesIn(node: SyntaxNode | null): readonly string[] {
  if (!node) return [];
  return [...walk(node)]
    .filter((each) => each.type === 'method_invocation')
    .slice(0, 50)
    .map(calleeOf);
}

function calleeOf(call: SyntaxNode): string {
  const object = child(call, 'object');
  return object ? `${shown(object)}.${callName(call)}` : callName(call);
}

/** `@TimeLimiter`, `@Transactional(timeout = …)`, Hystrix's command timeout, `CompletableFuture.orTimeout`, MVC's async timeout. */
export function deadlinesOf(unit: JavaUnit): readonly DeadlineUse[] {
  const found = unit.methods.flatMap((method) => ofMethod(unit, method));
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation') continue;
    const name = callName(node);
    const isMvc = name === 'setDefaultTimeout' && unit.imports.some((each) => /AsyncSupportConfigurer$|servlet\.config/.test(each.name));
    const isFuture = /^(orTimeout|completeOnTimeout)$/.test(name) && /Future|Async/.test(unit.tree.text);
    if (!isMvc && !isFuture) continue;
    const args = name === 'completeOnTimeout' ? argsOf(node).slice(1) : argsOf(node);
    const timeoutMs = timeFrom(unit, { name, args, node });
    if (timeoutMs) found.push({ kind: 'deadline', what: 'handler', library: isMvc ? 'spring-mvc' : 'CompletableFuture', site: callSite(unit, node), timeoutMs });
  }
  return found;
}

function ofMethod(unit: JavaUnit, method: JavaMethod): readonly DeadlineUse[] {
  const limiter = annotationNamed(method.annotations, 'TimeLimiter');
  const transactional = annotationNamed(method.annotations, 'Transactional');
  const timeout = transactional?.argument('timeout');
  const found: DeadlineUse[] = [];
  if (limiter) found.push({ kind: 'deadline', what: 'handler', library: 'resilience4j', site: makingSite(unit, limiter.node), timeoutMs: limiterTimeout(unit, limiter) });
  if (timeout) found.push({ kind: 'deadline', what: 'statement', library: 'spring-tx', site: makingSite(unit, timeout), timeoutMs: numberSetting(evaluate(unit, timeout), timeout, 1_000) });
  const hystrix = annotationNamed(method.annotations, 'HystrixCommand');
  if (hystrix)
    found.push({ kind: 'deadline', what: 'handler', library: 'hystrix', site: makingSite(unit, hystrix.node), timeoutMs: hystrixTimeout(hystrix) ?? defaulted(javaDefaults.hystrix, hystrix.node) });
  return found;
}

function limiterTimeout(unit: JavaUnit, limiter: JavaAnnotation): Setting<number> {
  const nameNode = limiter.argument('name');
  const known = nameNode ? evaluate(unit, nameNode).known : null;
  const name = known && isKnown(known) ? String(valueOf(known)) : 'default';
  return (
    configuredMs(unit, [`resilience4j.timelimiter.instances.${name.toLowerCase()}.timeout-duration`, 'resilience4j.timelimiter.configs.default.timeout-duration']) ??
    defaulted(javaDefaults.timeLimiter, limiter.node)
  );
}

function hystrixTimeout(hystrix: JavaAnnotation): Setting<number> | null {
  const text = textOf(hystrix.node);
  const milliseconds = /timeoutInMilliseconds"\s*,\s*value\s*=\s*"(\d+)"/.exec(text)?.[1];
  return milliseconds ? { value: stated(Number(milliseconds), sourceOf(hystrix.node), `timeoutInMilliseconds = ${milliseconds}`), variables: [] } : null;
}
