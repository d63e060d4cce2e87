import type { Setting } from '../../facts/index.ts';
import { derived, isKnown, stated, unknown } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import type { Workload } from '../../model/system.ts';

/**
 * Configuration into code: a count that code reads from a variable takes the value that the units of its workload set. Where they
 * disagree the largest holds, since that is what a limit must bear; where a unit also takes variables from outside, the code's own
 * default is no more than a guess.
 */
export function applyConfiguration(setting: Setting<number>, owners: readonly Workload[]): Known<number> {
  if (setting.variables.length === 0) return setting.value;
  const units = owners.flatMap((owner) => owner.units);
  const set: Fact<number>[] = [];
  for (const unit of units) {
    for (const entry of unit.environment) {
      if (!setting.variables.includes(entry.name)) continue;
      if (!isKnown(entry.value)) {
        if (unit.local) continue;
        return unknown(`${entry.name} is set by ${unit.name}, but its value is not known here`, entry.value.needs, { source: entry.source });
      }
      const number = Number(entry.value.value);
      if (Number.isFinite(number)) set.push(stated(number * (setting.scale ?? 1), entry.source, `${entry.name}=${entry.value.value}`, entry.value.from));
    }
  }
  const largest = set.toSorted((a, b) => b.value - a.value)[0];
  if (largest) return isKnown(setting.value) ? { ...largest, from: [...largest.from, readBy(setting.value)] } : largest;
  const open = units.find((unit) => !unit.environmentComplete && !unit.local);
  if (open && isKnown(setting.value) && setting.value.basis !== 'default') {
    return unknown(
      `${setting.variables.join(' or ')} may be set from outside this repository`,
      { cause: 'outside-the-repository', what: `${setting.variables[0]} of ${open.name}` },
      { source: setting.value.source, from: [setting.value] },
    );
  }
  return setting.value;
}

function readBy(value: Fact<number>): Fact<number> {
  return derived(value.value, [], value.source, value.says);
}
