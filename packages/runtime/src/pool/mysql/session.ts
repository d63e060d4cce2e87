import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import type { Clock } from '../../clock/index.ts';
import type { RemainingTime } from '../core/options.ts';
import { deadlineError, lateStatementError, statementError, statementGraceMs } from '../core/refusals.ts';
import type { Callback, MysqlConnection } from './mysql.ts';
import type { MysqlKind } from './statement.ts';
import { transactionAfter, withTimeout } from './statement.ts';

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
  /** Past the limits that callers have: the pool bounds its own statements. */
  rollback(): Promise<void>;
}

/** Gives `query` and `execute` of a connection their limits, in both styles, as the one with promises calls the one with callbacks. */
export function limitStatements(connection: MysqlConnection, kind: MysqlKind, { name, clock, deadline, statementTimeoutMs }: MysqlSessionOptions): MysqlSession {
  const core = connection.connection;
  const plainQuery = core.query.bind(core);
  const session: MysqlSession = {
    inFlight: 0,
    inTransaction: false,
    onQuiet: null,
    async rollback() {
      await new Promise<void>((resolve, reject) => {
        plainQuery('rollback', (error: unknown) => (error ? reject(error) : resolve()));
      });
      session.inTransaction = false;
    },
  };
  const done = (): void => {
    session.inFlight -= 1;
    if (session.inFlight === 0) session.onQuiet?.();
  };

  const limited = (plain: typeof core.query, mayRewrite: boolean): typeof core.query =>
    function send(sql, values, callback) {
      const given = [callback, values].find((each) => typeof each === 'function') as Callback | undefined;
      const parameters = typeof values === 'function' ? undefined : values;
      const text = typeof sql === 'string' ? sql : textOf(sql);
      const remainingMs = deadline.remainingMs();
      if (given && remainingMs !== null && remainingMs <= 0) {
        const refused = AsyncResource.bind(given);
        queueMicrotask(() => refused(deadlineError(name, 0)));
        return new EventEmitter() as unknown as ReturnType<typeof plain>;
      }
      session.inFlight += 1;
      session.inTransaction = transactionAfter(text, session.inTransaction);
      if (!given) {
        const streamed = plain(sql, values, callback); // read as it comes, under the session's timeout
        streamed.once('end', done);
        return streamed;
      }
      const late = remainingMs !== null && remainingMs < statementTimeoutMs;
      const answered = AsyncResource.bind(given);
      let settled = false;
      const settle: Callback = (...results) => {
        if (settled) return;
        settled = true;
        cancelTimer();
        answered(...results);
      };
      const cancelTimer = clock.after(late ? remainingMs : statementTimeoutMs + statementGraceMs, () =>
        settle(late ? lateStatementError(name, remainingMs) : statementError(name, statementTimeoutMs)),
      );
      const bounded = late && mayRewrite && remainingMs >= 1 ? withTimeout(text, Math.max(1, Math.floor(remainingMs - Math.min(marginMs, remainingMs / 10))), kind) : null;
      return plain(bounded === null ? sql : typeof sql === 'string' ? bounded : { ...(sql as object), sql: bounded }, parameters, (...results: [unknown]) => {
        done();
        settle(...results);
      });
    };

  core.query = limited(plainQuery, true);
  core.execute = limited(core.execute.bind(core), false); // a number in its text would be a new prepared statement each time
  return session;
}

function textOf(options: unknown): string {
  return typeof options === 'object' && options !== null && 'sql' in options && typeof options.sql === 'string' ? options.sql : '';
}
