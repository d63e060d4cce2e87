import type { Contract } from '@plimsoll/contract/file';
import { stated } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { sayDurationMs } from '../../model/say.ts';
import type { Unit, Workload } from '../../model/system.ts';
import { isMeant } from '../workloads/declared.ts';

/** The longest time that a unit takes for one piece of work, where the contract states a deadline of its workload. */
export type DeadlineOf = (unit: Unit) => Known<number> | null;

export function deadlinesOf(contract: Contract | null, workloads: readonly Workload[]): DeadlineOf {
  return (unit) => {
    const workload = workloads.find((candidate) => candidate.units.includes(unit));
    const deadline = workload && contract?.workloads.find((declared) => isMeant(declared, workload))?.deadlineMs;
    return deadline ? stated(deadline.value, deadline.source, `deadline: ${sayDurationMs(deadline.value)}`) : null;
  };
}
