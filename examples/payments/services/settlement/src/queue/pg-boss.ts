import { PgBoss } from 'pg-boss';
import { pgBossQueue } from '@plimsoll/runtime/workload/pg-boss';
import { pool } from '../database.ts';
import type { Settlement } from './settlement-queue.ts';

const boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) }, schedule: false }); // no pool of its own
boss.on('error', (error) => console.error('queue', error));
await boss.start();
await boss.createQueue('settlements', { retryLimit: 5, heartbeatSeconds: 60 });

export const queue = await pgBossQueue<Settlement>({ boss, name: 'settlements' });
