import { mysqlPool, postgresPool } from '@plimsoll/runtime/pool';
import mysql from 'mysql2/promise';
import pg from 'pg';
import postgres from 'postgres';

/** One pool of two connections, ours or another one's, as far as the measurements use it. */
export interface Peer {
  readonly name: string;
  readonly engine: 'postgres' | 'mysql';
  query(sql: string): Promise<unknown>;
  /** With a time limit of the client, in milliseconds. */
  queryWithin(sql: string, limitMs: number): Promise<unknown>;
  /** Takes a connection, works, and gives it back. */
  hold(work: () => Promise<unknown>): Promise<unknown>;
  close(): Promise<void>;
}

export interface At {
  readonly port: number;
  readonly application: string;
}

export type MakePeer = (at: At) => Promise<Peer>;

const max = 2;
const connectionOf = ({ port, application }: At): pg.ClientConfig => ({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres', application_name: application });

/** Its client-side timeout is an option of the pool, so it has one pool with and one without. */
const pgPeer: MakePeer = async (at) => {
  const plain = new pg.Pool({ ...connectionOf(at), max });
  const timed = new Map<number, pg.Pool>();
  plain.on('error', () => {});
  return {
    name: 'pg 8.23.1',
    engine: 'postgres',
    query: (sql) => plain.query(sql),
    queryWithin(sql, limitMs) {
      let pool = timed.get(limitMs);
      if (!pool) {
        pool = new pg.Pool({ ...connectionOf(at), max, query_timeout: limitMs });
        pool.on('error', () => {});
        timed.set(limitMs, pool);
      }
      return pool.query(sql);
    },
    async hold(work) {
      const client = await plain.connect();
      try {
        return await work();
      } finally {
        client.release();
      }
    },
    close: async () => void (await Promise.race([Promise.all([plain, ...timed.values()].map((pool) => pool.end())), soon(500)])),
  };
};

const postgresJsPeer: MakePeer = async ({ port, application }) => {
  const sql = postgres({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres', max, connection: { application_name: application }, onnotice: () => {} });
  return {
    name: 'postgres.js 3.4.9',
    engine: 'postgres',
    query: (text) => sql.unsafe(text),
    async queryWithin(text, limitMs) {
      const query = sql.unsafe(text);
      const timer = setTimeout(() => query.cancel(), limitMs);
      return query.finally(() => clearTimeout(timer));
    },
    hold: (work) => sql.begin(() => work()),
    close: () => sql.end({ timeout: 0 }),
  };
};

const mysqlPeer: MakePeer = async ({ port }) => {
  const pool = mysql.createPool({ host: '127.0.0.1', port, user: 'root', database: 'mysql', connectionLimit: max });
  return {
    name: 'mysql2 3.24.6',
    engine: 'mysql',
    query: (sql) => pool.query(sql),
    queryWithin: (sql, limitMs) => pool.query({ sql, timeout: limitMs }),
    async hold(work) {
      const connection = await pool.getConnection();
      try {
        return await work();
      } finally {
        connection.release();
      }
    },
    close: () => Promise.race([pool.end(), soon(500)]).catch(() => {}),
  };
};

const ourPostgres: MakePeer = async (at) => {
  let remainingMs: number | null = null;
  const pool = await postgresPool({ driver: pg, name: at.application, connection: connectionOf(at), connectionsMax: max, waitersMax: 100_000, deadline: { remainingMs: () => remainingMs } });
  return {
    name: '@plimsoll/runtime, PostgreSQL',
    engine: 'postgres',
    query: (sql) => pool.query(sql),
    queryWithin(sql, limitMs) {
      remainingMs = limitMs;
      return pool.query(sql);
    },
    async hold(work) {
      const client = await pool.connect();
      try {
        return await work();
      } finally {
        client.release();
      }
    },
    close: () => pool.close({ drainMs: 0 }),
  };
};

const ourMysql: MakePeer = async ({ port, application }) => {
  const connection = { host: '127.0.0.1', port, user: 'root', database: 'mysql' };
  let remainingMs: number | null = null;
  const pool = await mysqlPool({ driver: mysql, name: application, connection, connectionsMax: max, waitersMax: 100_000, deadline: { remainingMs: () => remainingMs } });
  return {
    name: '@plimsoll/runtime, MariaDB',
    engine: 'mysql',
    query: (sql) => pool.query(sql),
    queryWithin(sql, limitMs) {
      remainingMs = limitMs;
      return pool.query(sql);
    },
    async hold(work) {
      const held = await pool.getConnection();
      try {
        return await work();
      } finally {
        held.release();
      }
    },
    close: () => pool.close({ drainMs: 0 }),
  };
};

export const peers: Readonly<Record<'pg' | 'postgresJs' | 'mysql2' | 'ours' | 'oursMysql', MakePeer>> = {
  pg: pgPeer,
  postgresJs: postgresJsPeer,
  mysql2: mysqlPeer,
  ours: ourPostgres,
  oursMysql: ourMysql,
};

export function soon(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
