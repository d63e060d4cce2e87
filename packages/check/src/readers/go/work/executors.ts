import type { ExecutorUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { evaluate } from '../value/evaluate.ts';
import { functionNamed, qualified } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import { methodCalled, outside, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { numberSetting, shown } from '../value/value.ts';

type Submission = ExecutorUse['submissions'][number];

/** Limits on concurrent work: `errgroup.SetLimit`, weighted semaphores, buffered channels of empty structs. */
export function executorsOf(unit: GoUnit): readonly ExecutorUse[] {
  const found: ExecutorUse[] = [];
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'call_expression') continue;
    const limit = limitAt(unit, node);
    if (!limit) continue;
    found.push({
      kind: 'executor',
      library: limit.library,
      site: makingSite(unit, node),
      name: limit.name,
      size: numberSetting(evaluate(unit, limit.size), limit.size, shown(node)),
      submissions: submissionsTo(unit, node, limit.name),
    });
  }
  return found;
}

function limitAt(unit: GoUnit, node: SyntaxNode): { library: string; name: string; size: SyntaxNode } | null {
  const args = argsOf(node);
  const receiver = receiverOf(node);
  if (calledName(node) === 'SetLimit' && receiver && args[0] && unit.imports.some((each) => each.path === 'golang.org/x/sync/errgroup'))
    return { library: 'errgroup', name: textOf(receiver), size: args[0] };
  const full = qualified(unit, node);
  if (full === 'golang.org/x/sync/semaphore.NewWeighted' && args[0]) return { library: 'semaphore', name: boundName(node) ?? 'semaphore', size: args[0] };
  if (full !== null && /ants\.NewPool$|workerpool\.New$|pond\.New(Pool)?$/.test(full) && args[0])
    return { library: full.replace(/^.*\/(?=[^/]+$)/, ''), name: boundName(node) ?? 'pool', size: args[0] };
  const isChannel = textOf(child(node, 'function') ?? node) === 'make' && args[0]?.type === 'channel_type' && args[1] && /struct\s*\{\s*\}|bool/.test(textOf(args[0]));
  const name = boundName(node) ?? '';
  // Buffered channels signal and hand over far more often than they limit; only their names tell.
  return isChannel && args[1] && /sem|slot|limit|token|throttl|concurren/i.test(name) ? { library: 'channel semaphore', name, size: args[1] } : null;
}

function boundName(node: SyntaxNode): string | null {
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement', 'var_spec');
  const left = bound && (child(bound, 'left') ?? child(bound, 'name'));
  const first = left?.type === 'expression_list' ? namedChildren(left)[0] : left;
  return first ? textOf(first) : null;
}

/** `group.Go(func() error { … })`, `pool.Submit(func() { … })`. */
function submissionsTo(unit: GoUnit, node: SyntaxNode, name: string): readonly Submission[] {
  const scope = functionAround(unit, node)?.node ?? unit.tree.root;
  return [...walk(scope)].flatMap((each) => {
    const receiver = each.type === 'call_expression' && /^(Go|TryGo|Submit)$/.test(calledName(each)) ? receiverOf(each) : null;
    const work = receiver && textOf(receiver) === name ? argsOf(each)[0] : undefined;
    return work ? [{ source: sourceOf(each), says: `${name}.${calledName(each)}(…)`, to: doesWhat(unit, work, 2) }] : [];
  });
}

function doesWhat(unit: GoUnit, work: SyntaxNode, levels: number): Submission['to'] {
  let answer: Submission['to'] = 'unknown';
  for (const node of walk(work)) {
    if (node.type !== 'call_expression') continue;
    const full = qualified(unit, node) ?? '';
    const receiver = receiverOf(node);
    const type = receiver ? outside(typeOf(unit, receiver)) : '';
    if (/^net\/http\.(Get|Post|Head|PostForm)$/.test(full) || /net\/http\.Client$|service\/\w+\.Client$/.test(type)) return 'external';
    if (/(database\/sql\.(DB|Tx)|sqlx\.DB|gorm\.DB|pgxpool\.Pool|mongo\.Collection|redis\.Client)$/.test(type)) answer = 'internal';
    const called = levels > 0 ? (functionNamed(unit, node) ?? methodCalled(unit, node)) : null;
    const below = called?.function.body ? doesWhat(called.unit, called.function.body, levels - 1) : 'unknown';
    if (below === 'external') return below;
    if (below === 'internal') answer = below;
  }
  return answer;
}
