import { PgBoss } from 'pg-boss';
import { pool } from '../database.ts';
import type { SettlementQueue } from './settlement-queue.ts';

const boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) }, schedule: false, supervise: false }); // the worker supervises
boss.on('error', (error) => console.error('queue', error));
await boss.start();
await boss.createQueue('settlements', { retryLimit: 5, heartbeatSeconds: 60 });

export const queue: SettlementQueue = {
  put: async (settlements) =>
    void (await boss.insert(
      'settlements',
      settlements.map((data) => ({ data })),
    )),
};
