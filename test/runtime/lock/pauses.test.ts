import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningRedis } from '../servers/redis.ts';
import { startRedis } from '../servers/redis.ts';
import { pauseHolders } from './pauses.ts';
import { simulateLeaders } from './simulation.ts';

describe('a holder that sleeps through the end of its lease', () => {
  let redis: RunningRedis | null = null;
  beforeAll(async () => void (redis = await startRedis()));
  afterAll(() => redis?.stop());

  it('writes nothing when it wakes, 100 times of 100', async ({ skip }) => {
    if (!redis) return skip();
    expect(await pauseHolders({ port: redis.port, kind: 'ours', rounds: 100, children: 4 })).toEqual({ rounds: 100, accepted: 0, told: { ERR_PLIMSOLL_LOCK_STALE: 100 } });
  });

  it('overwrites newer data under a lock without a fence', async ({ skip }) => {
    if (!redis) return skip();
    expect((await pauseHolders({ port: redis.port, kind: 'redis-semaphore', rounds: 3, children: 1 })).accepted).toBeGreaterThan(0);
  });
});

describe('leaders in 1,000 s of simulated pauses', () => {
  it('are never both accepted, and learn of their loss with the first refusal', async () => {
    const counts = await simulateLeaders({ seconds: 1000, seed: 8 });
    expect(counts).toMatchObject({ accepted: 0, unaware: 0 });
    expect(counts.late).toBeGreaterThan(0);
    expect(counts.written).toBeGreaterThan(1000);
  });
});
