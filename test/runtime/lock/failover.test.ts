import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLock, objectFence, redisLeases } from '../../../packages/runtime/src/lock/index.ts';
import { memoryObjects } from '../../../packages/runtime/src/testing/memory-objects.ts';
import type { RunningRedis } from '../servers/redis.ts';
import { startRedis } from '../servers/redis.ts';

describe('a failover of Redis that loses the lease and the counter of tokens', () => {
  let first: RunningRedis | null = null;
  let second: RunningRedis | null = null;
  const clients: Redis[] = [];
  const connect = (server: RunningRedis | null): Redis => {
    const client = new Redis(server?.port ?? 0, '127.0.0.1', { maxRetriesPerRequest: 0, retryStrategy: () => null });
    client.on('error', () => {});
    clients.push(client);
    return client;
  };
  beforeAll(async () => {
    first = await startRedis({ 'repl-diskless-sync-delay': 0 });
    second = first && (await startRedis({ replicaof: `127.0.0.1 ${first.port}` }));
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await Promise.all([first?.stop(), second?.stop()]);
  });
  beforeEach(({ skip }) => {
    if (!second) skip();
  });

  it('gives a second holder, whose token is higher, and the first one writes nothing more', async () => {
    const replica = connect(second);
    const fence = objectFence({ objects: memoryObjects() });
    for (let tries = 0; tries < 200 && !(await replica.info('replication')).includes('master_link_status:up'); tries += 1) await sleep(10);
    await replica.call('REPLICAOF', 'NO', 'ONE'); // cut off before the lease is given: nothing of it arrives
    const before = createLock({ leases: redisLeases({ client: connect(first) }), leaseMs: 5000 });
    const after = createLock({ leases: redisLeases({ client: replica }), leaseMs: 5000 });

    const refused = before.withLock('orders', { class: 'correctness', fence }, async (older, { token, signal }) => {
      await older.put({ body: 'older' });
      await after.withLock('orders', { class: 'correctness', fence }, async (newer, lease) => {
        expect(lease.token).toBeGreaterThan(token);
        await newer.put({ body: 'newer' });
      });
      expect(signal.aborted).toBe(false); // it cannot know
      await older.put({ body: 'stale' }).catch((error: unknown) => {
        expect(signal.aborted).toBe(true);
        throw error;
      });
    });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE' });
    expect(await fence.highest('orders')).toBeGreaterThan(1_700_000_000_000_000);
  });
});
