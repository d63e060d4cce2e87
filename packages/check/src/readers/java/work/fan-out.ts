import type { FanOutUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { unknown } from '../../../model/known.ts';
import { originOf } from '../clients/follow.ts';
import { cannotTell } from '../clients/timeout.ts';
import { argsOf, callName, chainFrom, constructionAt, rootOf } from '../code/construction.ts';
import { callSite, makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround, simpleType } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { numberSetting, shown } from '../value/value.ts';
import type { Io } from './io.ts';
import { ioBelow } from './io.ts';

/** A thread or task for every element of a collection: threads, futures, parallel streams, executors without an end. */
export function fanOutsOf(unit: JavaUnit): readonly FanOutUse[] {
  const found: FanOutUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const use =
      node.type === 'object_creation_expression' ? (thread(unit, node) ?? asyncExecutor(unit, node)) : node.type === 'method_invocation' ? (parallelStream(unit, node) ?? task(unit, node)) : null;
    if (use) found.push(use);
  }
  return found;
}

/** `xs.parallelStream().map(…)` with I/O: all of them share the one pool of the process, a thread per processor. */
function parallelStream(unit: JavaUnit, node: SyntaxNode): FanOutUse | null {
  const name = callName(node);
  const object = child(node, 'object');
  if (!object || (name !== 'parallelStream' && name !== 'parallel')) return null;
  if (name === 'parallel' && !/[sS]tream\(/.test(textOf(object))) return null;
  const works = chainFrom(node)
    .calls.flatMap(argsOf)
    .filter((arg) => arg.type === 'lambda_expression' || arg.type === 'method_reference');
  const does = works.map((work) => ioIn(unit, work)).find((each) => each !== null);
  const over = textOf(name === 'parallel' ? rootOf(object) : object).replace(/\s+/g, ' ');
  if (!does || isBounded(over)) return null;
  return use(unit, node, { library: 'parallelStream', callee: `${shorten(over)}.${name}()`, over: shorten(over), limit: perProcessor(node), does });
}

/** `CompletableFuture.supplyAsync(…)`, `executor.submit(…)` for each element. */
function task(unit: JavaUnit, node: SyntaxNode): FanOutUse | null {
  const object = child(node, 'object');
  const name = callName(node);
  const [work, given] = argsOf(node);
  if (!object || !work) return null;
  const isFuture = /^(supplyAsync|runAsync)$/.test(name) && textOf(object) === 'CompletableFuture';
  if (!isFuture && !/^(submit|execute)$/.test(name)) return null;
  const executor = isFuture ? given : object;
  const limit = executor ? limitOf(unit, executor) : { known: true, limit: perProcessor(node) };
  const over = limit?.known ? countedAround(node) : null;
  if (!limit || over === null) return null;
  return use(unit, node, { library: isFuture ? 'CompletableFuture' : (limit.library ?? 'ExecutorService'), callee: `${shown(object)}.${name}(…)`, over, limit: limit.limit, does: ioIn(unit, work) });
}

/** `new Thread(…)` for each element, started at once. */
function thread(unit: JavaUnit, node: SyntaxNode): FanOutUse | null {
  if (simpleType(textOf(child(node, 'type') ?? node)) !== 'Thread') return null;
  const over = countedAround(node);
  const [work] = argsOf(node);
  return over === null || !work ? null : use(unit, node, { library: 'Thread', callee: 'new Thread(…)', over, limit: null, does: ioIn(unit, work) });
}

/** `new SimpleAsyncTaskExecutor()`: a new thread for every task, as many as there are callers. */
function asyncExecutor(unit: JavaUnit, node: SyntaxNode): FanOutUse | null {
  if (simpleType(textOf(child(node, 'type') ?? node)) !== 'SimpleAsyncTaskExecutor') return null;
  const shaping = constructionAt(unit, node).shapings.findLast((each) => each.name === 'setConcurrencyLimit');
  const size = shaping?.args[0];
  return {
    kind: 'fan-out',
    library: 'SimpleAsyncTaskExecutor',
    callee: 'new SimpleAsyncTaskExecutor()',
    site: makingSite(unit, node),
    over: 'tasks handed to it',
    limit: size ? numberSetting(evaluate(unit, size), size, null) : null,
    does: null,
  };
}

type Parts = Pick<FanOutUse, 'library' | 'callee' | 'over' | 'limit'> & { readonly does: Io | null };

function use(unit: JavaUnit, node: SyntaxNode, { does, ...parts }: Parts): FanOutUse {
  return { kind: 'fan-out', ...parts, site: callSite(unit, node), does: does && { source: sourceOf(does.node), says: does.says, to: does.to } };
}

function perProcessor(node: SyntaxNode): Setting<number> {
  return {
    value: unknown('the common pool has one thread per processor, less one', { cause: 'outside-the-repository', what: 'the number of processors' }, { source: sourceOf(node) }),
    variables: [],
  };
}

interface Limited {
  readonly known: boolean;
  readonly limit: Setting<number> | null;
  readonly library?: string;
}

/** How many tasks an executor runs at a time; null for objects that are no executors as far as is seen. */
function limitOf(unit: JavaUnit, executor: SyntaxNode): Limited | null {
  const made = originOf(unit, executor);
  if (made?.type !== 'method_invocation' || textOf(child(made, 'object') ?? made) !== 'Executors') {
    return made && /^(identifier|field_access)$/.test(executor.type) && /executor|pool/i.test(textOf(executor)) ? { known: false, limit: null } : null;
  }
  const name = callName(made);
  const [size] = argsOf(made);
  if (/^new(Cached|VirtualThreadPerTask|ThreadPerTask)/.test(name)) return { known: true, limit: null, library: `Executors.${name}` };
  if (name === 'newFixedThreadPool' && size) return { known: true, limit: numberSetting(evaluate(unit, size), size, null), library: `Executors.${name}` };
  return { known: true, limit: cannotTell(`Executors.${name} sets its own size`, 'its number of threads', made), library: `Executors.${name}` };
}

/** The collection that the nearest loop or stream around goes through; null without one, or when it is written down or cut to size. */
function countedAround(node: SyntaxNode): string | null {
  for (let at = node.parent; at && !/^(method_declaration|constructor_declaration|class_body)$/.test(at.type); at = at.parent) {
    const over = at.type === 'enhanced_for_statement' ? child(at, 'value') : at.type === 'lambda_expression' ? streamOf(at) : null;
    if (over) return isBounded(textOf(over)) ? null : shorten(textOf(over).replace(/\s+/g, ' '));
    const counted = at.type === 'for_statement' ? /<\s*([\w.]+)\.(size\(\)|length\b)/.exec(textOf(child(at, 'condition') ?? at))?.[1] : undefined;
    if (counted !== undefined) return isBounded(counted) ? null : counted;
    if (/^(for|while|do)_statement$/.test(at.type)) return null;
  }
  return null;
}

/** `ships.stream().map(ship -> …)`, `ships.forEach(ship -> …)`. */
function streamOf(lambda: SyntaxNode): SyntaxNode | null {
  const call = lambda.parent?.type === 'argument_list' ? lambda.parent.parent : null;
  const object = call?.type === 'method_invocation' && /^(map|forEach|flatMap|mapToObj|peek)$/.test(callName(call)) ? child(call, 'object') : null;
  if (!call || !object) return null;
  if (callName(call) === 'forEach' && object.type !== 'method_invocation') return object;
  const text = textOf(object);
  if (!/[sS]tream\(/.test(text) || /\.limit\(/.test(text)) return null;
  const stream = [...walk(object)].find((each) => each.type === 'method_invocation' && callName(each) === 'stream');
  return (stream && child(stream, 'object')) ?? object;
}

function isBounded(text: string): boolean {
  return (
    /^(List|Set|Stream|Arrays|Map)\s*\.\s*(of|asList|entry)\b|\.values\(\)$|^IntStream|chunk|batch|partition|page|shard|worker|thread/i.test(text.replace(/\w+\.entrySet\(\)/, '')) &&
    !/^\w*[mM]ap\.values\(\)$/.test(text)
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function ioIn(unit: JavaUnit, work: SyntaxNode): Io | null {
  if (work.type !== 'method_reference') return ioBelow(unit, work);
  const [object, name] = textOf(work).split('::');
  const own = object === 'this' ? methodAround(unit, work)?.type.methods.find((each) => each.name === name) : undefined;
  return own?.body ? ioBelow(unit, own.body) : null;
}
