import { setTimeout as sleep } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { RuntimeError } from '../../errors/index.ts';
import type { Delivery, Queue } from '../queue/queue.ts';
import { statementsIn } from './statements.ts';

export interface PgBossQueueOptions<Body> {
  /** Started, with `supervise` on in at least one process: it brings back the jobs of processes that were killed. */
  readonly boss: PgBoss;
  readonly name: string;
  /** Where pg-boss keeps its tables; default `pgboss`, as its own. */
  readonly schema?: string | undefined;
  readonly decode?: ((data: unknown) => Body) | undefined;
}

const pollMs = 100;

/**
 * A queue of pg-boss, which must exist. Give it `heartbeatSeconds`, which is then the lease; without it a job of a killed process comes back only
 * after `expireInSeconds`. `retryLimit` counts such returns: choose it as large as the consumer's `attemptsMax`.
 */
export async function pgBossQueue<Body>({ boss, name, schema = 'pgboss', decode = (data) => data as Body }: PgBossQueueOptions<Body>): Promise<Queue<Body>> {
  const statements = statementsIn(schema);
  const found = await boss.getQueue(name);
  if (!found) throw new RuntimeError('ERR_PLIMSOLL_QUEUE', `pg-boss has no queue ${name}; create it with boss.createQueue`, { retryable: false, details: { queue: name } });
  const heartbeatSeconds = found.heartbeatSeconds ?? null;
  const expireSeconds = found.expireInSeconds ?? null;
  const run = async (text: string, values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]> => (await boss.getDb().executeSql(text, [...values])).rows;

  const delivery = ({ id, data, retryCount }: JobWithMetadata): Delivery<Body> => ({
    id,
    attempt: retryCount + 1,
    orderKey: null,
    read: () => decode(data),
    done: async () => touched(await boss.complete(name, { id, retryCount })),
    retry: async (_error, delayMs) => void (await run(statements.again, [name, id, retryCount, Math.max(0, delayMs) / 1000])),
    giveBack: async () => void (await run(statements.giveBack, [name, id, retryCount])),
    async bury(error) {
      await run(statements.lastTry, [name, id, retryCount]);
      await boss.fail(name, { id, retryCount }, { message: error instanceof Error ? error.message : String(error) });
    },
    extend: async () => touched(await boss.touch(name, { id, retryCount })),
  });

  return {
    name,
    leaseMs: heartbeatSeconds === null ? null : heartbeatSeconds * 1000,
    holdMsMax: expireSeconds === null ? null : expireSeconds * 1000,
    batchMax: 100,
    async receive(max, waitMs, signal) {
      for (let waitedMs = 0; ; waitedMs += pollMs) {
        if (signal.aborted) return [];
        const jobs = await boss.fetch<object>(name, { batchSize: max, includeMetadata: true });
        if (jobs.length > 0 || waitedMs >= waitMs) return jobs.map(delivery);
        await sleep(pollMs, undefined, { signal }).catch(() => {}); // aborted: the loop sees it
      }
    },
    async backlog() {
      const [row] = await run(statements.backlog, [name]);
      const count = (column: string): number => {
        const value = Number(row?.[column]);
        if (Number.isFinite(value)) return value;
        throw new RuntimeError('ERR_PLIMSOLL_QUEUE', `pg-boss does not say how many jobs of ${name} are ${column}`, { retryable: true, details: { queue: name } });
      };
      return { waiting: count('waiting'), active: count('active'), delayed: count('delayed'), oldestAgeMs: count('oldest_ms') };
    },
    close: async () => {},
  };
}

/** Whether the job was still ours; the types of pg-boss leave out what its answer holds. */
function touched(answer: object): boolean {
  return 'affected' in answer && Number(answer.affected) > 0;
}
