import { pool } from './database.ts';
import { consumer } from './queue/settlement-consumer.ts';

consumer.start();
console.log('ready');

process.once('SIGTERM', () => void close());

async function close(): Promise<void> {
  await consumer.stop();
  await pool.close();
}
