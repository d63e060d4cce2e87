import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '@plimsoll/runtime/workload';
import type { PgBoss } from 'pg-boss';

/** A piece of work of the drills. A deaf one has its effect at once and then ignores its signal for `ms`. */
export interface Job {
  readonly id: string;
  readonly kind: 'quick' | 'deaf' | 'poison' | 'killer';
  readonly ms: number;
}

export type QueueKind = 'bullmq' | 'pg-boss' | 'sqs';
export const queueKinds: readonly QueueKind[] = ['bullmq', 'pg-boss', 'sqs'];

/** How a process reaches a queue; handed to children as JSON. */
export interface QueueAddress {
  readonly kind: QueueKind;
  readonly port: number;
}

export interface OpenQueue {
  readonly queue: Queue<Job>;
  close(): Promise<void>;
}

const leaseMs = 1000;
export const queueName = 'jobs';
export const sqsUrl = (port: number): string => `http://127.0.0.1:${port}/000000000000/${queueName}`;

export async function sqsClient(port: number): Promise<SQSClient> {
  const { SQSClient: Client } = await import('@aws-sdk/client-sqs');
  return new Client({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
}

export async function startBoss(port: number): Promise<PgBoss> {
  const { PgBoss: Boss } = await import('pg-boss');
  const boss = new Boss({
    host: '127.0.0.1',
    port,
    user: 'plimsoll',
    database: 'postgres',
    max: 4,
    schedule: false,
    superviseIntervalSeconds: 1,
    maintenanceIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
  boss.on('error', () => {});
  return boss.start();
}

/** Loads the adapter and the client of one queue only: a worker is a process, and drills start many. */
export async function openQueue({ kind, port }: QueueAddress): Promise<OpenQueue> {
  if (kind === 'bullmq') {
    const { bullmqQueue } = await import('@plimsoll/runtime/workload/bullmq');
    const queue = bullmqQueue<Job>({ name: queueName, connection: { host: '127.0.0.1', port }, leaseMs });
    return { queue, close: () => queue.close() };
  }
  if (kind === 'sqs') {
    const { sqsQueue } = await import('@plimsoll/runtime/workload/sqs');
    const client = await sqsClient(port);
    return { queue: sqsQueue<Job>({ client, queueUrl: sqsUrl(port), leaseMs, deadLetterUrl: `${sqsUrl(port)}-failed` }), close: async () => client.destroy() };
  }
  const { pgBossQueue } = await import('@plimsoll/runtime/workload/pg-boss');
  const boss = await startBoss(port);
  return { queue: await pgBossQueue<Job>({ boss, name: queueName }), close: () => boss.stop({ graceful: false }) };
}
