import type { Source } from '@plimsoll/contract';
import type { TerraformBlock, TerraformResource, Tree } from '../../../facts/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import { isObject, markOf } from './plan.ts';
import type { Json, PlannedResource, PlannedValues } from './plan.ts';
import { flagOf, numberOf, structureOf, textOf } from './planned-json.ts';
import { plannedValue } from './read-plan.ts';

/**
 * A resource as written, with the values of its plan. The plan decides what a stated attribute is; where it stands and what it refers to
 * come from the configuration. What the configuration leaves out stays out: the plan fills in provider defaults that nobody chose.
 */
export function withPlan(resource: TerraformResource, planned: readonly PlannedResource[]): TerraformResource {
  const [first] = planned;
  if (!first) return resource;
  const count = stated(planned.length, resource.source, `${planned.length} in the plan`, [stated(planned.length, first.source, `${planned.length} of ${resource.address} planned`)]);
  const block = overlaid(
    resource,
    planned.map(({ instance }) => instance),
    first.source,
  );
  return { ...resource, ...block, count: isKnown(resource.count) && resource.count.value === planned.length ? resource.count : count, countWhenPresent: count };
}

function overlaid(block: TerraformBlock, instances: readonly PlannedValues[], plan: Source): TerraformBlock {
  const decide = <T>(name: string, own: Known<T> | null, read: (json: Json) => T | undefined): Known<T> | null => {
    if (own === null) return null;
    const found = instances.map((instance) => plannedValue(instance, name));
    if (found.includes('after-apply')) return isKnown(own) ? own : unknown(`${name} is known after apply`, { cause: 'outside-the-repository', what: name }, rest(own));
    const values = found.map((one) => (typeof one === 'object' ? read(one.value) : undefined));
    const [value] = values;
    if (value === undefined || values.some((other) => other !== value) || (isKnown(own) && own.value === value)) return own;
    return stated(value, block.sourceOf(name) ?? block.source, `${name} = ${String(value)}, by the plan`, [stated(value, plan, `planned: ${name} = ${String(value)}`)]);
  };
  return {
    source: block.source,
    text: (name) => decide(name, block.text(name), textOf),
    number: (name) => decide(name, block.number(name), numberOf),
    flag: (name) => decide(name, block.flag(name), flagOf),
    tree: (name) => {
      const own = block.tree(name);
      const [found, ...others] = instances.map((instance) => plannedValue(instance, name));
      if (own === null || typeof found !== 'object' || others.length > 0) return own;
      return filled(own, structureOf(found.value), plan, name);
    },
    choices: (name) => {
      const values = instances.map((instance) => plannedValue(instance, name)).map((found) => (typeof found === 'object' ? textOf(found.value) : undefined));
      const texts = values.filter((value) => value !== undefined);
      return block.text(name) !== null && texts.length === values.length ? [...new Set(texts)] : block.choices(name);
    },
    ending: (name) => {
      const whole = decide(name, block.text(name), textOf);
      return whole && isKnown(whole) ? whole.value : block.ending(name);
    },
    references: (name) => block.references(name),
    sourceOf: (name) => block.sourceOf(name),
    blocks: (type) => {
      const own = block.blocks(type);
      const [instance, ...others] = instances;
      const planned = instance && nested(instance, type);
      const [template] = own;
      if (!planned || others.length > 0 || !template || (own.length !== planned.length && own.length !== 1)) return own;
      return planned.map((values, position) => overlaid(own.length === planned.length ? (own[position] ?? template) : template, [values], plan));
    },
  };
}

function rest(own: Known<unknown>): { source?: Source } {
  return own.source ? { source: own.source } : {};
}

/** The blocks of a type; null when the plan does not tell how many there will be. */
function nested({ values, unknown: open, sensitive }: PlannedValues, type: string): readonly PlannedValues[] | null {
  const list = values[type];
  if (!Array.isArray(list) || markOf(open, type) === true) return null;
  return (list as readonly Json[]).flatMap((item, position) =>
    isObject(item) ? [{ values: item, unknown: markOf(markOf(open, type), position), sensitive: markOf(markOf(sensitive, type), position) }] : [],
  );
}

/** Leaves that are not known take the value of the plan; places and references stay. */
function filled(own: Tree, planned: Json, plan: Source, name: string): Tree {
  if (own.kind === 'list') {
    const items = Array.isArray(planned) ? (planned as readonly Json[]) : [];
    return items.length === own.items.length ? { ...own, items: own.items.map((item, position) => filled(item, items[position] ?? null, plan, name)) } : own;
  }
  if (own.kind === 'object') {
    return isObject(planned) ? { ...own, entries: new Map([...own.entries].map(([key, entry]) => [key, filled(entry, planned[key] ?? null, plan, key)])) } : own;
  }
  if (isKnown(own.value) || planned === null || typeof planned === 'object') return own;
  return { ...own, value: stated(planned, own.source, `${name}, by the plan`, [stated(planned, plan, `planned: ${name}`)]) };
}
