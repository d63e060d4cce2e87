import pg from 'pg';
import { postgresPool } from '@plimsoll/runtime/pool';

/** At start the server is asked whether the pools of the whole fleet fit: 8 of these, and the 181 connections of all others. */
export const pool = await postgresPool({
  driver: pg,
  name: 'payments-db',
  connection: {
    host: process.env.DB_HOST,
    port: Number(process.env.DB_PORT ?? 5432),
    user: process.env.DB_USER,
    password: process.env.DB_PASSWORD,
    database: 'payments',
    ssl: process.env.DB_TLS !== 'off',
  },
  connectionsMax: 1,
  fleet: { instances: 8 },
  connectionsReserved: 181,
  acquireTimeoutMs: 2_000,
  statementTimeoutMs: 2_000,
  lifetimeMs: 1_800_000,
});
