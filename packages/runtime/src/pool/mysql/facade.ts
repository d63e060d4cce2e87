import { AsyncResource } from 'node:async_hooks';
import type { CallSite } from '../core/call-site.ts';
import { callSite, noCallSite } from '../core/call-site.ts';
import { enterHolding, holdings, newHolding, underHolding } from '../core/holding.ts';
import type { Lease, PoolCore } from '../core/pool.ts';
import type { Callback, MysqlConnection, MysqlCore, MysqlModule } from './mysql.ts';

/**
 * An object over a pool of mysql2 that itself opens nothing: escaping, formatting and events are its own, whatever needs a connection goes to
 * our pool.
 */
export function mysqlFacade(module: MysqlModule, config: object, connectionLimit: number): (core: PoolCore<MysqlConnection>) => object {
  const unused = (module.createPool as unknown as (config: object) => { end(): Promise<void>; emit(event: string, ...parameters: unknown[]): boolean })({ ...config, connectionLimit });

  return (core) => {
    const siteOf = (below: (...parameters: never[]) => unknown): CallSite => (core.settings.callSites ? callSite(below) : noCallSite);

    function lend(lease: Lease<MysqlConnection>): MysqlConnection {
      const { connection } = lease;
      const release = (): void => lease.release();
      connection.release = release;
      connection.connection.release = release;
      unused.emit('acquire', connection);
      return connection;
    }

    const facade = Object.create(unused) as Record<string, unknown>;

    function getConnection(callback?: (error: unknown, connection?: MysqlCore) => void): Promise<MysqlConnection> | undefined {
      const site = siteOf(getConnection);
      const holding = newHolding(core.identity, site, false, holdings());
      if (callback) {
        const called = AsyncResource.bind(callback);
        core.ask({
          site,
          holding,
          granted: (lease) => {
            holding.delivered = true;
            queueMicrotask(() => underHolding(holding, () => called(null, lend(lease).connection)));
          },
          refused: (error) => queueMicrotask(() => called(error)),
        });
        return undefined;
      }
      const promise = new Promise<MysqlConnection>((resolve, reject) => {
        core.ask({
          site,
          holding,
          granted: (lease) => {
            queueMicrotask(() => (holding.delivered = true));
            resolve(lend(lease));
          },
          refused: reject,
        });
      });
      if (holding.active) enterHolding(holding);
      return promise;
    }

    function once(how: 'query' | 'execute'): (sql: unknown, values?: unknown) => Promise<readonly unknown[]> {
      return async function send(sql, values) {
        const site = siteOf(send);
        const lease = await new Promise<Lease<MysqlConnection>>((granted, refused) => {
          core.ask({ site, holding: null, granted, refused });
        });
        try {
          return await lease.connection[how](sql, values);
        } finally {
          lease.release();
        }
      };
    }

    const close: typeof core.close = async (options) => {
      await core.close(options);
      await unused.end();
    };

    return Object.assign(facade, {
      name: core.name,
      use: ((work, options) => core.use(work, options)) satisfies typeof core.use,
      stats: () => core.stats(),
      collect: () => core.collect(),
      close,
      getConnection,
      releaseConnection: (connection: MysqlConnection) => connection.release?.(),
      query: once('query'),
      execute: once('execute'),
      end(callback?: Callback): Promise<void> | undefined {
        if (!callback) return close();
        void (async () => {
          const error: unknown = await close().then(
            () => null,
            (reason: unknown) => reason,
          );
          callback(error);
        })();
        return undefined;
      },
    });
  };
}
