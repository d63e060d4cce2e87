import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, poolFixture, taken } from '../../testing/pool-fixture.ts';
import type { PoolFixture } from '../../testing/pool-fixture.ts';

let fixture: PoolFixture;
let clock: PoolFixture['clock'];
let database: PoolFixture['database'];
beforeEach(() => {
  fixture = poolFixture();
  ({ clock, database } = fixture);
});
afterEach(() => fixture.stop());

describe('size', () => {
  it('opens no more than it may, whoever asks', async () => {
    const pool = fixture.pool({ overflowMax: 1 });
    const asked = Array.from({ length: 12 }, () => taken(pool));
    const leases = await Promise.all(asked.slice(0, 3));
    expect(pool.stats()).toMatchObject({ open: 3, used: 3, waiting: 9 });
    for (const lease of leases) lease.release();
    for (const each of asked.slice(3)) (await each).release();
    expect(database.peak()).toBe(3);
    expect(database.opened()).toBe(3);
  });

  it('counts a connection until the server has let go of it', async () => {
    database.closes = 'when let go';
    const pool = fixture.pool({ connectionsMax: 1 });
    (await taken(pool)).release({ close: true });
    const next = taken(pool);
    await clock.settle();
    expect(pool.stats()).toMatchObject({ open: 1, closing: 1, waiting: 1 });
    database.letGo();
    (await next).release();
    expect(database.peak()).toBe(1);
  });

  it('closes the overflow once it was idle for a second, and keeps the rest', async () => {
    const pool = fixture.pool({ overflowMax: 2 });
    const leases = await Promise.all([taken(pool), taken(pool), taken(pool), taken(pool)]);
    for (const lease of leases) lease.release();
    expect(pool.stats().open).toBe(4);
    await clock.settle(2100);
    expect(pool.stats()).toMatchObject({ open: 2, idle: 2 });
  });

  it.each([
    ['connectionsMax', { connectionsMax: 0 }],
    ['connectionsMax', { connectionsMax: 2.5 }],
    ['overflowMax', { overflowMax: -1 }],
    ['acquireTimeoutMs', { acquireTimeoutMs: 0 }],
    ['lifetimeMs', { lifetimeMs: Number.NaN }],
    ['waitersMax', { waitersMax: -1 }],
    ['pingTimeoutMs', { pingTimeoutMs: 2 ** 31 }],
  ])('refuses an option that cannot work: %s', (option, options) => {
    expect(() => fixture.pool(options)).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION', message: expect.stringContaining(`orders-db: ${option} is`) as string }) as Error);
  });
});

describe('waiting', () => {
  it('serves in the order of asking', async () => {
    const pool = fixture.pool({ connectionsMax: 1 });
    const first = await taken(pool);
    const order: number[] = [];
    const waiters = [1, 2, 3].map(async (each) => {
      const lease = await taken(pool);
      order.push(each);
      lease.release();
    });
    first.release();
    void taken(pool).then((lease) => {
      order.push(4); // asked after the release: behind those who waited
      lease.release();
      return order;
    });
    await Promise.all(waiters);
    await clock.settle();
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('ends after the acquire timeout, and says how full the pool is', async () => {
    const pool = fixture.pool({ connectionsMax: 1, acquireTimeoutMs: 300 });
    const lease = await taken(pool);
    const late = taken(pool);
    const outcome = late.catch((error: unknown) => error);
    clock.advance(299);
    expect(pool.stats().waiting).toBe(1);
    clock.advance(1);
    expect(await outcome).toMatchObject({ code: 'ERR_PLIMSOLL_POOL_TIMEOUT', retryable: true, details: { used: 1 }, message: expect.stringMatching(/within 300 ms; of 1, 1 are in use/) as string });
    expect(pool.stats()).toMatchObject({ waiting: 0, timeouts: 1 });
    lease.release();
    expect(pool.stats().idle).toBe(1);
  });

  it('refuses at once when as many wait as may', async () => {
    const pool = fixture.pool({ connectionsMax: 1, waitersMax: 2 });
    const lease = await taken(pool);
    const waiting = [taken(pool), taken(pool)];
    expect(await codeOf(taken(pool))).toBe('ERR_PLIMSOLL_POOL_FULL');
    lease.release();
    for (const each of waiting) (await each).release();
  });

  it('lets a caller go as soon as its signal is aborted, and gives its place away', async () => {
    const pool = fixture.pool({ connectionsMax: 1 });
    const lease = await taken(pool);
    const controller = new AbortController();
    const aborted = codeOf(taken(pool, { signal: controller.signal }));
    const next = taken(pool);
    controller.abort('the client hung up');
    expect(pool.stats().waiting).toBe(1);
    expect(await aborted).toBe('the client hung up');
    lease.release();
    (await next).release();
  });

  it('does not ask on behalf of a caller whose signal was aborted before', async () => {
    expect(await codeOf(taken(fixture.pool(), { signal: AbortSignal.abort('gone') }))).toBe('gone');
    expect(database.opened()).toBe(0);
  });

  it('waits no longer than the travelling deadline', async () => {
    const pool = fixture.pool({ connectionsMax: 1, deadline: { remainingMs: () => 100 } });
    const lease = await taken(pool);
    const late = codeOf(taken(pool));
    clock.advance(100);
    expect(await late).toBe('ERR_PLIMSOLL_DEADLINE');
    lease.release();
  });

  it('asks for nothing when the deadline has passed', async () => {
    expect(await codeOf(taken(fixture.pool({ deadline: { remainingMs: () => 0 } })))).toBe('ERR_PLIMSOLL_DEADLINE');
    expect(database.opened()).toBe(0);
  });

  it('lets 100,000 callers go in linear time', async () => {
    const due: (() => void)[] = [];
    const plain = { nowMs: () => 0, after: (_: number, call: () => void) => (due.push(call), () => {}) };
    const pool = fixture.pool({ connectionsMax: 1, waitersMax: 100_000, callSites: false, clock: plain });
    await taken(pool);
    const waiting = Array.from({ length: 100_000 }, () => codeOf(taken(pool)));
    const began = performance.now();
    for (const call of due.splice(0).toReversed()) call(); // the last one first: each leaves from the far end
    expect(pool.stats()).toMatchObject({ waiting: 0, timeouts: 100_000 });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['ERR_PLIMSOLL_POOL_TIMEOUT']));
  });
});

describe('testing after idleness', () => {
  it('gives out a connection that was just used without a test', async () => {
    const pool = fixture.pool();
    (await taken(pool)).release();
    clock.advance(500);
    (await taken(pool)).release();
    expect(database.pings()).toBe(0);
  });

  it('tests one that was idle for longer, once', async () => {
    const pool = fixture.pool();
    (await taken(pool)).release();
    clock.advance(501);
    (await taken(pool)).release();
    (await taken(pool)).release();
    expect(database.pings()).toBe(1);
    expect(database.opened()).toBe(1);
  });

  it('replaces a dead one behind the back of its caller', async () => {
    const pool = fixture.pool();
    (await taken(pool)).release();
    clock.advance(501);
    database.ping = 'fails';
    const lease = await taken(pool);
    expect(lease.connection.id).toBe(2);
    expect(database.sessions()).toHaveLength(1);
    lease.release();
  });

  it('waits for a silent one no longer than the test may take', async () => {
    const pool = fixture.pool({ pingTimeoutMs: 200 });
    (await taken(pool)).release();
    clock.advance(501);
    database.ping = 'hang';
    const next = taken(pool);
    clock.advance(199);
    expect(database.opened()).toBe(1);
    clock.advance(1);
    expect((await next).connection.id).toBe(2);
  });

  it('gives up those that were idle for as long, so that the caller waits for one test only', async () => {
    const pool = fixture.pool({ connectionsMax: 3 });
    for (const lease of await Promise.all([taken(pool), taken(pool), taken(pool)])) lease.release();
    clock.advance(501);
    database.ping = 'hang';
    const next = taken(pool);
    clock.advance(500);
    expect((await next).connection.id).toBe(4);
    expect([database.pings(), pool.stats().open]).toEqual([1, 1]);
  });

  it('tests the others, too, when one was found dead', async () => {
    const pool = fixture.pool();
    const [first, second] = await Promise.all([taken(pool), taken(pool)]);
    first.release();
    second.release();
    database.kill(first.connection);
    expect(pool.stats().open).toBe(1);
    (await taken(pool)).release();
    expect(database.pings()).toBe(1);
  });
});

describe('renewal', () => {
  it('closes what has reached its age, not all in one moment', async () => {
    let spread = 0;
    const pool = fixture.pool({ lifetimeMs: 10_000, pingAfterIdleMs: 1_000_000, random: () => (spread += 0.45) });
    const [first, second] = await Promise.all([taken(pool), taken(pool)]);
    first.release();
    second.release();
    await clock.settle(9000); // the second one ends after 9,100 ms, the first one after 9,550
    expect(pool.stats().open).toBe(2);
    await clock.settle(300);
    expect((await Promise.all([taken(pool), taken(pool)])).map(({ connection }) => connection.id)).toContain(3);
    expect(fixture.events.filter(({ kind }) => kind === 'closed')).toEqual([{ kind: 'closed', pool: 'orders-db', why: 'age' }]);
  });

  it('renews on return, too', async () => {
    const pool = fixture.pool({ lifetimeMs: 1000 });
    const lease = await taken(pool);
    clock.advance(2000);
    lease.release();
    await clock.settle();
    expect(pool.stats().open).toBe(0);
  });

  it('closes what nobody used for the idle timeout', async () => {
    const pool = fixture.pool({ idleTimeoutMs: 5000 });
    (await taken(pool)).release();
    await clock.settle(4000);
    expect(pool.stats().open).toBe(1);
    await clock.settle(2100);
    expect(pool.stats().open).toBe(0);
  });
});

describe('a server that is away', () => {
  it('fails those who wait with the reason, and works again when it is back', async () => {
    const pool = fixture.pool();
    database.open = 'fails';
    await expect(taken(pool)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_POOL_CONNECT', retryable: true, message: 'orders-db: no connection could be opened: the server is away' });
    database.open = 'works';
    (await taken(pool)).release();
  });

  it('fails as many as it tried for, and at once', async () => {
    const pool = fixture.pool();
    database.open = 'fails';
    expect(await Promise.all([1, 2, 3, 4, 5].map(() => codeOf(taken(pool))))).toEqual(Array.from({ length: 5 }, () => 'ERR_PLIMSOLL_POOL_CONNECT'));
    expect(clock.pending()).toBeLessThanOrEqual(1); // nobody waits for another try
  });

  it('keeps those waiting who can still be served by what is open, and grows later', async () => {
    const pool = fixture.pool();
    const lease = await taken(pool);
    database.open = 'fails';
    const second = taken(pool);
    const third = taken(pool);
    await clock.settle();
    lease.release();
    const served = await second;
    database.open = 'works';
    await clock.settle(200);
    expect((await third).connection.id).toBe(2);
    served.release();
  });

  it('gives up opening after the connect timeout', async () => {
    const pool = fixture.pool({ connectTimeoutMs: 250, acquireTimeoutMs: 5000 });
    database.open = 'hang';
    const late = codeOf(taken(pool));
    clock.advance(250);
    expect(await late).toBe('ERR_PLIMSOLL_POOL_CONNECT');
    expect(pool.stats()).toMatchObject({ open: 1, closing: 1 }); // the server may have opened it all the same
  });
});

describe('a connection that comes back', () => {
  it('is made fit before another caller gets it', async () => {
    const pool = fixture.pool({ connectionsMax: 1 });
    const lease = await taken(pool);
    lease.connection.state = 'in a transaction';
    lease.release();
    expect(pool.stats().restoring).toBe(1);
    const next = await taken(pool);
    expect(next.connection).toMatchObject({ id: 1, state: 'clean' });
    next.release();
  });

  it('is closed where that fails', async () => {
    const pool = fixture.pool({ connectionsMax: 1 });
    const lease = await taken(pool);
    lease.connection.state = 'spoiled';
    lease.release();
    expect((await taken(pool)).connection.id).toBe(2);
  });

  it('is not kept when it was lost in use', async () => {
    const pool = fixture.pool({ connectionsMax: 1 });
    const lease = await taken(pool);
    database.kill(lease.connection);
    lease.release();
    expect((await taken(pool)).connection.id).toBe(2);
    expect(pool.stats().open).toBe(1);
  });

  it('may come back once', async () => {
    const lease = await taken(fixture.pool());
    lease.release();
    expect(() => lease.release()).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_POOL_RETURNED' }) as Error);
  });

  it('comes back by itself from use(), also when the work throws', async () => {
    const pool = fixture.pool();
    await expect(
      pool.use(() => {
        throw new Error('no such order');
      }),
    ).rejects.toThrow('no such order');
    expect(await pool.use(({ id }) => id)).toBe(1);
    expect(pool.stats()).toMatchObject({ used: 0, idle: 1 });
  });
});
