import type { Driver } from '../core/driver.ts';
import { bounded } from '../core/bounded.ts';
import { requestCancel } from './cancel.ts';
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

  /** Resolves when the session has answered everything; the server was asked to hurry. */
  function settled(client: PgClient): Promise<void> {
    requestCancel(client);
    const ready = new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (isBusy(client)) return;
        client.connection.removeListener('readyForQuery', look);
        resolve();
      };
      client.connection.on('readyForQuery', look);
      client.connection.once('end', () => reject(new Error('the connection ended')));
    });
    return bounded(clock, statementTimeoutMs + letGoMs, ready, () => new Error('the server did not let go of a statement'));
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
      if (!isBusy(client) && statusOf(client) === 'I') return null;
      return (async () => {
        if (isBusy(client)) await settled(client);
        if (statusOf(client) !== 'I') await bounded(clock, letGoMs, plainQuery(client, 'rollback'), () => new Error('no answer to rollback'));
        return !isBusy(client) && statusOf(client) === 'I';
      })();
    },

    async close(client) {
      if (client._queryable !== false && isBusy(client)) await settled(client).catch(() => {});
      await bounded(clock, goodbyeMs, client.end(), () => new Error('no goodbye')).catch(() => client.connection.stream.destroy());
    },

    onLost(client, lost) {
      let reason: unknown = new Error('the server ended the connection');
      client.on('error', (error: unknown) => {
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
