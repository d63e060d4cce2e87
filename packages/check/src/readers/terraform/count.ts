import { byDefault, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { product } from '../../model/arithmetic.ts';
import type { EvaluatedModuleCall, EvaluatedResource, Multiplicity } from './modules/evaluated.ts';
import { knownOf, sourceOf } from './known.ts';
import type { Value } from '@plimsoll/hcl';
import type { LineOf } from './known.ts';

/** How many instances of a block there are: its own count times those of the module calls around it. */
export function countOf(resource: EvaluatedResource | EvaluatedModuleCall, lineOf: LineOf, whenPresent: boolean = false): Known<number> {
  const source = sourceOf(resource.range);
  if (resource.exists === 'no') return byDefault(0, source, 'count is 0', 'Terraform: count = 0 makes no instance');
  const own = multiplicity(resource.count);
  const around = resource.within.map(multiplicity);
  return around.length === 0 ? own : product(own, ...around);

  function multiplicity(count: Multiplicity): Known<number> {
    if (count.kind === 'one') return byDefault(1, source, 'no count: one of it', 'Terraform: a block without count or for_each makes one instance');
    if (count.kind === 'count') {
      return knownOf(
        whenPresent ? sizeWhenPresent(count.value) : count.value,
        count.value.range,
        (value) => (value.kind === 'number' ? value.value : value.kind === 'bool' ? Number(value.value) : undefined),
        lineOf,
      );
    }
    if (count.key !== undefined) return byDefault(1, source, `for_each: ${count.key}`, 'Terraform: for_each makes one instance for each key');
    const { keys } = count;
    if (keys.kind === 'list') return byDefault(keys.items.length, source, `for_each over ${keys.items.length}`, 'Terraform: for_each makes one instance for each key');
    if (keys.kind === 'object') return byDefault(keys.entries.size, source, `for_each over ${keys.entries.size}`, 'Terraform: for_each makes one instance for each key');
    return unknown(keys.kind === 'unknown' ? keys.reason : 'for_each is not a collection', { cause: 'no-value-given', what: 'the keys of for_each' }, { source });
  }
}

/** `count = var.enabled ? 3 : 0` makes three, if any. */
function sizeWhenPresent(count: Value): Value {
  if (count.kind !== 'unknown' || !count.options) return count;
  const sizes = count.options.filter((option) => !(option.kind === 'number' && option.value === 0));
  const [size] = sizes;
  return size && sizes.length === 1 ? { ...size, range: count.range, from: [size, ...count.from] } : count;
}
