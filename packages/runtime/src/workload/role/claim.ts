import { RuntimeError } from '../../errors/index.ts';
import { profileOf } from './role.ts';
import type { Role } from './role.ts';

interface Claim {
  readonly role: Role;
  readonly name: string;
}

/** On the global object, so that two copies of this package in one process see each other. */
const key = Symbol.for('@plimsoll/runtime/workload/role');
const process = globalThis as typeof globalThis & { [key]?: Claim | undefined };

/**
 * Takes the process for one role. A second one is `ERR_PLIMSOLL_ROLE_TAKEN`: DP1 keeps load profiles apart, as one number of instances cannot
 * follow two signals. The returned function gives the process back, which only a role that has ended may do.
 */
export function claimRole(role: Role, name: string): () => void {
  const taken = process[key];
  if (taken) {
    const same = profileOf[taken.role] === profileOf[role];
    throw new RuntimeError(
      'ERR_PLIMSOLL_ROLE_TAKEN',
      `${name} (${role}) cannot start here: the process runs ${taken.name} (${taken.role}) already; ${same ? 'give both to one role' : 'start it as a process of its own, so that it scales on its own signal'}`,
      { retryable: false, details: { role, name, taken: taken.role, takenBy: taken.name } },
    );
  }
  const claim: Claim = { role, name };
  process[key] = claim;
  return () => {
    if (process[key] === claim) process[key] = undefined;
  };
}
