import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningRedis } from '../servers/redis.ts';
import { startRedis } from '../servers/redis.ts';
import { killWorkers } from './jobs.ts';
import type { S3Stub } from './s3/server.ts';
import { startS3 } from './s3/server.ts';

describe('jobs in stages whose workers are killed', () => {
  let redis: RunningRedis | null = null;
  let s3: S3Stub;
  beforeAll(async () => void ([redis, s3] = await Promise.all([startRedis(), startS3()])));
  afterAll(() => Promise.all([redis?.stop(), s3.stop()]));

  it('end right, and repeat no committed stage', async ({ skip }) => {
    if (!redis) return skip();
    const counts = await killWorkers({ port: redis.port, s3, jobs: 20, kills: 3, workers: 2, seed: 8 });
    expect(counts).toMatchObject({ jobs: 20, wrong: 0, repeated: 0 });
    expect(counts.kills).toBeGreaterThan(0);
    expect(counts.attempts).toBeGreaterThanOrEqual(80);
  });
});
