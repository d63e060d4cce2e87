import { readFileSync } from 'node:fs';
import pg from 'pg';
import { startBank } from './bank.ts';
import type { Bank } from './bank.ts';
import { startFraudService } from './fraud.ts';
import type { FraudService } from './fraud.ts';
import { startObjectDirectory } from './objects.ts';
import type { ObjectDirectory } from './objects.ts';
import { startPostgres } from './postgres.ts';
import type { LocalPostgres } from './postgres.ts';

/** What an example stands on: a database with its tables, and what stands for the services of others. */
export interface Surroundings {
  readonly postgres: LocalPostgres;
  readonly fraud: FraudService;
  readonly bank: Bank;
  readonly objects: ObjectDirectory;
  /** Asks the database of the example, past its services. */
  readonly sql: <Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly stop: () => Promise<void>;
}

const database = 'payments';

/** `schema` is a file of SQL. `connectionsMax` is `max_connections` of the database server. */
export async function startSurroundings({ schema, connectionsMax }: { readonly schema: URL; readonly connectionsMax: number }): Promise<Surroundings> {
  const begun: { readonly stop: () => Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const each of begun.toReversed()) await each.stop();
  };
  const start = async <T extends { readonly stop: () => Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    begun.push(started);
    return started;
  };
  try {
    const postgres = await start(startPostgres({ connectionsMax }));
    const { host, port, user } = postgres;
    const first = new pg.Client({ host, port, user, database: 'postgres' });
    await first.connect();
    await first.query(`CREATE DATABASE ${database}`);
    await first.end();
    const pool = new pg.Pool({ host, port, user, database, max: 1 });
    pool.on('error', () => {}); // the server may be stopped before it
    begun.push({ stop: () => pool.end() });
    await pool.query(readFileSync(schema, 'utf8'));
    return {
      postgres,
      fraud: await start(startFraudService()),
      bank: await start(startBank()),
      objects: await start(startObjectDirectory('of this machine only')),
      sql: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => (await pool.query<Row>(text, [...values])).rows,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
