import { kill } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadlineHeaders, withDeadline } from '../../../packages/runtime/src/deadline/index.ts';
import { createLock, redisLeases } from '../../../packages/runtime/src/lock/index.ts';
import type { Cache } from '../../../packages/runtime/src/state/index.ts';
import { createCache, createRateLimit } from '../../../packages/runtime/src/state/index.ts';
import type { RunningRedis } from '../servers/redis.ts';
import { startRedis } from '../servers/redis.ts';

let redis: RunningRedis | null = null;
const clients: Redis[] = [];
/** Each is an instance of its own, as far as Redis can tell. */
const connect = (): Redis => {
  const client = new Redis(redis?.port ?? 0, '127.0.0.1', { maxRetriesPerRequest: 1 });
  client.on('error', () => {});
  clients.push(client);
  return client;
};
beforeAll(async () => void (redis = await startRedis()));
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await redis?.stop();
});

beforeEach(({ skip }) => {
  if (!redis) skip();
});

describe('a cache that instances share', () => {
  const instances = (count: number, options: Partial<Parameters<typeof createCache>[0]> = {}): readonly Cache[] =>
    Array.from({ length: count }, () => createCache({ client: connect(), name: 'test', ttlMs: 60_000, ...options }));

  it('loads once for a hundred callers on four of them', async () => {
    let loads = 0;
    const load = async (): Promise<{ loads: number }> => {
      loads += 1;
      await sleep(60);
      return { loads };
    };
    const caches = instances(4);
    const values = await Promise.all(Array.from({ length: 100 }, (_, index) => caches[index % 4]?.get('once', load)));
    expect(values).toEqual(Array.from({ length: 100 }, () => ({ loads: 1 })));
    const counts = caches.map((cache) => cache.counts());
    expect(counts.reduce((sum, { joined }) => sum + joined, 0)).toBe(99);
  });

  it('keeps null and forgets undefined, keeps no failure, and lets the next one load', async () => {
    const [cache] = instances(1) as [Cache];
    const loaded: unknown[] = [];
    const load = (value: unknown) => async (): Promise<unknown> => (loaded.push(value), value);
    await cache.get('null', load(null));
    expect(await cache.get('null', load(1))).toBeNull();
    await cache.get('undefined', load(undefined));
    expect(await cache.get('undefined', load(2))).toBe(2);
    await expect(cache.get('failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get('failing', load(3))).toBe(3);
    expect(loaded).toEqual([null, undefined, 2, 3]);
  });

  it('gives values lives that differ', async () => {
    const client = connect();
    const [cache] = instances(1, { jitter: 0.5 }) as [Cache];
    await Promise.all(Array.from({ length: 40 }, (_, index) => cache.get(`jitter-${index}`, async () => index)));
    const lives = await Promise.all(Array.from({ length: 40 }, (_, index) => client.pttl(`test:{jitter-${index}}`)));
    expect(Math.min(...lives)).toBeGreaterThan(29_000);
    expect(Math.max(...lives)).toBeLessThanOrEqual(60_000);
    expect(Math.max(...lives) - Math.min(...lives)).toBeGreaterThan(10_000);
  });

  it('does not keep what was loaded before it was forgotten', async () => {
    const [here, there] = instances(2, { near: { entriesMax: 10, ttlMs: 1000 } }) as [Cache, Cache];
    let answer = (_value: string): void => {};
    const slow = here.get(
      'forgotten',
      () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    );
    await sleep(30);
    await there.forget('forgotten');
    answer('old');
    expect(await slow).toBe('old');
    expect(await there.get('forgotten', async () => 'new')).toBe('new');
    expect(await here.get('forgotten', async () => 'newer')).toBe('new');
  });

  it('keeps names short, whatever keys clients choose', async () => {
    const [cache] = instances(1) as [Cache];
    for (const key of ['', 'x'.repeat(1_000_000), `${'x'.repeat(1_000_000)}y`]) expect(await cache.get(key, async () => key.length)).toBe(key.length);
    const names = (await connect().keys('test:{#*')).toSorted();
    expect(names).toHaveLength(3);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThan(60);
  });

  it('does not wait for ever for one who died while loading', async () => {
    const [here, there] = instances(2, { loadMs: 100 }) as [Cache, Cache];
    for (const key of ['dead elsewhere', 'dead here']) void here.get(key, () => new Promise(() => {}));
    await sleep(20);
    expect(await there.get('dead elsewhere', async () => 'alive')).toBe('alive');
    expect(await Promise.all([1, 2].map(() => here.get('dead here', async () => 'alive')))).toEqual(['alive', 'alive']);
  });

  it('loads anew for a caller with time left when the one that it joined had none', async () => {
    const [cache] = instances(1) as [Cache];
    const load = async (): Promise<string> => {
      await sleep(30);
      deadlineHeaders(); // throws once the deadline has passed, as whatever heeds it does
      return 'value';
    };
    const hurried = withDeadline(20, () => cache.get('joined', load));
    const [patient, other] = [5000, 6000].map((ms) => withDeadline(ms, () => cache.get('joined', load)));
    await expect(hurried).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_DEADLINE' });
    expect([await patient, await other]).toEqual(['value', 'value']);
    expect(cache.counts().loads).toBe(2);
  });

  it('gives what is too large to its caller only', async () => {
    const [cache] = instances(1, { bytesMax: 100 }) as [Cache];
    expect(await cache.get('large', async () => 'x'.repeat(200))).toHaveLength(200);
    expect(await cache.get('large', async () => 'small')).toBe('small');
  });
});

describe('a rate limit that instances share', () => {
  it('allows no more than its limit at once, whoever is asked', async () => {
    const limits = Array.from({ length: 3 }, () => createRateLimit({ client: connect(), name: 'rate', limit: 50, windowMs: 60_000 }));
    const verdicts = await Promise.all(Array.from({ length: 150 }, (_, index) => limits[index % 3]?.take('tenant')));
    expect(verdicts.filter((verdict) => verdict?.allowed)).toHaveLength(50);
    const refused = verdicts.find((verdict) => !verdict?.allowed);
    expect(refused?.remaining).toBe(0);
    expect(refused?.retryAfterMs).toBeGreaterThan(0);
    expect(refused?.retryAfterMs).toBeLessThanOrEqual(1200);
    expect(limits[0]?.collect()[0]?.points.map(({ value }) => value)).toEqual([expect.any(Number), expect.any(Number), 0]);
    expect(await limits[0]?.take('another tenant')).toEqual({ allowed: true, remaining: 49, retryAfterMs: 0 });
  });

  it('allows again as time goes by, one for each share of the window', async () => {
    const limit = createRateLimit({ client: connect(), name: 'rate', limit: 10, windowMs: 1000 });
    expect(await limit.take('steady', 10)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await limit.take('steady')).toMatchObject({ allowed: false });
    await sleep(220);
    const after = await limit.take('steady', 2);
    expect(after.allowed).toBe(true);
    expect((await limit.take('steady', 5)).retryAfterMs).toBeGreaterThan(200);
  });

  it('takes nothing when it refuses', async () => {
    const limit = createRateLimit({ client: connect(), name: 'rate', limit: 10, windowMs: 600_000 });
    await limit.take('all or nothing', 6);
    expect(await limit.take('all or nothing', 5)).toMatchObject({ allowed: false, remaining: 4 });
    expect(await limit.take('all or nothing', 4)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('holds nobody for ever after the clock of the server was set back', async () => {
    const client = connect();
    const limit = createRateLimit({ client, name: 'rate', limit: 10, windowMs: 1000 });
    await client.set('rate:{back}', String((Date.now() + 86_400_000) * 1000));
    expect((await limit.take('back')).retryAfterMs).toBeLessThanOrEqual(101);
  });

  it('says what was chosen when Redis is away', async () => {
    const client = new Redis(1, '127.0.0.1', { maxRetriesPerRequest: 0, retryStrategy: () => null });
    client.on('error', () => {});
    const errors: unknown[] = [];
    const limit = (onStoreFailure: 'allow' | 'refuse') => createRateLimit({ client, name: 'rate', limit: 1, windowMs: 1000, onStoreFailure, onStoreError: (error) => errors.push(error) });
    expect(await limit('allow').take('x')).toEqual({ allowed: true, remaining: null, retryAfterMs: 0 });
    expect(await limit('refuse').take('x')).toEqual({ allowed: false, remaining: null, retryAfterMs: 1000 });
    expect(errors).toHaveLength(2);
    client.disconnect();
  });

  it.each([{ limit: 0 }, { limit: 1.5 }, { windowMs: 0 }, { name: '' }])('refuses %j', (wrong) => {
    expect(() => createRateLimit({ client: { call: async () => null }, name: 'rate', limit: 1, windowMs: 1000, ...wrong })).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION' }));
  });
});

describe('a restart of Redis', () => {
  it('loses a lock, tells its holder, and never gives a token twice', async () => {
    const client = connect();
    const lock = createLock({ leases: redisLeases({ client }), leaseMs: 600 });
    const cache = createCache({ client, name: 'test', ttlMs: 60_000 });
    const before = await lock.acquire('restart');
    await cache.get('restart', async () => 'before');
    await redis?.restart();
    const after = await lock.acquire('restart', { waitMs: 5000 }).catch(async (error: { code?: string }) => {
      expect(error.code).toBe('ERR_PLIMSOLL_LOCK_STORE'); // the first command after a restart may fail
      await sleep(200);
      return lock.acquire('restart', { waitMs: 5000 });
    });
    expect(after.token).toBeGreaterThan(before.token);
    await sleep(700);
    expect(before.signal.reason).toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_LOST' });
    after.assertHeld();
    await after.release();
    expect(await cache.get('restart', async () => 'after')).toBe('after');
  });
});

describe('a Redis that is stopped', () => {
  it('costs its callers no more than their time, and keeps no lease that nobody knows of', async () => {
    const lock = createLock({ leases: redisLeases({ client: connect() }), leaseMs: 30_000, storeTimeoutMs: 150 });
    await (await lock.acquire('stopped')).release();
    const pid = redis?.pid ?? 0;
    kill(pid, 'SIGSTOP');
    try {
      const began = performance.now();
      await expect(lock.acquire('stopped')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STORE', retryable: true, message: 'lock stopped: redis could not be asked: no answer within 150 ms' });
      expect(performance.now() - began).toBeLessThan(1000);
    } finally {
      kill(pid, 'SIGCONT');
    }
    const lease = await lock.acquire('stopped', { waitMs: 5000 }).catch(async () => lock.acquire('stopped', { waitMs: 5000 }));
    lease.assertHeld();
    await lease.release();
  });
});

describe('a clock that steps', () => {
  it('neither ends nor prolongs a lock', async () => {
    const real = Date.now;
    const lock = createLock({ leases: redisLeases({ client: connect() }), leaseMs: 300 });
    const lease = await lock.acquire('clock');
    try {
      for (const stepMs of [86_400_000, -86_400_000]) {
        Date.now = () => real() + stepMs;
        expect(lease.remainingMs()).toBeGreaterThan(100);
        await sleep(250);
        lease.assertHeld();
      }
    } finally {
      Date.now = real;
    }
    await lease.release();
  });
});
