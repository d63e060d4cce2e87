import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, textOf, walk } from '../../syntax/index.ts';
import type { GoUnit } from './unit.ts';
import { functionAround } from './unit.ts';

/** `if len(c.ships) == 0`, `if c.client == nil`, `if !c.loaded`: what is kept is looked at first. */
const missing = /len\((?<counted>[\w.]+)\)\s*==\s*0|(?<compared>[\w.]+)\s*==\s*(?:nil|"")|!(?<flag>[\w.]+)/g;

const conditionMax = 400;
const stores = new WeakMap<SyntaxNode, readonly Stored[]>();

export interface Stored {
  readonly name: string; // of a field, as written
  readonly node: SyntaxNode;
}

/** Whether a call runs only where a field is found empty, and fills that field: check, fetch, store. */
export function refillsAt(unit: GoUnit, call: SyntaxNode): boolean {
  const body = functionAround(unit, call)?.body;
  for (let check = ancestor(call, 'if_statement'); check && body && check.start >= body.start; check = ancestor(check, 'if_statement')) {
    const condition = child(check, 'condition');
    const then = child(check, 'consequence');
    if (!condition || !then || call.start < then.start || call.end > then.end) continue;
    for (const { groups } of textOf(condition).slice(0, conditionMax).matchAll(missing)) {
      const kept = groups?.['counted'] ?? groups?.['compared'] ?? groups?.['flag'] ?? '';
      if (kept.includes('.') && (isHanded(call, kept) || storedIn(then).some(({ name }) => isPartOf(kept, name)))) return true;
    }
  }
  return false;
}

/** The fields that a block assigns to. */
export function storedIn(block: SyntaxNode): readonly Stored[] {
  const known = stores.get(block);
  if (known) return known;
  const found = [...walk(block)].flatMap((node) => {
    const left = node.type === 'assignment_statement' ? child(node, 'left') : null;
    return left ? [...walk(left)].filter(({ type }) => type === 'selector_expression').map((each) => ({ name: textOf(each), node })) : [];
  });
  stores.set(block, found);
  return found;
}

/** `load(&c.ships)` fills `c.ships.list`. */
function isHanded(call: SyntaxNode, kept: string): boolean {
  const list = child(call, 'arguments');
  return list !== null && [...walk(list)].some((node) => node.type === 'unary_expression' && textOf(node).startsWith('&') && isPartOf(kept, textOf(node).slice(1)));
}

function isPartOf(kept: string, whole: string): boolean {
  return kept === whole || kept.startsWith(`${whole}.`);
}
