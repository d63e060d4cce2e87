import { AsyncResource } from 'node:async_hooks';
import { callSite, noCallSite } from '../core/call-site.ts';
import { enterHolding, holdings, newHolding, underHolding } from '../core/holding.ts';
import type { MachineHooks } from '../core/machine.ts';
import type { Lease, PoolCore } from '../core/pool.ts';
import type { Callback, PgClient, PgModule, PgPoolBase } from './pg.ts';
import { withCaller } from './session.ts';

type ConnectCallback = (error: unknown, client: PgClient | undefined, done: (destroy?: boolean | Error) => void) => void;

export interface PgFacade {
  readonly hooks: MachineHooks<PgClient>;
  over(core: PoolCore<PgClient>): PgPoolBase;
}

/**
 * An object of a class derived from `pg.Pool`, as libraries test for it, whose every method goes to our pool. The class below it makes no connections:
 * it only keeps the options, where libraries look them up.
 */
export function pgFacade(module: PgModule, config: object, max: number): PgFacade {
  const Base = module.Pool as unknown as new (config: object) => PgPoolBase;

  class PlimsollPool extends Base {
    readonly #core: PoolCore<PgClient>;
    readonly name: string;

    constructor(core: PoolCore<PgClient>) {
      super({ ...config, max });
      this.#core = core;
      this.name = core.name;
    }

    connect = (callback?: ConnectCallback): Promise<PgClient> | undefined => {
      const core = this.#core;
      const site = core.settings.callSites ? callSite(this.connect) : noCallSite;
      const holding = newHolding(core.identity, site, false, holdings());
      if (callback) {
        const called = AsyncResource.bind(callback); // else it would run in the context of whoever returns the connection
        core.ask({
          site,
          holding,
          granted: (lease) => {
            holding.delivered = true;
            queueMicrotask(() => underHolding(holding, () => called(undefined, this.#lend(lease), (destroy) => lease.connection.release?.(destroy))));
          },
          refused: (error) => queueMicrotask(() => called(error, undefined, () => {})),
        });
        return undefined;
      }
      const promise = new Promise<PgClient>((resolve, reject) => {
        core.ask({
          site,
          holding,
          granted: (lease) => {
            queueMicrotask(() => (holding.delivered = true));
            resolve(this.#lend(lease));
          },
          refused: reject,
        });
      });
      if (holding.active) enterHolding(holding);
      return promise;
    };

    query = (text: unknown, values?: unknown, callback?: unknown): unknown => {
      const site = this.#core.settings.callSites ? callSite(this.query) : noCallSite;
      const given = (typeof values === 'function' ? values : callback) as Callback | undefined;
      const parameters = typeof values === 'function' ? undefined : values;
      if (given) {
        this.#run(site, text, parameters, AsyncResource.bind(given));
        return undefined;
      }
      return new Promise((resolve, reject) => {
        this.#run(site, text, parameters, (error, result) => (error ? reject(error) : resolve(result)));
      }).catch(withCaller);
    };

    #run(site: Parameters<PoolCore<PgClient>['ask']>[0]['site'], text: unknown, values: unknown, done: Callback): void {
      this.#core.ask({
        site,
        holding: null,
        // In the caller's own context: a connection that was waited for is handed on by whoever returned it, and the statement would run under that one's deadline.
        granted: AsyncResource.bind((lease: Lease<PgClient>) => {
          const settle: Callback = (error, result) => {
            lease.release();
            done(error, result);
          };
          try {
            lease.connection.query(text, values, settle);
          } catch (error) {
            settle(error);
          }
        }),
        refused: (error) => queueMicrotask(() => done(error)),
      });
    }

    #lend(lease: Lease<PgClient>): PgClient {
      const client = lease.connection;
      client.release = (destroy) => {
        this.emit('release', destroy, client);
        lease.release({ close: Boolean(destroy) });
      };
      this.emit('acquire', client);
      return client;
    }

    use: PoolCore<PgClient>['use'] = (work, options) => this.#core.use(work, options);

    transaction<T>(work: (client: PgClient) => T | Promise<T>): Promise<T> {
      return this.#core.use(async (client) => {
        await client.query('begin');
        try {
          const result = await work(client);
          await client.query('commit');
          return result;
        } catch (error) {
          await Promise.resolve(client.query('rollback')).catch(() => {}); // a session that cannot roll back is closed by the pool
          throw error;
        }
      });
    }

    stats: PoolCore<PgClient>['stats'] = () => this.#core.stats();
    collect: PoolCore<PgClient>['collect'] = () => this.#core.collect();

    close(options?: { readonly drainMs?: number }): Promise<void> {
      this.ending = true;
      return this.#core.close(options).then(() => void (this.ended = true));
    }

    end(callback?: (error?: unknown) => void): Promise<void> | undefined {
      const closed = this.ending ? Promise.reject(new Error('Called end on pool more than once')) : this.close();
      if (!callback) return closed;
      void (async () => {
        const error: unknown = await closed.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        callback(error);
      })();
      return undefined;
    }

    get totalCount(): number {
      return this.#core.stats().open;
    }
    get idleCount(): number {
      return this.#core.stats().idle;
    }
    get waitingCount(): number {
      return this.#core.stats().waiting;
    }
    get expiredCount(): number {
      return 0; // what is too old is closed, not kept
    }
  }

  let facade: PgPoolBase | null = null;
  return {
    hooks: {
      opened: (client) => void facade?.emit('connect', client),
      closed: (client) => void facade?.emit('remove', client),
      lost: (error, client) => {
        if (facade && facade.listenerCount('error') > 0) facade.emit('error', error, client); // unheard it would end the process
      },
    },
    over: (core) => (facade = new PlimsollPool(core)),
  };
}
