import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import { Redis } from 'ioredis';
import { createStages, s3Objects } from '../../../packages/runtime/src/state/index.ts';
import type { S3Stub } from './s3/server.ts';

export interface JobCounts {
  readonly jobs: number;
  readonly kills: number;
  /** Jobs whose result is not what an undisturbed run gives. */
  readonly wrong: number;
  /** Attempts at a stage, of which each job needs four. */
  readonly attempts: number;
  /** Attempts that began after the stage's output was committed. */
  readonly repeated: number;
}

/** Workers kill themselves with SIGKILL at random points of jobs in four stages; what they had taken goes back to the queue, and others go on. */
export async function killWorkers({
  port,
  s3,
  jobs,
  kills,
  workers,
  seed,
}: {
  readonly port: number;
  readonly s3: S3Stub;
  readonly jobs: number;
  readonly kills: number;
  readonly workers: number;
  readonly seed: number;
}): Promise<JobCounts> {
  const redis = new Redis(port, '127.0.0.1');
  const client = new S3Client({ endpoint: s3.endpoint, region: s3.keys.region, credentials: s3.keys, forcePathStyle: true });
  const committedAt = new Map<string, number>();
  const set = s3.objects.set.bind(s3.objects);
  s3.objects.set = (name, object) => {
    committedAt.set(name, Date.now());
    return set(name, object);
  };
  const names = ['fetch', 'parse', 'join', 'store'];
  const unused = async (): Promise<never> => Promise.reject(new Error('runs in workers only'));
  const pipeline = createStages({ name: 'jobs', objects: s3Objects({ client, bucket: 'jobs' }), send: async (message) => void (await redis.lpush('queue', message)), stages: names.map((name) => ({ name, run: unused })) }); // prettier-ignore
  for (let job = 0; job < jobs; job += 1) await pipeline.start(`job-${job}`, job);

  let killed = 0;
  let started = 0;
  const file = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const work = async (name: string): Promise<void> => {
    while ((await redis.scard('done')) < jobs) {
      const chance = killed < kills ? 0.02 : 0;
      started += 1;
      const child = spawn(execPath, ['-C', 'source', file, String(port), s3.endpoint, name, String(seed * 1000 + started), String(chance)], { stdio: ['ignore', 'ignore', 'inherit'] });
      const exit = once(child, 'exit');
      const finished = new AbortController();
      await Promise.race([exit, allDone(redis, jobs, finished.signal)]);
      finished.abort();
      if (child.signalCode === 'SIGKILL') killed += 1;
      child.kill('SIGKILL');
      await exit;
      for (let taken: string | null = ''; taken !== null;) taken = await redis.lmove(`taken:${name}`, 'queue', 'LEFT', 'RIGHT');
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, (_, name) => work(String(name))));
    let wrong = 0;
    for (let job = 0; job < jobs; job += 1) if ((await pipeline.result(`job-${job}`)) !== `${job}+fetch+parse+join+store`) wrong += 1;
    const runs = (await redis.lrange('runs', 0, -1)).map((text) => JSON.parse(text) as { readonly job: string; readonly stage: string; readonly atMs: number });
    const repeated = runs.filter(({ job, stage, atMs }) => atMs > (committedAt.get(`jobs/jobs/${job}/${stage}.json`) ?? Infinity)).length;
    return { jobs, kills: killed, wrong, attempts: runs.length, repeated };
  } finally {
    redis.disconnect();
    client.destroy();
  }
}

async function allDone(redis: Redis, jobs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await redis.scard('done')) < jobs) await sleep(30);
}
