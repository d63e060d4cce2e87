import { AsyncResource } from 'node:async_hooks';
import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import { deadlineError, lateStatementError, statementError, statementGraceMs } from '../core/refusals.ts';
import type { RemainingTime } from '../core/options.ts';
import { requestCancel } from './cancel.ts';
import type { Callback, PgClient, PgModule } from './pg.ts';
import { statementKind } from './statement.ts';
import { timedQueryClass } from './timed-query.ts';

const marginMs = 5; // of a deadline, for the way back

export interface SessionOptions {
  readonly name: string;
  readonly driver: PgModule;
  readonly clock: Clock;
  readonly deadline: RemainingTime;
  readonly statementTimeoutMs: number;
}

/**
 * Gives a client's `query` its limits: the session's statement timeout, or less where the travelling deadline leaves less. The server is told and
 * ends the statement itself; where its answer fails to come, the caller is answered all the same, and the session is not given to anyone before the server has let go.
 */
export function limitStatements(client: PgClient, { name, driver, clock, deadline, statementTimeoutMs }: SessionOptions): void {
  const TimedQuery = timedQueryClass(driver);
  const plain = client.query.bind(client);
  let localMs: number | null = null; // what this transaction was last told; null: nothing, and the session's timeout holds

  client.query = (config: unknown, values?: unknown, callback?: unknown): unknown => {
    if (config === null || config === undefined || isSubmittable(config)) return plain(config, values, callback);
    const given = [callback, values, callbackIn(config)].find((each) => typeof each === 'function') as Callback | undefined;
    const parameters = typeof values === 'function' ? undefined : values;
    if (given) {
      send(config, parameters, AsyncResource.bind(given));
      return undefined;
    }
    return new Promise((resolve, reject) => {
      send(config, parameters, (error, result) => (error ? reject(error) : resolve(result)));
    }).catch(withCaller);
  };

  function send(config: unknown, values: unknown, done: Callback): void {
    const remainingMs = deadline.remainingMs();
    if (remainingMs !== null && remainingMs <= 0) return queueMicrotask(() => done(deadlineError(name, 0)));
    const limited = remainingMs !== null && remainingMs < statementTimeoutMs;
    let settled = false;
    const settle: Callback = (error, result) => {
      if (settled) return;
      settled = true;
      cancelTimer();
      done(error, result);
    };
    const query = new TimedQuery(config, values, settle, toldServer(config, limited ? remainingMs : null));
    query.callback = settle;
    const cancelTimer = clock.after(limited ? remainingMs : statementTimeoutMs + statementGraceMs, () => {
      void requestCancel(client);
      settle(limited ? lateStatementError(name, remainingMs) : statementError(name, statementTimeoutMs));
    });
    plain(query);
  }

  /**
   * What the server is told about this statement; null where it knows, or cannot be told. What a transaction was told holds to its end, so that a later
   * statement with more time has to be told, too.
   */
  function toldServer(config: unknown, remainingMs: number | null): number | null {
    const inTransaction = statusOf(client) === 'T';
    if (!inTransaction) localMs = null;
    if (remainingMs === null && localMs === null) return null;
    const kind = statementKind(typeof config === 'string' ? config : (config as { readonly text?: unknown }).text);
    if (kind === 'other') return null;
    const timeoutMs = remainingMs === null ? statementTimeoutMs : Math.max(1, Math.floor(remainingMs - Math.min(marginMs, remainingMs / 10)));
    if (localMs !== null && localMs >= timeoutMs && localMs - timeoutMs < Math.max(10, timeoutMs / 10)) return null;
    localMs = inTransaction || kind === 'begin' ? timeoutMs : null;
    return timeoutMs;
  }
}

const statuses = new WeakMap<PgClient, string>();

/** Follows the transaction status that the server gives after each statement: I idle, T in a transaction, E in a failed one. */
export function watchStatus(client: PgClient): void {
  client.connection.on('readyForQuery', (message: { readonly status?: string }) => void statuses.set(client, message.status ?? 'I'));
}

export function statusOf(client: PgClient): string {
  return statuses.get(client) ?? 'I';
}

function isSubmittable(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'submit' in config && typeof config.submit === 'function';
}

function callbackIn(config: unknown): unknown {
  return typeof config === 'object' && config !== null && 'callback' in config ? config.callback : undefined;
}

/** The stack of an error of the server leads to the socket; the one from here, through `await`, to the statement. Throws the error again. */
export function withCaller(error: unknown): never {
  if (error instanceof Error && !(error instanceof RuntimeError)) Error.captureStackTrace(error, withCaller);
  throw error;
}
