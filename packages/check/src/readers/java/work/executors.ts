import type { ExecutorUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { argsOf, callName, constructionAt } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { doesWhat } from './external.ts';
import { makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround, simpleType } from '../code/unit.ts';
import { numberSetting, shown } from '../value/value.ts';

type Submission = ExecutorUse['submissions'][number];

/** Thread pools that code makes, and what is handed to them. */
export function executorsOf(unit: JavaUnit): readonly ExecutorUse[] {
  const found: ExecutorUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const made = node.type === 'method_invocation' ? fromFactory(unit, node) : node.type === 'object_creation_expression' ? fromNew(unit, node) : null;
    if (!made) continue;
    const construction = constructionAt(unit, node);
    const method = methodAround(unit, node);
    const name = construction.variable ?? beanName(unit, node) ?? method?.name ?? made.library;
    found.push({ kind: 'executor', library: made.library, site: makingSite(unit, node), name, size: made.size, submissions: submissionsTo(unit, name, construction.variable) });
  }
  return found;
}

function fromFactory(unit: JavaUnit, node: SyntaxNode): Pick<ExecutorUse, 'library' | 'size'> | null {
  const object = child(node, 'object');
  const name = callName(node);
  if (!object || textOf(object) !== 'Executors' || !/^new\w+(Pool|Executor|Task)\w*$/.test(name)) return null;
  const [first] = argsOf(node);
  const sized = /^new(Fixed|Scheduled|WorkStealing)ThreadPool$/.test(name) && first;
  return { library: `Executors.${name}`, size: sized ? numberSetting(evaluate(unit, first), first, null) : null };
}

function fromNew(unit: JavaUnit, node: SyntaxNode): Pick<ExecutorUse, 'library' | 'size'> | null {
  const type = simpleType(textOf(child(node, 'type') ?? node));
  if (type === 'ThreadPoolExecutor') {
    const most = argsOf(node)[1];
    return { library: type, size: most ? numberSetting(evaluate(unit, most), most, null) : null };
  }
  if (type !== 'ThreadPoolTaskExecutor') return null;
  const construction = constructionAt(unit, node);
  const find = (name: string): SyntaxNode | undefined => construction.shapings.findLast((each) => each.name === name)?.args[0];
  // The queue is unbounded unless its capacity is set, and then the pool never grows beyond its core size.
  const size = find('setQueueCapacity') ? (find('setMaxPoolSize') ?? find('setCorePoolSize')) : find('setCorePoolSize');
  return { library: type, size: size ? numberSetting(evaluate(unit, size), size, null) : defaulted(javaDefaults.taskExecutorCore, node) };
}

function beanName(unit: JavaUnit, node: SyntaxNode): string | null {
  const method = methodAround(unit, node);
  const bean = method && annotationNamed(method.annotations, 'Bean');
  const name = bean && (bean.argument('name') ?? bean.argument('value'));
  return name
    ? (textOf(name)
        .replace(/["{}\s]/g, '')
        .split(',')[0] ?? null)
    : bean && method
      ? method.name
      : null;
}

function submissionsTo(unit: JavaUnit, name: string, variable: string | null): readonly Submission[] {
  const found: Submission[] = [];
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation') continue;
    const work = workHandedOver(node, variable);
    if (work) found.push({ source: sourceOf(node), says: shown(node), to: doesWhat(unit, work) });
  }
  for (const method of unit.methods) {
    const async = annotationNamed(method.annotations, 'Async')?.argument('value');
    if (async && textOf(async) === `"${name}"` && method.body) found.push({ source: sourceOf(async), says: `@Async(${textOf(async)})`, to: doesWhat(unit, method.body) });
  }
  return found;
}

function workHandedOver(node: SyntaxNode, variable: string | null): SyntaxNode | null {
  if (variable === null) return null;
  const object = child(node, 'object');
  const name = callName(node);
  const args = argsOf(node);
  if (object && textOf(object).replace(/^this\./, '') === variable && /^(submit|execute|invokeAll|invokeAny|schedule\w*)$/.test(name)) return args[0] ?? null;
  const handed = /^(supplyAsync|runAsync|thenApplyAsync|thenAcceptAsync)$/.test(name) && args.at(-1);
  return handed && textOf(handed).replace(/^this\./, '') === variable ? (args[0] ?? null) : null;
}
