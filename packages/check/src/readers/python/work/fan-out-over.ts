import { calleeName } from '../code/external.ts';
import { callsOf } from '../code/calls.ts';
import { passedTo, referentOf } from '../code/referent.ts';
import { targetOf } from '../code/target.ts';
import type { PythonCall, PythonFunction } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { clip, oneLine } from '../value/says.ts';

/** A loop or comprehension, and what it does for each element. */
export interface Repeated {
  readonly loop: SyntaxNode;
  readonly work: SyntaxNode;
}

const comprehensions: ReadonlySet<string> = new Set(['list_comprehension', 'set_comprehension', 'generator_expression']);

/** What made the collection that is waited for. */
export function repeated(given: SyntaxNode, call: PythonCall): Repeated | null {
  if (comprehensions.has(given.type)) return { loop: given, work: child(given, 'body') ?? namedChildren(given)[0] ?? given };
  const mapped = callAt(given);
  if (mapped?.written === 'map' && mapped.positional[1]) return { loop: given, work: given };
  if (given.type !== 'identifier') return null;
  const referent = referentOf(given);
  if (referent?.kind !== 'value') return null;
  if (comprehensions.has(referent.value.type)) return repeated(referent.value, call);
  const name = textOf(given);
  const added = (call.within ? callsOf(call.within) : []).find((each) => each.written === `${name}.append` && each.node.end < call.node.start && loopAround(each.node) !== null);
  const loop = added && loopAround(added.node);
  return added && loop ? { loop, work: added.positional[0] ?? added.node } : null;
}

export function loopAround(node: SyntaxNode): SyntaxNode | null {
  for (let above = node.parent; above; above = above.parent) {
    if (above.type === 'function_definition' || above.type === 'lambda') return null;
    if (above.type === 'for_statement' || above.type === 'while_statement' || comprehensions.has(above.type)) return above;
  }
  return null;
}

/** What is counted, in words; null where the number is written down, or batches are cut before. */
export function overWhat({ loop }: Repeated): string | null {
  if (loop.type === 'while_statement') return received(loop);
  const clause = loop.type === 'for_statement' ? loop : namedChildren(loop).find((each) => each.type === 'for_in_clause');
  const mapped = callAt(loop);
  const over = mapped ? (mapped.positional[1] ?? null) : clause ? child(clause, 'right') : null;
  return over && !bounded(over, 0) ? clip(oneLine(countedIn(over))) : null;
}

/** `while True: message = await queue.get()` */
function received(loop: SyntaxNode): string | null {
  for (const node of walk(loop, (each) => each.type !== 'function_definition')) {
    const call = callAt(node);
    if (call && /\.(get|recv|receive|accept|receive_\w+|getone|poll)$/.test(call.written) && node.parent?.type !== 'argument_list') return clip(`messages of ${call.written}()`);
  }
  return null;
}

/** The collection inside `enumerate(…)`, `zip(…)`, `range(len(…))`, `ships.items()`. */
function countedIn(over: SyntaxNode): SyntaxNode {
  const call = callAt(over);
  const first = call?.positional[0];
  return call && first && /^(enumerate|zip|sorted|reversed|list|set|tuple|range|len|filter)$/.test(call.written) ? countedIn(first) : over;
}

const literals: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'dictionary', 'string', 'integer']);
const cut = /chunk|batch|islice|\bpage|window|\.limit\(|\[[^\]]*:[^\]]+\]/i;

export function bounded(over: SyntaxNode, steps = 0): boolean {
  if (steps > 6) return true;
  if (literals.has(over.type)) return over.type !== 'list' || !namedChildren(over).some((each) => each.type === 'list_splat');
  const text = textOf(over).slice(0, 300);
  if (cut.test(text)) return true;
  const call = callAt(over);
  if (call) return ofCall(call, steps);
  const referent = over.type === 'identifier' || over.type === 'attribute' ? referentOf(over) : null;
  if (!referent) return over.type === 'identifier' && loopVariableOfBatches(over);
  if (referent.kind === 'class') return true; // members of an enumeration
  if (referent.kind === 'parameter') return referent.of !== null && (passedTo(referent.parameter, referent.of) ?? []).some((each) => bounded(each, steps + 2));
  if (referent.kind !== 'value' || referent.value === over) return false;
  if (referent.value.type === 'list' && namedChildren(referent.value).length === 0) return false;
  return bounded(referent.value, steps + 1);
}

function ofCall(call: PythonCall, steps: number): boolean {
  const first = call.positional[0];
  if (call.written === 'range') return !(first && callAt(first)?.written === 'len') || (call.positional[0] ? bounded(callAt(call.positional[0])?.positional[0] ?? call.node, steps + 1) : true);
  if (/^(enumerate|sorted|reversed|list|set|tuple|filter)$/.test(call.written)) return first ? bounded(first, steps + 1) : true;
  if (call.written === 'zip') return call.positional.some((each) => bounded(each, steps + 1));
  const object = /\.(items|values|keys)$/.test(call.written) ? child(call.callee, 'object') : null;
  if (object) return bounded(object, steps + 1);
  const target = targetOf(call);
  if (target) return fetchesBatch(target, 2);
  return /^(os\.cpu_count|itertools\.(islice|batched))$/.test(calleeName(call) ?? '');
}

const batch = /MaxNumberOfMessages|\breceive_messages?\(|\.limit\(|\bLIMIT\s+[\d:%{$]|page_size|batch_size|\[:\s*\w+\]/;

/** A function that takes no more than so many from a queue or a table. */
function fetchesBatch(made: PythonFunction, steps: number): boolean {
  if (batch.test(textOf(made.node))) return true;
  return (
    steps > 0 &&
    callsOf(made)
      .slice(0, 50)
      .some((call) => {
        const target = targetOf(call);
        return target !== null && target !== made && fetchesBatch(target, steps - 1);
      })
  );
}

/** `for batch in chunks(ships): gather(*[load(ship) for ship in batch])` */
function loopVariableOfBatches(name: SyntaxNode): boolean {
  for (let above = name.parent; above && above.type !== 'function_definition'; above = above.parent) {
    const left = above.type === 'for_statement' ? child(above, 'left') : null;
    const right = above.type === 'for_statement' ? child(above, 'right') : null;
    if (left && right && textOf(left) === textOf(name)) return bounded(right, 1);
  }
  return false;
}
