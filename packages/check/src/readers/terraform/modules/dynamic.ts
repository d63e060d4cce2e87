import { evaluate, objectOf, unknownBecause, unknownOf, type Block, type UnknownValue, type Value } from '@plimsoll/hcl';

import { evaluatedBody, type ScopeOf } from './body.ts';
import type { EvaluatedBlock } from './evaluated.ts';
import { expandedMax, pairsIn } from './expand.ts';

/** The blocks that `dynamic "type"` makes. Spec: https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
export function expandDynamic(block: Block, type: string, scopeOf: ScopeOf, iterators: ReadonlyMap<string, Value>): readonly EvaluatedBlock[] {
  const content = block.body.blocks.find((inner) => inner.type === 'content');
  const each = block.body.attributes.get('for_each');
  if (!content || !each) return [];
  const iterator = iteratorName(block) ?? type;
  const collection = evaluate(each.expression, scopeOf(iterators));
  const bodyWith = (key: Value, value: Value): ReturnType<typeof evaluatedBody> => {
    const bound = objectOf(
      new Map([
        ['key', key],
        ['value', value],
      ]),
      each.range,
    );
    return evaluatedBody(content.body, scopeOf, new Map([...iterators, [iterator, bound]]));
  };
  const { headerRange } = block;
  const pairs = pairsIn(collection);
  if (pairs && pairs.length <= expandedMax) {
    return pairs.map(([key, value]) => ({ kind: 'block', type, labels: [], headerRange, body: bodyWith(key, value) }));
  }
  const forEach = unexpanded(collection);
  return [{ kind: 'unknown', type, headerRange, forEach, template: bodyWith(unknownBecause(forEach, each.range), unknownBecause(forEach, each.range)) }];
}

function unexpanded(collection: Value): UnknownValue {
  if (collection.kind === 'unknown') return collection;
  const reason = collection.kind === 'list' || collection.kind === 'object' ? `for_each has more than ${expandedMax} items` : `for_each is a ${collection.kind}`;
  return unknownOf(reason, { kind: 'unsupported', name: 'for_each' }, collection.range, [collection]);
}

function iteratorName(block: Block): string | undefined {
  const expression = block.body.attributes.get('iterator')?.expression;
  return expression?.kind === 'variable' ? expression.name : undefined;
}
