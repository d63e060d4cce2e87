import { env } from 'node:process';
import { RuntimeError } from '../../errors/index.ts';

/** Starts one role; its module is loaded by the call, so that a process holds the code and the connections of its own role only. */
export type RoleStart<T> = () => Promise<T>;

/** Where a process is told its role, unless the caller says so. */
export const roleVariable = 'PLIMSOLL_ROLE';

/**
 * One codebase, one role per process: starts the entry that `name` says, by default the environment variable `PLIMSOLL_ROLE`. A missing or
 * unknown name is `ERR_PLIMSOLL_ROLE_UNKNOWN` with the names that exist; a default role would start the wrong one in silence.
 */
export async function startRole<T>(roles: Readonly<Record<string, RoleStart<T>>>, name: string | undefined = env[roleVariable]): Promise<T> {
  const start = name !== undefined && Object.hasOwn(roles, name) ? roles[name] : undefined;
  if (start) return start();
  const names = Object.keys(roles).join(', ');
  const said = name === undefined || name === '' ? `${roleVariable} is not set` : `there is no role ${name.slice(0, 80)}`;
  throw new RuntimeError('ERR_PLIMSOLL_ROLE_UNKNOWN', `${said}; this program has ${names}`, { retryable: false, details: { role: name ?? null } });
}
