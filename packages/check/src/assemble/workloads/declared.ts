import type { Contract } from '@plimsoll/contract/file';
import type { Workload } from '../../model/system.ts';

/** Whether an entry of the contract means a workload: by its name, or by the folder of its code. */
export function isMeant(declared: Contract['workloads'][number], workload: Workload): boolean {
  return workload.name === declared.name.value || (declared.code !== null && workload.codeRoots.includes(declared.code.value.replace(/^\.\/|\/$/g, '')));
}
