import { CreateQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { Queue as BullQueue } from 'bullmq';
import { buildApp } from 'fauxqs';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { openQueue, queueName, sqsClient, sqsUrl, startBoss } from './open.ts';
import type { Job, OpenQueue, QueueAddress, QueueKind } from './open.ts';

/** A queue server that tests start, and how to fill its queue. */
export interface QueueServer {
  readonly address: QueueAddress;
  send(jobs: readonly Job[]): Promise<void>;
  open(): Promise<OpenQueue>;
  stop(): Promise<void>;
}

/** Null where the server is not installed. */
export async function startQueue(kind: QueueKind): Promise<QueueServer | null> {
  if (kind === 'sqs') return startSqs();
  return kind === 'bullmq' ? startBullmq() : startPgBoss();
}

async function startBullmq(): Promise<QueueServer | null> {
  const server = await startRedis();
  if (!server) return null;
  const address = { kind: 'bullmq', port: server.port } as const;
  const queue = new BullQueue(queueName, { connection: { host: '127.0.0.1', port: server.port } });
  return {
    address,
    send: async (jobs) => void (await queue.addBulk(jobs.map((data) => ({ name: 'job', data, opts: { removeOnComplete: true } })))),
    open: () => openQueue(address),
    async stop() {
      await queue.close();
      await server.stop();
    },
  };
}

async function startPgBoss(): Promise<QueueServer | null> {
  const server = await startPostgres('debian');
  if (!server) return null;
  const address = { kind: 'pg-boss', port: server.port } as const;
  const filling = await startBoss(server.port);
  await filling.createQueue(`${queueName}-failed`);
  await filling.createQueue(queueName, { retryLimit: 50, retryDelay: 0, heartbeatSeconds: 10, expireInSeconds: 60, deadLetter: `${queueName}-failed` });
  return {
    address,
    send: async (jobs) =>
      void (await filling.insert(
        queueName,
        jobs.map((data) => ({ data })),
      )),
    open: () => openQueue(address),
    async stop() {
      await filling.stop({ graceful: false });
      await server.stop();
    },
  };
}

async function startSqs(): Promise<QueueServer> {
  const app = buildApp({ logger: false, host: '127.0.0.1' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { readonly port: number };
  const address = { kind: 'sqs', port } as const;
  const client = await sqsClient(port);
  for (const QueueName of [queueName, `${queueName}-failed`]) await client.send(new CreateQueueCommand({ QueueName }));
  return {
    address,
    async send(jobs) {
      for (let from = 0; from < jobs.length; from += 10) {
        const Entries = jobs.slice(from, from + 10).map((job, index) => ({ Id: String(index), MessageBody: JSON.stringify(job) }));
        await client.send(new SendMessageBatchCommand({ QueueUrl: sqsUrl(port), Entries }));
      }
    },
    open: () => openQueue(address),
    async stop() {
      client.destroy();
      await app.close();
    },
  };
}
