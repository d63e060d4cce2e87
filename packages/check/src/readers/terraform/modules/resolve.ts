import { boundsOf, itemOf, listOf, objectOf, unknownOf, type Resolution, type ResolveContext, type Step, type UnknownValue, type Value } from '@plimsoll/hcl';

import type { Expansion } from './expand.ts';
import { keyedAddress, type ModuleInstance } from './instance.ts';

/** Larger counts are not turned into lists; their items are alike anyway. */
const listedMax = 1000;

/** `aws_sqs_queue.jobs`, `aws_subnet.private[0]`, `data.aws_vpc.main`: the block as a whole, its attributes follow one by one. */
export function resolveResource(instance: ModuleInstance, root: string, steps: readonly Step[], context: ResolveContext): Resolution | undefined {
  const base = root === 'data' ? 2 : 1;
  const names = steps.slice(0, base).map((step) => (step.kind === 'attribute' ? step.name : undefined));
  if (names.length < base || names.includes(undefined)) return undefined;
  const address = [root, ...names].join('.');
  const resource = instance.resource(address);
  const need = { kind: root === 'data' ? 'data-source' : 'resource-attribute', name: address } as const;
  if (!resource) {
    const reason = instance.module.resources.has(address) ? `cycle: ${address} depends on itself` : `${address} is not declared in this module`;
    return { value: unknownOf(reason, need, context.rangeOf(base)), consumed: base };
  }
  const whole = (key?: string): UnknownValue => {
    const at = keyedAddress(resource.address, key);
    const reason = root === 'data' ? `${at} is read when Terraform is run` : `${at} is known only after apply`;
    return unknownOf(reason, { ...need, name: at }, resource.declaration.block.headerRange, [], { reference: { address: at, attribute: '' } });
  };
  return several(resource.expansion, whole, steps, base, context);
}

/** `module.api`, `module.api["eu"]`, `module.api[0]`: outputs follow one by one. */
export function resolveModule(instance: ModuleInstance, name: string, steps: readonly Step[], context: ResolveContext): Resolution {
  const call = instance.call(name);
  const need = { kind: 'module-output', name: `module.${name}` } as const;
  if (!call) {
    const reason = instance.module.calls.has(name) ? `cycle: module.${name} depends on itself` : `module.${name} is not called in this module`;
    return { value: unknownOf(reason, need, context.rangeOf(1)), consumed: 1 };
  }
  const whole = (key?: string): UnknownValue => {
    const at = keyedAddress(call.address, key);
    const reason = call.directory === undefined && !call.known ? `${at} comes from ${call.source}, which is not in the repository` : `the outputs of ${at}`;
    return unknownOf(reason, { ...need, name: at }, context.rangeOf(1), [], { reference: { address: at, attribute: '' } });
  };
  return several(call.expansion, whole, steps, 1, context);
}

/** One thing, a list of alike things, or an object of things by key. */
function several(expansion: Expansion, whole: (key?: string) => UnknownValue, steps: readonly Step[], base: number, context: ResolveContext): Resolution {
  const { multiplicity } = expansion;
  const range = context.rangeOf(base);
  const next = steps[base];
  if (multiplicity.kind === 'one') {
    if (next?.kind !== 'splat') return { value: whole(), consumed: base };
    return { value: listOf([context.apply(whole(), next.each)], range), consumed: base + 1 };
  }
  if (multiplicity.kind === 'count') {
    const { value } = multiplicity;
    if (value.kind === 'number' && value.value >= 0 && value.value <= listedMax) {
      const items = Array.from({ length: Math.trunc(value.value) }, () => whole());
      if (next?.kind === 'index') return indexed(listOf(items, range, [value]), whole, next, base, context);
      return { value: listOf(items, range, [value]), consumed: base };
    }
    return uncounted(value, whole, next, base, context);
  }
  const keys = expansion.members.flatMap(({ key }) => (key === undefined ? [] : [key]));
  if (keys.length === 0 && expansion.exists !== 'no') return uncounted(multiplicity.keys, whole, next, base, context);
  return { value: objectOf(new Map(keys.map((key) => [key, whole(key)])), range, [multiplicity.keys]), consumed: base };
}

/** Members of a count are alike, so an unknown index still leads to the thing. */
function indexed(list: Value, whole: () => UnknownValue, step: Extract<Step, { kind: 'index' }>, base: number, context: ResolveContext): Resolution {
  const key = context.evaluate(step.key);
  const value = key.kind === 'unknown' && list.kind === 'list' && list.items.length > 0 ? whole() : itemOf(list, key, context.rangeOf(base + 1));
  return { value, consumed: base + 1 };
}

/** How many there are is unknown: an index leads to any of them, a splat to an unknown list of what each has. */
function uncounted(cause: Value, whole: () => UnknownValue, next: Step | undefined, base: number, context: ResolveContext): Resolution {
  if (next?.kind === 'index') return { value: whole(), consumed: base + 1 };
  const bounds = boundsOf(cause);
  const of = next?.kind === 'splat' ? context.apply(whole(), next.each) : whole();
  const { reason, needs } = cause.kind === 'unknown' ? cause : { reason: 'the number of instances is not expanded', needs: whole().needs };
  const value = unknownOf(reason, needs, context.rangeOf(base), [cause], {
    type: cause.kind === 'list' || cause.kind === 'object' ? 'object' : 'list',
    ...(bounds ? { bounds } : {}),
    ...(of.reference ? { reference: of.reference } : {}),
  });
  return { value, consumed: next?.kind === 'splat' ? base + 1 : base };
}
