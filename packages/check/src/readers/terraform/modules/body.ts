import { evaluate, unknownOf, type Body, type Scope, type Value } from '@plimsoll/hcl';

import { expandDynamic } from './dynamic.ts';
import type { EvaluatedBlock, EvaluatedBody } from './evaluated.ts';
import { lazyTable } from './lazy.ts';

/** Makes the scope of a block out of that of the block around it, plus the iterators of its dynamic blocks. */
export type ScopeOf = (iterators: ReadonlyMap<string, Value>) => Scope;

export function evaluatedBody(body: Body, scopeOf: ScopeOf, iterators: ReadonlyMap<string, Value> = new Map()): EvaluatedBody {
  const scope = scopeOf(iterators);
  const attribute = lazyTable<Value | undefined>(
    (name) => {
      const stated = body.attributes.get(name);
      return stated && evaluate(stated.expression, scope);
    },
    (name) => unknownOf(`${name} depends on itself`, { kind: 'error', name: 'cycle' }, body.attributes.get(name)?.range ?? body.range),
  );
  const blocks = lazyTable<readonly EvaluatedBlock[]>(
    (type) => nested(body, type, scopeOf, iterators),
    () => [],
  );
  return {
    range: body.range,
    attributes: body.attributes,
    blockTypes: [...new Set(body.blocks.map((block) => (block.type === 'dynamic' ? (block.labels[0]?.text ?? '') : block.type)))],
    attribute,
    blocks,
  };
}

function nested(body: Body, type: string, scopeOf: ScopeOf, iterators: ReadonlyMap<string, Value>): readonly EvaluatedBlock[] {
  return body.blocks.flatMap((block): readonly EvaluatedBlock[] => {
    if (block.type === 'dynamic' && block.labels[0]?.text === type) return expandDynamic(block, type, scopeOf, iterators);
    if (block.type !== type) return [];
    const labels = block.labels.map(({ text }) => text);
    return [{ kind: 'block', type, labels, headerRange: block.headerRange, body: evaluatedBody(block.body, scopeOf, iterators) }];
  });
}
