import { randomUUID } from 'node:crypto';
import { Queue as BullQueue, UnrecoverableError, Worker } from 'bullmq';
import type { ConnectionOptions, Job } from 'bullmq';
import { RuntimeError } from '../../errors/index.ts';
import type { Delivery, Queue } from '../queue/queue.ts';

export interface BullmqQueueOptions<Body> {
  readonly name: string;
  readonly connection: ConnectionOptions;
  readonly prefix?: string | undefined;
  readonly decode?: ((data: unknown, jobName: string) => Body) | undefined;
  /** Lock of a job; a consumer extends it while the handler runs. Default 30 s, that of BullMQ. */
  readonly leaseMs?: number | undefined;
  /** How often a job may come back after its lock ran out before BullMQ itself fails it; default 10. BullMQ's own default of 1 buries a job at the second SIGKILL. */
  readonly stalledMax?: number | undefined;
}

/** Of a lock that another holds or that has run out, in what BullMQ throws. */
const lostCodes: ReadonlySet<unknown> = new Set([-1, -2, -3, -6]); // job missing, lock missing, not in the state, lock not ours (bullmq/src/enums/error-code.ts)

/** Waits between questions while the queue is empty. */
const pollMs = 50;

/**
 * A BullMQ queue, taken job by job instead of by BullMQ's own loop, so that concurrency, time limits and draining are those of `consume`. The
 * retries of BullMQ (`attempts`) are not used: how often work is tried is the consumer's business, for every queue alike.
 */
export function bullmqQueue<Body>({ name, connection, prefix = 'bull', decode = (data) => data as Body, leaseMs = 30_000, stalledMax = 10 }: BullmqQueueOptions<Body>): Queue<Body> {
  const queue = new BullQueue(name, { connection, prefix });
  const worker = new Worker(name, null, { connection, prefix, autorun: false, lockDuration: leaseMs, skipLockRenewal: true, stalledInterval: leaseMs, maxStalledCount: stalledMax });
  queue.on('error', () => {}); // each call says so itself
  worker.on('error', () => {});
  let checking = false;

  const held = async (call: Promise<unknown>): Promise<boolean> => {
    try {
      await call;
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && lostCodes.has(error.code)) return false;
      throw error;
    }
  };

  const delivery = (job: Job, token: string): Delivery<Body> => ({
    id: job.id ?? '',
    attempt: job.attemptsMade + job.stalledCounter + 1,
    orderKey: null,
    read: () => decode(job.data, job.name),
    done: () => held(job.moveToCompleted(null, token, false)),
    async retry(error, delayMs) {
      // Of its own ways to try again only this one counts the try.
      job.opts.attempts = job.attemptsMade + 2;
      job.opts.backoff = { type: 'fixed', delay: Math.round(delayMs) };
      await held(job.moveToFailed(failure(error), token, false));
    },
    giveBack: async () => void (await held(job.moveToWait(token))),
    bury: async (error) => void (await held(job.moveToFailed(new UnrecoverableError(failure(error).message), token, false))),
    async extend(ms) {
      const refused = await worker.extendJobLocks([job.id ?? ''], [token], Math.ceil(ms));
      return refused.length === 0;
    },
  });

  return {
    name,
    leaseMs,
    holdMsMax: null,
    batchMax: 10,
    async receive(max, waitMs, signal) {
      if (!checking) {
        checking = true;
        await worker.startStalledCheckTimer(); // brings back the jobs of processes that were killed
      }
      const found: Delivery<Body>[] = [];
      const dueMs = performance.now() + waitMs;
      while (!signal.aborted) {
        const token = randomUUID();
        const job = await worker.getNextJob(token, { block: false });
        if (job) found.push(delivery(job, token));
        if (found.length >= max || (!job && (found.length > 0 || performance.now() >= dueMs))) return found;
        if (!job) await quiet(pollMs, signal);
      }
      return found;
    },
    async backlog() {
      const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed');
      const count = (state: string): number => {
        const value = counts[state];
        if (value !== undefined) return value;
        throw new RuntimeError('ERR_PLIMSOLL_QUEUE', `BullMQ does not say how many jobs of ${name} are ${state}`, { retryable: true, details: { queue: name } });
      };
      const [oldest] = await queue.getJobs(['wait', 'prioritized'], 0, 0, true);
      return {
        waiting: count('wait') + count('prioritized'),
        active: count('active'),
        delayed: count('delayed'),
        oldestAgeMs: oldest ? Math.max(0, Date.now() - oldest.timestamp - (oldest.delay ?? 0)) : 0,
      };
    },
    async close() {
      await worker.close();
      await queue.close();
    },
  };
}

function failure(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function quiet(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
