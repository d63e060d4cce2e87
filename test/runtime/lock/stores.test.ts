import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLock } from '../../../packages/runtime/src/lock/index.ts';
import { record } from './history.ts';
import { isLinearizable } from './linearizable.ts';
import type { RealStore, Start } from './stores.ts';
import { dynamo, ioRedis, ioValkey, nodeRedis, postgres } from './stores.ts';

const starts: readonly [string, Start][] = [
  ['Redis by node-redis', nodeRedis],
  ['Redis by ioredis', ioRedis],
  ['Redis by iovalkey', ioValkey],
  ['PostgreSQL', postgres],
  ['DynamoDB', dynamo],
];

// At once, as most of the time is waiting for leases to end; each test has keys of its own.
describe.concurrent.each(starts)('leases and fence on %s', (_name, start) => {
  let started: RealStore | null = null;
  beforeAll(async () => void (started = await start()));
  afterAll(() => started?.stop());
  beforeEach(({ skip }) => {
    if (!started) skip();
  });
  const store = (): RealStore => {
    if (!started) throw new Error('the test was not skipped');
    return started;
  };

  it('are one at a time, with rising tokens above the floor', async () => {
    const { leases } = store();
    const first = await leases.acquire('order', 'a', 60_000, 0);
    expect(first).toMatchObject({ held: false });
    expect(await leases.acquire('order', 'b', 60_000, 0)).toMatchObject({ held: true });
    await leases.release('order', 'b');
    expect(await leases.acquire('order', 'b', 60_000, 0)).toMatchObject({ held: true });
    await leases.release('order', 'a');
    const second = await leases.acquire('order', 'b', 60_000, 0);
    expect(tokenOf(second)).toBeGreaterThan(tokenOf(first));
    await leases.release('order', 'b');
    const floor = tokenOf(second) + 1_000_000_000;
    expect(tokenOf(await leases.acquire('order', 'c', 60_000, floor))).toBeGreaterThan(floor);
    expect(tokenOf(await leases.acquire('fresh', 'c', 60_000, 41))).toBeGreaterThan(41);
  });

  it('end by themselves and are extended by their owner only', async () => {
    const { leases } = store();
    const leaseMs = 3000; // a busy machine may be late by one of these
    await leases.acquire('short', 'a', leaseMs, 0);
    expect(await leases.extend('short', 'b', leaseMs)).toBe(false);
    expect(await leases.acquire('short', 'b', leaseMs, 0)).toMatchObject({ held: true });
    await sleep(1600);
    expect(await leases.extend('short', 'a', leaseMs)).toBe(true);
    await sleep(1600);
    expect(await leases.acquire('short', 'b', leaseMs, 0)).toMatchObject({ held: true }); // beyond the first end
    await sleep(leaseMs + 100); // DynamoDB counts from when it was seen last
    expect(await leases.acquire('short', 'b', leaseMs, 0)).toMatchObject({ held: false });
    expect(await leases.extend('short', 'a', leaseMs)).toBe(false);
  });

  it('go to one of fifty who ask at once', async () => {
    const { leases } = store();
    const grants = await Promise.all(Array.from({ length: 50 }, (_, index) => leases.acquire('race', `racer-${index}`, 60_000, 0)));
    expect(grants.filter(({ held }) => !held)).toHaveLength(1);
  });

  it('let nobody write with an older token', async () => {
    const { leases, fence, read } = store();
    const older = tokenOf(await leases.acquire('fenced', 'a', 60_000, 0));
    await leases.release('fenced', 'a');
    const newer = tokenOf(await leases.acquire('fenced', 'b', 60_000, 0));
    const refused: unknown[] = [];
    const pass = (token: number) => ({ key: 'fenced', token, refused: (error: unknown) => void refused.push(error) });
    const slow = await fence.open(pass(older));
    await slow.write('older');
    const current = await fence.open(pass(newer));
    expect(await fence.highest('fenced')).toBe(newer);
    await expect(slow.write('stale')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE', details: { token: older, highest: newer } });
    await current.write('newer');
    await expect(slow.write('stale')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE' });
    await expect(fence.open(pass(older))).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE' });
    await current.write('newest');
    expect(await read('fenced')).toBe('newest');
    expect(refused).toHaveLength(3);
  });

  it('keep a total right that eight add to', async () => {
    const { leases, fence, read } = store();
    const lock = createLock({ leases });
    const add = (): Promise<void> => lock.withLock('total', { class: 'correctness', fence, waitMs: 20_000 }, async (writer) => writer.write(String(Number(await read('total')) + 1)));
    await Promise.all(Array.from({ length: 8 }, add));
    expect(await read('total')).toBe('8');
  });

  it('give histories that can be explained', async () => {
    const real = store();
    for (let round = 0; round < 3; round += 1) {
      const { model, history } = await record(real, { key: `history-${round}`, clients: 4, callsEach: 12, seed: round });
      expect(isLinearizable(model, history)).toBe(true);
    }
  });
});

function tokenOf(grant: { readonly held: boolean; readonly token?: number }): number {
  if (grant.held || grant.token === undefined) throw new Error('the lease was not granted');
  return grant.token;
}
