import type { Driver } from '../core/driver.ts';
import { bounded } from '../core/bounded.ts';
import { cancelsTaken, requestCancel } from './cancel.ts';
import type { PgClient } from './pg.ts';
import type { SessionOptions } from './session.ts';
import { limitStatements, statusOf, watchStatus } from './session.ts';

const goodbyeMs = 1000;
const letGoMs = 1000; // beyond the statement timeout, for a cancelled statement to roll back

export interface PostgresDriverOptions extends SessionOptions {
  /** For `pg.Client`; may hold secrets. */
  readonly config: object;
  readonly connectTimeoutMs: number;
}

export function postgresDriver(options: PostgresDriverOptions): Driver<PgClient> {
  const { clock, statementTimeoutMs } = options;
  const Client = options.driver.Client as unknown as new (config: object) => PgClient;

  /** Resolves when the session has answered everything and no request to cancel can reach it any more; the server is asked to hurry. */
  async function settled(client: PgClient): Promise<void> {
    if (isBusy(client)) await requestCancel(client);
    await cancelsTaken(client);
    const { connection } = client;
    const { promise: answered, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      if (!isBusy(client)) resolve();
    };
    const gone = (): void => reject(new Error('the connection ended'));
    connection.on('readyForQuery', look);
    connection.on('end', gone);
    look();
    await bounded(clock, statementTimeoutMs + letGoMs, answered, () => new Error('the server did not let go of a statement')).finally(() => {
      connection.removeListener('readyForQuery', look);
      connection.removeListener('end', gone);
    });
    // A signal that was sent and not yet heard ends here, or nowhere: the server ignores it between statements.
    await bounded(
      clock,
      letGoMs,
      plainQuery(client, '').catch(() => {}),
      () => new Error('no answer'),
    );
  }

  return {
    system: 'postgresql',

    async open() {
      const client = new Client({ keepAlive: true, ...options.config, statement_timeout: statementTimeoutMs, connectionTimeoutMillis: options.connectTimeoutMs });
      client.on('error', () => {}); // told through `onLost`; without a listener it would end the process
      watchStatus(client);
      await client.connect();
      limitStatements(client, options);
      return client;
    },

    // An empty statement: the server parses and plans nothing, and answers.
    ping: async (client) => void (await plainQuery(client, '')),

    restore(client) {
      if (!isBusy(client) && statusOf(client) === 'I' && cancelsTaken(client) === null) return null;
      return (async () => {
        if (isBusy(client) || cancelsTaken(client) !== null) await settled(client);
        if (statusOf(client) !== 'I') await bounded(clock, letGoMs, plainQuery(client, 'rollback'), () => new Error('no answer to rollback'));
        return !isBusy(client) && statusOf(client) === 'I';
      })();
    },

    async close(client, answering) {
      if (isBusy(client)) {
        if (answering) await settled(client).catch(() => {});
        else await cancelsTaken(client);
      }
      if (!answering) return client.connection.stream.destroy();
      await bounded(clock, goodbyeMs, client.end(), () => new Error('no goodbye')).catch(() => client.connection.stream.destroy());
    },

    onLost(client, lost) {
      let reason: unknown = new Error('the server ended the connection');
      client.on('error', (error: unknown) => {
        if (isBusy(client)) void requestCancel(client); // else the server would work on, for nobody and beside our next connection
        reason = error;
        lost(error);
      });
      client.once('end', () => lost(reason));
    },
  };
}

function isBusy(client: PgClient): boolean {
  return client.readyForQuery === false || (client._queryQueue?.length ?? 0) > 0;
}

/** Past the limits that callers have: the pool bounds its own statements. */
function plainQuery(client: PgClient, text: string): Promise<unknown> {
  return Reflect.apply(Reflect.get(Object.getPrototypeOf(client), 'query'), client, [text]) as Promise<unknown>;
}
