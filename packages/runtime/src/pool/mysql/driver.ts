import { bounded } from '../core/bounded.ts';
import type { Driver } from '../core/driver.ts';
import type { MysqlConnection, MysqlModule } from './mysql.ts';
import type { MysqlSession, MysqlSessionOptions } from './session.ts';
import { limitStatements } from './session.ts';
import { sessionTimeouts } from './statement.ts';

const goodbyeMs = 1000;
const letGoMs = 1000;

export interface MysqlDriverOptions extends MysqlSessionOptions {
  readonly module: MysqlModule;
  /** For `createConnection`; may hold secrets. */
  readonly config: object;
  readonly connectTimeoutMs: number;
}

export function mysqlDriver(options: MysqlDriverOptions): Driver<MysqlConnection> {
  const { clock, module, statementTimeoutMs } = options;
  const connect = (config: object): Promise<MysqlConnection> => (module as unknown as { createConnection(config: object): Promise<MysqlConnection> }).createConnection(config);
  const sessions = new WeakMap<MysqlConnection, MysqlSession>();
  const busy = (connection: MysqlConnection): boolean => (sessions.get(connection)?.inFlight ?? 0) > 0;

  /** The server ends statements by itself; beyond its limit the session is given up. */
  async function quiet(connection: MysqlConnection): Promise<void> {
    const session = sessions.get(connection);
    if (!session || session.inFlight === 0) return;
    const { promise: answered, resolve, reject } = Promise.withResolvers<void>();
    const gone = (): void => reject(new Error('the connection ended'));
    session.onQuiet = resolve;
    connection.connection.on('end', gone);
    await bounded(clock, statementTimeoutMs + letGoMs, answered, () => new Error('the server did not let go of a statement')).finally(() => {
      session.onQuiet = null;
      connection.connection.removeListener('end', gone);
    });
  }

  return {
    system: 'mysql',

    async open() {
      const connection = await connect({ enableKeepAlive: true, ...options.config, connectTimeout: options.connectTimeoutMs });
      connection.on('error', () => {}); // told through `onLost`
      const [rows] = await connection.query('select version() as version');
      const kind = /mariadb/i.test(String((rows as readonly { readonly version: unknown }[])[0]?.version)) ? 'mariadb' : 'mysql';
      await connection.query(sessionTimeouts(statementTimeoutMs, kind));
      sessions.set(connection, limitStatements(connection, kind, options));
      return connection;
    },

    ping: async (connection) => void (await connection.ping()),

    restore(connection) {
      const session = sessions.get(connection);
      if (!session || (session.inFlight === 0 && !session.inTransaction)) return null;
      return (async () => {
        await quiet(connection);
        if (session.inTransaction) await bounded(clock, letGoMs, session.rollback(), () => new Error('no answer to rollback'));
        return session.inFlight === 0 && !session.inTransaction;
      })();
    },

    async close(connection, answering) {
      if (!answering) return connection.connection.stream.destroy();
      if (busy(connection)) await quiet(connection).catch(() => {});
      const gone = new Promise((resolve) => {
        connection.connection.once('end', () => resolve(null));
      });
      await bounded(
        clock,
        goodbyeMs,
        connection.end().then(() => gone),
        () => new Error('no goodbye'),
      ).catch(() => connection.connection.stream.destroy());
    },

    onLost(connection, lost) {
      connection.connection.on('error', lost);
      connection.connection.once('end', () => lost(new Error('the server ended the connection')));
    },
  };
}
