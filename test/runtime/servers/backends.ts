import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface Monitor {
  /** The most sessions of the application that the server ever showed, and how often it was asked. */
  stop(): Promise<{ readonly peak: number; readonly looks: number }>;
}

/** Asks pg_stat_activity over and over, on a connection past every pool. */
export async function watchBackends(port: number, application: string): Promise<Monitor> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  let peak = 0;
  let looks = 0;
  let running = true;
  const watching = (async () => {
    while (running) {
      const { rows } = await client.query<{ count: number }>('select count(*)::int as count from pg_stat_activity where application_name = $1', [application]);
      peak = Math.max(peak, rows[0]?.count ?? 0);
      looks += 1;
      await sleep(5);
    }
  })();
  return {
    async stop() {
      running = false;
      await watching;
      await client.end();
      return { peak, looks };
    },
  };
}
