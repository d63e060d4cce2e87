import type { Source } from '@plimsoll/contract';
import type { TerraformBlock, TerraformReference, TerraformResource, Tree } from '../../../facts/index.ts';
import { stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import { isObject, markOf } from './plan.ts';
import type { Json, Plan, PlannedResource, PlannedValues } from './plan.ts';
import { flagOf, numberOf, structureOf, textOf } from './planned-json.ts';
import { plannedValue } from './read-plan.ts';
import { expressionsOf, referencesIn } from './references.ts';

const deepest = 32;

/** A resource that only the plan knows: one of a module that is not in the repository. It stands at the call, when that is known. */
export function plannedResource(resource: PlannedResource, plan: Plan, root: string, place: Source): TerraformResource {
  const { address, module, mode, type, name, instance } = resource;
  const one = stated(1, place, `${address} in the plan`, [stated(1, resource.source, `planned: ${address}`)]);
  const refer = (expression: Json): readonly TerraformReference[] => referencesIn(plan.configuration, module, expression);
  return {
    kind: 'terraform-resource',
    ...block(instance, expressionsOf(plan.configuration, resource), { place, plan: resource.source, refer, address }),
    mode,
    type,
    name,
    address,
    module,
    root,
    count: one,
    countWhenPresent: one,
  };
}

interface Context {
  readonly place: Source;
  readonly plan: Source;
  readonly address: string;
  refer(expression: Json): readonly TerraformReference[];
}

function block(instance: PlannedValues, expressions: Json, context: Context): TerraformBlock {
  const { place, plan, address } = context;
  const expression = (name: string): Json => (isObject(expressions) ? (expressions[name] ?? null) : null);
  const known = <T>(name: string, read: (json: Json) => T | undefined): Known<T> | null => {
    const found = plannedValue(instance, name);
    if (found === 'absent') return null;
    if (found === 'after-apply') return expression(name) === null ? null : afterApply(`${address}.${name}`, place);
    const value = read(found.value);
    if (value === undefined) return unknown('it is of another type', { cause: 'no-value-given', what: 'a value of the right type' }, { source: place });
    return stated(value, place, `${name} = ${String(value)}, by the plan`, [stated(value, plan, `planned: ${name} = ${String(value)}`)]);
  };
  return {
    source: place,
    text: (name) => known(name, textOf),
    number: (name) => known(name, numberOf),
    flag: (name) => known(name, flagOf),
    tree: (name) => {
      const found = plannedValue(instance, name);
      if (typeof found === 'object') return treeOf(structureOf(found.value), markOf(instance.unknown, name), context, name, 0);
      const references = context.refer(expression(name));
      return found === 'after-apply' && references.length > 0 ? { kind: 'leaf', value: afterApply(`${address}.${name}`, place), references, source: place } : null;
    },
    choices: (name) => {
      const found = plannedValue(instance, name);
      const text = typeof found === 'object' ? textOf(found.value) : undefined;
      return text === undefined ? null : [text];
    },
    ending: (name) => {
      const found = plannedValue(instance, name);
      return typeof found === 'object' ? (textOf(found.value) ?? '') : '';
    },
    references: (name) => context.refer(expression(name)),
    sourceOf: (name) => (known(name, (json) => json) === null ? null : place),
    blocks: (type) => {
      const list = instance.values[type];
      if (!Array.isArray(list)) return [];
      const [open, sensitive, own] = [markOf(instance.unknown, type), markOf(instance.sensitive, type), expression(type)];
      return (list as readonly Json[]).flatMap((item, position) =>
        isObject(item)
          ? [
              block(
                { values: item, unknown: markOf(open, position), sensitive: markOf(sensitive, position) },
                Array.isArray(own) ? ((own as readonly Json[])[position] ?? own[0] ?? null) : own,
                context,
              ),
            ]
          : [],
      );
    },
  };
}

function afterApply(what: string, source: Source): Known<never> {
  return unknown(`${what} is known after apply`, { cause: 'outside-the-repository', what }, { source });
}

function treeOf(json: Json, open: Json, context: Context, name: string, depth: number): Tree {
  const { place, plan } = context;
  if (Array.isArray(json) && depth < deepest) {
    return { kind: 'list', items: (json as readonly Json[]).map((item, position) => treeOf(item, markOf(open, position), context, name, depth + 1)), source: place };
  }
  if (isObject(json) && depth < deepest) {
    return { kind: 'object', entries: new Map(Object.entries(json).map(([key, entry]) => [key, treeOf(entry, markOf(open, key), context, key, depth + 1)])), source: place };
  }
  if (open === true) return { kind: 'leaf', value: afterApply(name, place), references: [], source: place };
  const value = typeof json === 'object' ? null : json;
  return { kind: 'leaf', value: stated(value, place, `${name}, by the plan`, [stated(value, plan, `planned: ${name}`)]), references: [], source: place };
}
