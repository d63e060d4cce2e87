import { describe, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import type { CacheOptions } from '../index.ts';
import { createCache } from '../index.ts';

/** A Redis that only says what it was asked; no script is known to it. */
function scripted(answer: (command: string, parameters: readonly string[]) => unknown) {
  const asked: string[] = [];
  const client = {
    async sendCommand([command = '', ...parameters]: string[]): Promise<unknown> {
      asked.push(command);
      return answer(command, parameters);
    },
  };
  return { client, asked };
}

const options = { name: 'prices', ttlMs: 10_000, random: () => 0 };

describe('the near part of a cache', () => {
  it('answers for its own time, from a copy', async () => {
    const clock = manualClock();
    const { client, asked } = scripted(() => ['value', '{"n":1}', 9000]);
    const cache = createCache({ ...options, client, near: { entriesMax: 2, ttlMs: 1000 }, clock });
    const load = async (): Promise<{ n: number }> => ({ n: 2 });
    const first = await cache.get('a', load);
    first.n = 99;
    expect(await cache.get('a', load)).toEqual({ n: 1 });
    expect(asked).toEqual(['EVALSHA']);
    clock.advance(1001);
    await cache.get('a', load);
    expect(asked).toHaveLength(2);
    await cache.get('b', load);
    await cache.get('c', load); // a is the one that was not used for longest
    await cache.get('a', load);
    expect(asked).toHaveLength(5);
    expect(cache.counts()).toEqual({ nearHits: 1, hits: 5, loads: 0, joined: 0, storeErrors: 0 });
  });

  it('lives no longer than the shared value', async () => {
    const clock = manualClock();
    const { client, asked } = scripted(() => ['value', '1', 300]);
    const cache = createCache({ ...options, client, near: { entriesMax: 2, ttlMs: 1000 }, clock });
    await cache.get('a', async () => 1);
    clock.advance(301);
    await cache.get('a', async () => 1);
    expect(asked).toHaveLength(2);
  });
});

describe('a cache whose Redis is away', () => {
  it('loads once at a time in each process, and says so', async () => {
    const errors: unknown[] = [];
    const { client } = scripted(() => Promise.reject(new Error('ECONNREFUSED')));
    const cache = createCache({ ...options, client, onStoreError: (error) => errors.push(error) });
    let loads = 0;
    const load = async (): Promise<number> => (await new Promise(setImmediate), (loads += 1));
    expect(await Promise.all(Array.from({ length: 20 }, () => cache.get('a', load)))).toEqual(Array.from({ length: 20 }, () => 1));
    expect([loads, errors.length, cache.counts().storeErrors]).toEqual([1, 1, 1]);
    expect(cache.collect().flatMap(({ points }) => points.map(({ value }) => value))).toEqual([0, 0, 1, 19, 1]);
    await expect(cache.forget('a')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the options of a cache', () => {
  const { client } = scripted(() => null);
  it.each<[Partial<CacheOptions>, string]>([
    [{ name: 'a b' }, 'name'],
    [{ ttlMs: 0 }, 'ttlMs'],
    [{ jitter: 1 }, 'jitter'],
    [{ loadMs: 1 }, 'loadMs'],
    [{ near: { entriesMax: 0, ttlMs: 10 } }, 'near.entriesMax'],
    [{ near: { entriesMax: 1, ttlMs: 20_000 } }, 'near.ttlMs'],
  ])('refuse %j', (wrong, option) => expect(() => createCache({ ...options, client, ...wrong })).toThrow(`createCache: ${option} is`));
});
