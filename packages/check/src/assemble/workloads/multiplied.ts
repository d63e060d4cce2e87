import type { Source } from '@plimsoll/contract';
import { compare, greatest } from '../../model/arithmetic.ts';
import { unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Multiplied, Unit } from '../../model/system.ts';

/** The largest number of instances any unit of a workload may reach. Compose files for developers say nothing about production. */
export function instancesMaxOf(name: string, units: readonly Unit[], source: Source, isFunction = false): Known<number> {
  const real = units.filter((unit) => !unit.local);
  if (real.length === 0) return notDeployedHere(name, source, isFunction);
  return greatest(real.map((unit) => unit.instancesMax));
}

export function multipliedOf(name: string, units: readonly Unit[], source: Source, processes: Known<number> | null, isFunction: boolean): Multiplied {
  const real = units.filter((unit) => !unit.local);
  let open: Known<number> | null = real.length === 0 ? notDeployedHere(name, source, isFunction) : null;
  for (const unit of real) {
    const more = compare(unit.instancesMax, '>', { value: 1, basis: 'derived', source: unit.source, says: '1', from: [] });
    if (more.answer === 'yes') return { answer: 'yes', because: unit.instancesMax, of: 'instances', unit, sure: 'certain' };
    if (more.answer === 'undecided') open ??= unit.instancesMax;
  }
  const [first] = real;
  // Several processes of one instance share no memory either.
  if (first && processes && compare(processes, '>', { value: 1, basis: 'derived', source: first.source, says: '1', from: [] }).answer === 'yes')
    return { answer: 'yes', because: processes, of: 'processes', unit: first, sure: 'certain' };
  if (open) return { answer: 'unknown', why: open };
  return { answer: 'no', because: greatest(real.map((unit) => unit.instancesMax)) };
}

/** Compose files for developers and what nothing here describes are somebody else's decision. */
function notDeployedHere(name: string, source: Source, isFunction: boolean): Known<number> {
  // Functions stand in templates (CloudFormation, SAM, Serverless) more often than nowhere.
  if (isFunction) return unknown(`how the function ${name} is deployed is not read yet`, { cause: 'not-supported-yet', what: `the number of instances of ${name}` }, { bounds: { min: 1 }, source });
  return unknown(`nothing in this repository says how ${name} runs in production`, { cause: 'outside-the-repository', what: `the number of instances of ${name}` }, { bounds: { min: 1 }, source });
}
