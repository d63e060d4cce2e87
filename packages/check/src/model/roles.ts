import type { Role } from '@plimsoll/contract';

/** Roles that work apart from requests: what one of them is late with, nobody waits for. */
export function isWorkerRole(role: Role): boolean {
  return role === 'consumer' || role === 'scheduler' || role === 'batch' || role === 'stream';
}
