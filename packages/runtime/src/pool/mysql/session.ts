import { AsyncResource } from 'node:async_hooks';
import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import type { RemainingTime } from '../core/options.ts';
import { deadlineError } from '../core/refusals.ts';
import type { Callback, MysqlConnection } from './mysql.ts';
import type { MysqlKind } from './statement.ts';
import { transactionAfter, withTimeout } from './statement.ts';

const graceMs = 500;
const marginMs = 5;

export interface MysqlSessionOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly deadline: RemainingTime;
  readonly statementTimeoutMs: number;
}

/** What is known of a session: statements that were sent and not answered, and whether a transaction is open. */
export interface MysqlSession {
  inFlight: number;
  inTransaction: boolean;
  /** Called when the last statement was answered. */
  onQuiet: (() => void) | null;
}

/** Gives `query` and `execute` of a connection their limits, in both styles, as the one with promises calls the one with callbacks. */
export function limitStatements(connection: MysqlConnection, kind: MysqlKind, { name, clock, deadline, statementTimeoutMs }: MysqlSessionOptions): MysqlSession {
  const session: MysqlSession = { inFlight: 0, inTransaction: false, onQuiet: null };
  const core = connection.connection;
  const done = (): void => {
    session.inFlight -= 1;
    if (session.inFlight === 0) session.onQuiet?.();
  };

  const limited = (plain: typeof core.query, mayRewrite: boolean): typeof core.query =>
    function send(sql, values, callback) {
      const given = [callback, values].find((each) => typeof each === 'function') as Callback | undefined;
      const parameters = typeof values === 'function' ? undefined : values;
      const text = typeof sql === 'string' ? sql : textOf(sql);
      session.inFlight += 1;
      session.inTransaction = transactionAfter(text, session.inTransaction);
      if (!given) {
        const streamed = plain(sql, values, callback); // read as it comes, under the session's timeout
        streamed.once('end', done);
        return streamed;
      }
      const remainingMs = deadline.remainingMs();
      const late = remainingMs !== null && remainingMs < statementTimeoutMs;
      const answered = AsyncResource.bind(given);
      let settled = false;
      const settle: Callback = (...results) => {
        if (settled) return;
        settled = true;
        cancelTimer();
        answered(...results);
      };
      const cancelTimer = clock.after(late ? Math.max(0, remainingMs) : statementTimeoutMs + graceMs, () => settle(late ? deadlineError(name, 0) : statementError(name, statementTimeoutMs)));
      const bounded = late && mayRewrite && remainingMs >= 1 ? withTimeout(text, Math.max(1, Math.floor(remainingMs - Math.min(marginMs, remainingMs / 10))), kind) : null;
      return plain(bounded === null ? sql : typeof sql === 'string' ? bounded : { ...(sql as object), sql: bounded }, parameters, (...results: [unknown]) => {
        done();
        settle(...results);
      });
    };

  core.query = limited(core.query.bind(core), true);
  core.execute = limited(core.execute.bind(core), false); // a number in its text would be a new prepared statement each time
  return session;
}

function statementError(name: string, statementTimeoutMs: number): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_POOL_STATEMENT', `${name}: a statement did not end within ${statementTimeoutMs} ms, and the server did not stop it in ${graceMs} ms more`, {
    retryable: false,
    details: { statementTimeoutMs },
  });
}

function textOf(options: unknown): string {
  return typeof options === 'object' && options !== null && 'sql' in options && typeof options.sql === 'string' ? options.sql : '';
}
