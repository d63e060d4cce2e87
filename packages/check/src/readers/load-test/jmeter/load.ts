import type { Source } from '@plimsoll/contract';
import type { LoadTest } from '../../../facts/index.ts';
import { derived, isKnown, unknown } from '../../../model/known.ts';
import type { Fact, Known } from '../../../model/known.ts';
import type { Element } from './elements.ts';
import { filledIn, numberOf, sourceOf } from './variables.ts';
import type { Variables } from './variables.ts';

export interface Load {
  readonly load: LoadTest['load'];
  readonly iterations: number | null; // in all, where the plan ends by itself and the number is certain
}

interface Group {
  readonly vus: Known<number> | null;
  readonly rate: Known<number> | null;
  readonly durationMs: Known<number> | null;
  readonly iterations: number | null;
}

/** Groups that only prepare or clean up put no load on anything. */
export function threadGroupsIn(elements: readonly Element[]): readonly Element[] {
  return elements.filter(({ name, enabled }) => enabled && name.endsWith('ThreadGroup') && !/^(?:Setup|Post)ThreadGroup$/.test(name));
}

/** https://jmeter.apache.org/usermanual/component_reference.html#Thread_Group: groups run together unless the plan says one after the other. */
export function loadOf(groups: readonly Element[], plan: Element | undefined, variables: Variables, file: string, source: Source): Load {
  const each = groups.map((group) => groupOf(group, variables, file));
  const inTurn = plan?.properties.get('TestPlan.serialize_threadgroups')?.value === 'true';
  const rates = each.map(({ rate }) => rate);
  const mixed = rates.some((rate) => rate !== null) && rates.some((rate) => rate === null);
  const says = `${groups.length} thread groups`;
  return {
    load: {
      vus: together(
        each.map(({ vus }) => vus),
        inTurn ? 'highest' : 'sum',
        says,
        source,
      ),
      ratePerSecond: mixed ? notKnown('the rate of all thread groups together', source) : together(rates, inTurn ? 'highest' : 'sum', says, source),
      durationMs: durationOf(each, inTurn, says, source),
    },
    iterations: each.every(({ iterations }) => iterations !== null) ? each.reduce((sum, { iterations }) => sum + (iterations ?? 0), 0) : null,
  };
}

function durationOf(groups: readonly Group[], inTurn: boolean, says: string, source: Source): Known<number> | null {
  const durations = groups.map(({ durationMs }) => durationMs);
  if (durations.some((each) => each !== null) && durations.some((each) => each === null)) return notKnown('the duration of all thread groups together', source);
  return together(durations, inTurn ? 'sum' : 'highest', says, source);
}

function groupOf(group: Element, variables: Variables, file: string): Group {
  const number = (name: string, scale = 1): Known<number> | null => numberOf(group.properties.get(name), variables, file, scale);
  const plain = (name: string): string => filledIn(group.properties.get(name)?.value ?? '', variables) ?? '';
  if (group.name === 'ThreadGroup') {
    const vus = number('ThreadGroup.num_threads');
    const loops = number('LoopController.loops');
    const timed = plain('ThreadGroup.scheduler') === 'true';
    const endless = plain('LoopController.continue_forever') === 'true' || (loops !== null && isKnown(loops) && loops.value < 0);
    const counted = !timed && !endless && vus !== null && isKnown(vus) && loops !== null && isKnown(loops);
    return { vus, rate: null, durationMs: timed ? number('ThreadGroup.duration', 1_000) : null, iterations: counted ? vus.value * loops.value : null };
  }
  // Of the plugin jpgc-casutg: minutes unless `Unit` says S.
  const unitMs = plain('Unit') === 'S' ? 1_000 : 60_000;
  const target = number('TargetLevel');
  const hold = number('Hold', unitMs);
  const ramp = number('RampUp', unitMs);
  const durationMs = hold && ramp && isKnown(hold) && isKnown(ramp) ? derived(hold.value + ramp.value, [ramp, hold], hold.source, `${ramp.says}, ${hold.says}`) : hold;
  if (/(?:^|\.)ConcurrencyThreadGroup$/.test(group.name)) return { vus: target, rate: null, durationMs, iterations: null };
  if (/(?:^|\.)ArrivalsThreadGroup$/.test(group.name)) {
    const rate = target && isKnown(target) ? derived((target.value * 1_000) / unitMs, [target], target.source, `${target.says} per ${unitMs === 1_000 ? 'second' : 'minute'}`) : target;
    return { vus: null, rate, durationMs, iterations: null };
  }
  const open = notKnown(`the load of a ${group.name.slice(group.name.lastIndexOf('.') + 1)}`, sourceOf(file, group));
  return { vus: open, rate: open, durationMs: open, iterations: null };
}

function together(values: readonly (Known<number> | null)[], how: 'sum' | 'highest', says: string, source: Source): Known<number> | null {
  const given = values.filter((value) => value !== null);
  const [first] = given;
  if (!first) return null;
  const missing = given.find((value) => !isKnown(value));
  if (missing || given.length === 1) return missing ?? first;
  const facts = given.filter((value): value is Fact<number> => isKnown(value));
  const numbers = facts.map(({ value }) => value);
  return derived(how === 'sum' ? numbers.reduce((sum, value) => sum + value, 0) : Math.max(...numbers), facts, source, says);
}

function notKnown(what: string, source: Source): Known<number> {
  return unknown(`${what} is not known from the plan`, { cause: 'not-supported-yet', what }, { source });
}
