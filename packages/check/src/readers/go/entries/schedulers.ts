import type { EntryPoint } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { filesIn } from '../code/module.ts';
import { functionNamed, qualified } from '../code/scope.ts';
import { switchAround } from '../code/switch.ts';
import { methodCalled, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';

/** Clocks inside of a program: ticker loops that do work, cron libraries, and the project's own schedulers where they are started. */
export function schedulersOf(unit: GoUnit): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  for (const node of walk(unit.tree.root)) {
    if (node.type === 'for_statement' && waitsForClock(node) && doesWork(unit, node) && !isInsideOther(node)) found.push(entry(unit, 'ticker', clockIn(node) ?? node));
    if (node.type !== 'call_expression') continue;
    const name = calledName(node);
    const full = qualified(unit, node);
    if ((name === 'AddFunc' || name === 'AddJob') && unit.imports.some((each) => /robfig\/cron/.test(each.path))) found.push(entry(unit, 'robfig/cron', node));
    else if ((name === 'NewJob' || name === 'Do') && unit.imports.some((each) => /go-co-op\/gocron|jasonlvhit\/gocron/.test(each.path)) && /gocron|scheduler|\bs\.|Every/i.test(textOf(node)))
      found.push(entry(unit, 'gocron', node));
    else if (full !== null || receiverOf(node) === null) {
      const own = ownScheduler(unit, node);
      if (own) found.push(entry(unit, own, node));
    }
  }
  return found;
}

function entry(unit: GoUnit, framework: string, node: SyntaxNode): EntryPoint {
  const asked = node.type === 'call_expression' ? switchAround(unit, node) : null;
  return {
    kind: 'entry-point',
    role: 'scheduler',
    framework,
    source: sourceOf(node),
    within: functionAround(unit, node)?.id ?? null,
    queue: null,
    guard: null,
    ...(asked === null ? {} : { switch: asked }),
  };
}

/** Waits for a ticker's channel, `time.After` or `time.Tick` in each round; a bare `time.Sleep` only in a loop without a condition. */
function waitsForClock(loop: SyntaxNode): boolean {
  return clockIn(loop) !== null && !isWaiting(loop);
}

/** A loop that ends with success waits for something; a clock goes on until it is told to stop. */
function isWaiting(loop: SyntaxNode): boolean {
  for (const node of walk(loop, (each) => each.type !== 'func_literal')) {
    if (node.type === 'return_statement' && /,?\s*(nil|true)$/.test(textOf(node)) && !isStopping(node)) return true;
    if (node.type === 'break_statement' && (textOf(node) !== 'break' || ancestor(node, 'for_statement', 'select_statement', 'expression_switch_statement') === loop) && !isStopping(node)) return true;
  }
  return false;
}

/** In a `case` that does not wait for the clock: `case <-ctx.Done():`. */
function isStopping(node: SyntaxNode): boolean {
  const branch = ancestor(node, 'communication_case', 'for_statement');
  const waits = branch?.type === 'communication_case' ? child(branch, 'communication') : null;
  return waits !== null && !/time\.|\.C\b|[tT]ick|[tT]imer|poll/.test(textOf(waits));
}

function clockIn(loop: SyntaxNode): SyntaxNode | null {
  const range = loop.children.find((each) => each.type === 'range_clause');
  if (range && /(\.C|time\.Tick\([^)]*\))\s*$/.test(textOf(range))) return range;
  const endless = loop.children.every((each) => each.type === 'for' || each.type === 'block' || each.type === 'comment');
  if (!endless) return null;
  for (const node of walk(loop, (each) => each.type !== 'func_literal')) {
    if (node.type === 'receive_statement' && /<-\s*(\w+\.)*\w*([tT]ick|[tT]imer)\w*(\.C)?\b|<-\s*\w+\.C\b|<-\s*time\.(After|Tick)\(/.test(textOf(node))) return node;
    if (node.type === 'call_expression' && /^time\.Sleep$/.test(textOf(child(node, 'function') ?? node)) && ancestor(node, 'if_statement', 'for_statement') === loop) return node;
  }
  return null;
}

function isInsideOther(loop: SyntaxNode): boolean {
  const outer = ancestor(loop, 'for_statement', 'func_literal', 'function_declaration', 'method_declaration');
  return outer?.type === 'for_statement' && waitsForClock(outer);
}

/** Calls functions of the project, or sends something over a network. */
function doesWork(unit: GoUnit, loop: SyntaxNode): boolean {
  for (const node of walk(loop)) {
    if (node.type !== 'call_expression') continue;
    const full = qualified(unit, node) ?? '';
    if (/^net\/http\.|^database\/sql|service\/\w+\./.test(full)) return true;
    if (functionNamed(unit, node) || methodCalled(unit, node)) return true;
    const receiver = receiverOf(node);
    if (receiver && typeOf(unit, receiver)?.folder) return true;
  }
  return false;
}

/** `supervisor.NewScheduler(worker, period)`: a constructor of the project, called from main's package, that starts a clock loop of its own. */
function ownScheduler(unit: GoUnit, node: SyntaxNode): string | null {
  if (unit.packageName !== 'main' || argsOf(node).length === 0) return null;
  const called = functionNamed(unit, node);
  if (!called || called.unit.folder === unit.folder || !called.function.body) return null;
  for (const each of walk(called.function.body)) {
    if (each.type !== 'go_statement') continue;
    const name = /go\s+(?:\w+\.)?(\w+)\(/.exec(textOf(each))?.[1];
    if (name !== undefined && filesIn(called.unit.folder, unit.files).some((path) => loopsOnClock(unit.files.text(path) ?? '', name))) return calledName(node);
  }
  return null;
}

function loopsOnClock(text: string, name: string): boolean {
  const start = new RegExp(`^func\\s+(?:\\([^)]*\\)\\s*)?${name}\\(`, 'm').exec(text);
  if (!start) return false;
  const end = text.indexOf('\n}', start.index);
  const body = text.slice(start.index, end < 0 ? undefined : end);
  return /\bfor\b[^\n]*\{/.test(body) && /time\.(After|Tick|NewTicker|NewTimer)\(|\.C\b/.test(body);
}
