import { setTimeout as sleep } from 'node:timers/promises';
import { pool } from './database.ts';
import { enter } from './ledger.ts';
import type { Movement } from './ledger.ts';

// Reads the log where it is a table of the database. A reader that is gone is followed by another at the same place, as the place is kept behind what was entered.
const idleMs = 200;
const stopping = new AbortController();

interface Line {
  readonly position: string;
  readonly transaction: string;
  readonly movement: Movement;
}

// Only what no transaction that still runs could come before.
const next = `
  SELECT log.position, log.transaction, log.movement
  FROM ledger_log AS log, ledger_read AS place
  WHERE place.reader = 'ledger'
    AND (log.transaction, log.position) > (place.transaction, place.position)
    AND log.transaction < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY log.transaction, log.position
  LIMIT 100`;

async function readOn(): Promise<number> {
  const { rows } = await pool.query<Line>(next);
  const last = rows.at(-1);
  if (!last) return 0;
  await enter(rows.map(({ movement }) => movement));
  await pool.query("UPDATE ledger_read SET transaction = $1, position = $2 WHERE reader = 'ledger' AND (transaction, position) < ($1, $2)", [last.transaction, last.position]);
  return rows.length;
}

console.log('ready');
process.once('SIGTERM', () => stopping.abort());
while (!stopping.signal.aborted) {
  try {
    if ((await readOn()) === 0) await sleep(idleMs, undefined, { signal: stopping.signal }).catch(() => {});
  } catch (error) {
    console.error('ledger', error);
    await sleep(1_000);
  }
}
await pool.close();
