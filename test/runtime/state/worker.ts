// A worker of jobs in stages that kills itself now and then, at any point. node -C source worker.ts REDIS-PORT S3-ENDPOINT NAME SEED CHANCE
import { argv, exit, kill, pid, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { Redis } from 'ioredis';
import { createLock, redisLeases } from '@plimsoll/runtime/lock';
import { createStages, s3Objects } from '@plimsoll/runtime/state';
import { mulberry } from '../lock/history.ts';

const [, , port = '', endpoint = '', name = '', seed = '', chance = ''] = argv;
const random = mulberry(Number(seed));
const redis = new Redis(Number(port), '127.0.0.1');
const client = new S3Client({ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }, forcePathStyle: true });
const objects = s3Objects({ client, bucket: 'jobs' });

const mayDie = (): void => {
  if (random() < Number(chance)) kill(pid, 'SIGKILL');
};

const add = (text: string) => ({
  name: text,
  async run(input: unknown, { job, stage }: { job: string; stage: string }): Promise<string> {
    await redis.rpush('runs', JSON.stringify({ job, stage, atMs: Date.now() }));
    await sleep(random() * 4);
    mayDie();
    return `${String(input)}+${text}`;
  },
});

const pipeline = createStages({
  name: 'jobs',
  lock: createLock({ leases: redisLeases({ client: redis }), leaseMs: 1000 }), // a message may be there twice: sent, not acknowledged, and sent again
  objects: { ...objects, create: async (...given) => (mayDie(), await objects.create(...given)) },
  async send(message) {
    mayDie(); // committed and not sent
    await redis.lpush('queue', message);
    mayDie(); // sent and not acknowledged
  },
  stages: ['fetch', 'parse', 'join', 'store'].map(add),
});

stdout.write('ready\n');
for (;;) {
  const message = (await redis.call('BLMOVE', 'queue', `taken:${name}`, 'RIGHT', 'LEFT', '1')) as string | null;
  if (message === 'end') break;
  if (message === null) continue;
  const { job, done } = await pipeline.handle(message);
  if (done) await redis.sadd('done', job);
  mayDie();
  await redis.lrem(`taken:${name}`, 1, message);
}
exit(0);
