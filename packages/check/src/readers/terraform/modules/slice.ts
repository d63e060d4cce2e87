import { listOf, textOf, unknownBecause, type HclFunction } from '@plimsoll/hcl';

const itemsMax = 64;

/**
 * `slice(data.aws_availability_zones.available.names, 0, 3)` has three items, whatever they are: a slice beyond the end fails in Terraform.
 * Spec: https://developer.hashicorp.com/terraform/language/functions/slice
 */
export function sliceOfUnknown(slice: HclFunction): HclFunction {
  return (values, context) => {
    const [list, from, to] = values;
    const length = Number(to && textOf(to)) - Number(from && textOf(from));
    if (list?.kind !== 'unknown' || list.options || list.needs.kind === 'error' || !Number.isInteger(length) || length < 0 || length > itemsMax) return slice(values, context);
    return listOf(
      Array.from({ length }, () => unknownBecause(list, context.range, [list])),
      context.range,
      values,
      'list',
    );
  };
}
