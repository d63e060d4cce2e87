import { RuntimeError, rejection } from '../../errors/index.ts';
import type { PoolSettings } from './options.ts';

/** Beyond a statement's timeout: the server's own error is the better one, as it names the statement and the session stays fit. */
export const statementGraceMs = 500;

/** Every refusal of a pool, with the numbers that led to it. Those that come in thousands carry no stack. */

export function closedError(name: string, waited: boolean): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_POOL_CLOSED', waited ? `${name}: the pool was closed while this caller waited` : `${name}: the pool is closed`, { retryable: false });
}

export function fullError({ name, connectionsMax, overflowMax, waitersMax }: PoolSettings): RuntimeError {
  return rejection('ERR_PLIMSOLL_POOL_FULL', `${name}: all ${connectionsMax + overflowMax} connections are taken and ${waitersMax} callers wait`, {
    retryable: true,
    details: { connectionsMax, overflowMax, waitersMax },
  });
}

export function connectTimeoutError({ name, connectTimeoutMs }: PoolSettings): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_POOL_CONNECT', `${name}: no connection within ${connectTimeoutMs} ms`, { retryable: true, details: { connectTimeoutMs } });
}

export function connectError(name: string, cause: unknown): unknown {
  if (cause instanceof RuntimeError) return cause;
  return new RuntimeError('ERR_PLIMSOLL_POOL_CONNECT', `${name}: no connection could be opened: ${reasonOf(cause)}`, { retryable: !isForGood(cause), cause });
}

/** Wrong credentials (SQLSTATE class 28) and a database that does not exist do not get better by asking again. */
export function isForGood(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^28\w{3}$/.test(code) || ['3D000', 'ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR'].includes(code);
}

export function timeoutError(
  { name, connectionsMax, overflowMax }: PoolSettings,
  waitedMs: number,
  counts: { readonly leased: number; readonly restoring: number; readonly closing: number; readonly waiting: number },
  openError: unknown,
): RuntimeError {
  const { leased, restoring, closing, waiting } = counts;
  return rejection(
    'ERR_PLIMSOLL_POOL_TIMEOUT',
    `${name}: no connection became free within ${Math.round(waitedMs)} ms; of ${connectionsMax + overflowMax}, ${leased} are in use and ${restoring + closing} are ending, ${waiting} callers wait`,
    { retryable: true, details: { waitedMs: Math.round(waitedMs), used: leased, waiting }, ...(leased === 0 && openError !== undefined ? { cause: openError } : {}) },
  );
}

export function nestedError({ name, connectionsMax, overflowMax }: PoolSettings, takenAt: string, heldSince: string): RuntimeError {
  const open = connectionsMax + overflowMax;
  return new RuntimeError(
    'ERR_PLIMSOLL_POOL_NESTED',
    `${name}: a second connection is taken at ${takenAt} by a caller that holds one since ${heldSince}; ${open === 1 ? 'with 1 connection it waits for itself' : `${open} such callers wait for each other for ever`}. Pass the first connection on`,
    { retryable: false, details: { takenAt, heldSince, connectionsMax: open } },
  );
}

export function deadlineError(name: string, waitedMs: number): RuntimeError {
  return rejection('ERR_PLIMSOLL_DEADLINE', `${name}: the deadline passed ${waitedMs > 0 ? `after ${Math.round(waitedMs)} ms of waiting for a connection` : 'before the database was asked'}`, {
    retryable: false,
    details: { waitedMs: Math.round(waitedMs) },
  });
}

/** The deadline passed while a statement ran that was given what was left of it. */
export function lateStatementError(name: string, givenMs: number): RuntimeError {
  return rejection('ERR_PLIMSOLL_DEADLINE', `${name}: the deadline passed while the server worked on a statement that was given ${Math.floor(givenMs)} ms`, { retryable: false });
}

/** The server did not end a statement at its timeout, nor in the grace after it. */
export function statementError(name: string, statementTimeoutMs: number): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_POOL_STATEMENT', `${name}: a statement did not end within ${statementTimeoutMs} ms, and the server did not stop it in ${statementGraceMs} ms more`, {
    retryable: false,
    details: { statementTimeoutMs },
  });
}

/** Several addresses of one name fail together, in an error without words of its own, only with a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
