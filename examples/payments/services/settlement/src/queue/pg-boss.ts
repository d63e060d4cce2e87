import { PgBoss } from 'pg-boss';
import { pgBossQueue } from '@plimsoll/runtime/workload/pg-boss';
import { pool } from '../database.ts';
import type { Settlement } from './settlement-queue.ts';

// pg-boss sends the same long statements again and again; under a name each is planned once for a connection.
const names = new Map<string, string>();
const namesMax = 100;

function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < namesMax) names.set(text, `pg-boss-${names.size}`);
  return names.get(text);
}

const executeSql = (text: string, values: unknown[] = []) => {
  const name = values.length > 0 ? nameOf(text) : undefined; // what has no parameters may be several statements
  return name === undefined ? pool.query(text, values) : pool.query({ name, text, values });
};

const boss = new PgBoss({ db: { executeSql }, schedule: false }); // no pool of its own
boss.on('error', (error) => console.error('queue', error));
await boss.start();
await boss.createQueue('settlements', { retryLimit: 5, heartbeatSeconds: 60 });

export const queue = await pgBossQueue<Settlement>({ boss, name: 'settlements' });
