import { describe, expect, it } from 'vitest';
import { remainingMs, withDeadline } from '../deadline/index.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { memoryLeases } from '../testing/memory-leases.ts';
import { memoryObjects } from '../testing/memory-objects.ts';
import type { Lease, LeaseStore, Lock } from './index.ts';
import { createLock, objectFence } from './index.ts';

const random = (): number => 0.5;

function setUp(overrides: Partial<LeaseStore> = {}) {
  const clock = manualClock();
  const leases = { ...memoryLeases(clock), ...overrides };
  const lock = createLock({ leases, leaseMs: 1000, clock, random });
  return { clock, leases, lock };
}

const code = (error: unknown): unknown => (error as { code?: unknown }).code;
const outcome = (work: Promise<unknown>): { value: unknown } => {
  const seen: { value: unknown } = { value: 'pending' };
  work.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.value = code(error) ?? error),
  );
  return seen;
};

describe('a lock', () => {
  it('is held by one at a time, and tokens rise', async () => {
    const { lock } = setUp();
    const first = await lock.acquire('orders');
    await expect(lock.acquire('orders', { waitMs: 0 })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_HELD', retryable: true });
    const other = await lock.acquire('invoices');
    await first.release();
    const second = await lock.acquire('orders');
    expect(second.token).toBeGreaterThan(first.token);
    expect(other.remainingMs()).toBeGreaterThan(0);
  });

  it('is waited for', async () => {
    const { lock, clock } = setUp();
    const first = await lock.acquire('orders');
    const waiting = lock.acquire('orders', { waitMs: 500 });
    await clock.settle(200);
    await first.release();
    await clock.settle(100);
    expect((await waiting).token).toBe(first.token + 1);
  });

  it('is not waited for longer than was said', async () => {
    const { lock, clock } = setUp();
    await lock.acquire('orders');
    const waiting = outcome(lock.acquire('orders', { waitMs: 500 }));
    await clock.settle(496);
    expect(waiting.value).toBe('pending');
    await clock.settle(8);
    expect(waiting.value).toBe('ERR_PLIMSOLL_LOCK_HELD');
    expect(clock.pending()).toBe(2); // expiry and extension of the one that is held
  });

  it('ends waiting when the signal aborts', async () => {
    const { lock, clock } = setUp();
    await lock.acquire('orders');
    const controller = new AbortController();
    const waiting = outcome(lock.acquire('orders', { waitMs: Infinity, signal: controller.signal }));
    await clock.settle(50);
    controller.abort(new Error('stop'));
    await clock.settle();
    expect(waiting.value).toEqual(new Error('stop'));
  });

  it('is extended while its process is well', async () => {
    const { lock, clock, leases } = setUp();
    const lease = await lock.acquire('orders');
    await clock.settle(10_000);
    expect(lease.signal.aborted).toBe(false);
    expect(lease.remainingMs()).toBeGreaterThan(600);
    expect(leases.ownerOf('orders')).not.toBeNull();
    await lease.release();
    expect(leases.ownerOf('orders')).toBeNull();
    expect(clock.pending()).toBe(0);
  });

  it('ends by itself where it is not extended, 12 ms before the store lets it go', async () => {
    const { lock, clock } = setUp();
    const lease = await lock.acquire('orders', { extend: false });
    await clock.settle(984);
    lease.assertHeld();
    await clock.settle(4);
    expect(code(lease.signal.reason)).toBe('ERR_PLIMSOLL_LOCK_LOST');
    expect(() => lease.assertHeld()).toThrow('1000 ms passed without an extension');
  });

  it('is known to be lost after a pause, before any timer has fired', async () => {
    const { lock, clock } = setUp();
    const lease = await lock.acquire('orders');
    clock.block(5000);
    expect(lease.remainingMs()).toBe(0);
    expect(lease.signal.aborted).toBe(false);
    expect(() => lease.assertHeld()).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_LOCK_LOST' }));
    expect(lease.signal.aborted).toBe(true);
  });

  it('is not lost by a pause that is shorter than what is left', async () => {
    const { lock, clock } = setUp();
    const lease = await lock.acquire('orders');
    clock.block(900);
    await clock.settle(900);
    expect(lease.signal.aborted).toBe(false);
  });

  it('aborts the signal when the store has given it to another one', async () => {
    const { lock, clock, leases } = setUp();
    const lease = await lock.acquire('orders');
    leases.forget();
    await clock.settle(400);
    expect(lease.signal.reason).toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_LOST', details: { key: 'orders', token: lease.token } });
  });

  it('outlives failures of the store that are shorter than the lease', async () => {
    let failing = false;
    const { lock, clock, leases } = setUp();
    const extend: LeaseStore['extend'] = (...given) => (failing ? Promise.reject(new Error('ECONNREFUSED')) : leases.extend(...given));
    const flaky = createLock({ leases: { ...leases, extend }, leaseMs: 1000, clock, random });
    const lease = await flaky.acquire('orders');
    failing = true;
    await clock.settle(900);
    failing = false;
    await clock.settle(3000);
    expect(lease.signal.aborted).toBe(false);
    failing = true;
    await clock.settle(1100);
    expect(lease.signal.reason).toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_LOST', cause: { message: 'the extension failed: ECONNREFUSED' } });
    await lock.acquire('orders');
  });

  it('is lost when all extensions hang, and not when one does', async () => {
    let hanging = Infinity;
    const { clock, leases } = setUp();
    const extend: LeaseStore['extend'] = (...given) => ((hanging -= 1) >= 0 ? new Promise(() => {}) : leases.extend(...given));
    const lock = createLock({ leases: { ...leases, extend }, leaseMs: 1000, storeTimeoutMs: 200, clock, random });
    const lease = await lock.acquire('orders');
    await clock.settle(1000);
    expect(lease.signal.reason).toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_LOST', cause: { message: 'the extension failed: no answer within 200 ms' } });
    hanging = 1;
    const other = await lock.acquire('orders');
    await clock.settle(3000);
    other.assertHeld();
  });

  it('is let go of in time, also when the store hangs', async () => {
    const { clock, leases } = setUp({});
    const lock = createLock({ leases: { ...leases, release: () => new Promise(() => {}) }, leaseMs: 1000, storeTimeoutMs: 200, clock, random });
    const done = outcome(lock.withLock('orders', { class: 'efficiency' }, () => 'result'));
    await clock.settle(204);
    expect(done.value).toBe('result');
  });

  it('passes the signal of its caller on, and stays held', async () => {
    const { lock } = setUp();
    const controller = new AbortController();
    const lease = await lock.acquire('orders', { signal: controller.signal });
    controller.abort(new Error('drain'));
    expect(lease.signal.reason).toEqual(new Error('drain'));
    lease.assertHeld();
    await lease.release();
    expect(() => lease.assertHeld()).toThrow('was released');
  });

  it('gives back what a late answer grants', async () => {
    let answer: (() => void) | null = null;
    const { clock, leases } = setUp();
    const slow: LeaseStore = {
      ...leases,
      acquire: async (...given) => (
        await new Promise<void>((resolve) => {
          answer = resolve;
        }),
        leases.acquire(...given)
      ),
    };
    const lock = createLock({ leases: slow, leaseMs: 1000, storeTimeoutMs: 300, clock, random });
    const asked = outcome(lock.acquire('orders'));
    await clock.settle(304);
    expect(asked.value).toBe('ERR_PLIMSOLL_LOCK_STORE');
    (answer as (() => void) | null)?.();
    await clock.settle(4);
    expect(leases.ownerOf('orders')).toBeNull();
  });

  it('says which store failed', async () => {
    const { lock } = setUp({ acquire: () => Promise.reject(new Error('ECONNREFUSED')) });
    await expect(lock.acquire('orders')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STORE', message: 'lock orders: memory could not be asked: ECONNREFUSED' });
  });

  it.each(['', 'a{b', 'x\ny', 'k'.repeat(513)])('refuses the key %j', async (key) => {
    await expect(setUp().lock.acquire(key)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_OPTION' });
  });

  it.each([{ leaseMs: 10 }, { leaseMs: 1.5 }, { leaseMs: 1000, storeTimeoutMs: 2000 }])('refuses %j', (options) => {
    const { leases } = setUp();
    expect(() => createLock({ leases, ...options })).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION' }));
  });
});

describe('a lock under a deadline', () => {
  it('is waited for no longer than the request has', async () => {
    const { lock, clock } = setUp();
    await lock.acquire('orders');
    const waiting = withDeadline(200, () => outcome(lock.acquire('orders', { waitMs: 5000 })), { clock });
    await clock.settle(196);
    expect(waiting.value).toBe('pending');
    await clock.settle(8);
    expect(waiting.value).toBe('ERR_PLIMSOLL_DEADLINE');
  });

  it('is not asked for when it has passed', async () => {
    const { lock, clock, leases } = setUp();
    await withDeadline(0, () => expect(lock.acquire('orders')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_DEADLINE', message: 'lock orders: the deadline passed before it was asked for' }), {
      clock,
    });
    expect(leases.ownerOf('orders')).toBeNull();
  });

  it('is had within a longer deadline', async () => {
    const { lock, clock } = setUp();
    const lease = await withDeadline(500, () => lock.acquire('orders'), { clock });
    await clock.settle(2000); // the lease is the caller's; its end is not the request's
    lease.assertHeld();
  });

  it('is kept and given back when the deadline has passed meanwhile, by a store that heeds deadlines', async () => {
    const clock = manualClock();
    const inner = memoryLeases(clock);
    const heeding = async <T>(work: () => Promise<T>): Promise<T> => {
      if (remainingMs() === 0) throw new Error('the deadline has passed');
      return work();
    };
    const leases: LeaseStore = {
      ...inner,
      acquire: (...given) => heeding(() => inner.acquire(...given)),
      extend: (...given) => heeding(() => inner.extend(...given)),
      release: (...given) => heeding(() => inner.release(...given)),
    };
    const lock = createLock({ leases, leaseMs: 1000, clock, random });
    const lease = await withDeadline(500, () => lock.acquire('orders'), { clock });
    await withDeadline(0, () => clock.settle(3000), { clock }); // timers of the system run in the context that set them, those of a test in its own
    lease.assertHeld();
    await withDeadline(0, () => lease.release(), { clock });
    expect(inner.ownerOf('orders')).toBeNull();
  });

  it.each([
    ['the deadline', { deadlineMs: 100 }, 'ERR_PLIMSOLL_DEADLINE'],
    ['the caller', { abortMs: 100 }, new Error('stop')],
  ])('does not wait for a store that hangs for longer than %s does, and gives a late lease back', async (_who, { deadlineMs, abortMs }: { deadlineMs?: number; abortMs?: number }, expected) => {
    const { clock, leases } = setUp();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const slow: LeaseStore = { ...leases, acquire: async (...given) => (await answered, leases.acquire(...given)) };
    const lock = createLock({ leases: slow, leaseMs: 10_000, clock, random });
    const controller = new AbortController();
    const asked = withDeadline(deadlineMs ?? Infinity, () => outcome(lock.acquire('orders', { signal: controller.signal })), { clock });
    await clock.settle(96);
    expect(asked.value).toBe('pending');
    if (abortMs !== undefined) controller.abort(new Error('stop'));
    await clock.settle(8);
    expect(asked.value).toEqual(expected);
    answer();
    await clock.settle(4);
    expect(leases.ownerOf('orders')).toBeNull();
    expect(clock.pending()).toBe(0);
  });
});

describe('the numbers of a lock', () => {
  it('count what happened', async () => {
    const { lock, clock, leases } = setUp();
    const lease = await lock.acquire('orders');
    await lock.acquire('orders', { waitMs: 0 }).catch(() => {});
    await lock.acquire('orders', { signal: AbortSignal.abort() }).catch(() => {});
    const value = (name: string, outcome?: string): unknown => {
      const family = lock.collect().find((each) => each.name === name);
      return family?.kind === 'histogram' ? family.points[0]?.value.count : family?.points.find(({ attributes }) => outcome === undefined || attributes['outcome'] === outcome)?.value;
    };
    expect(['acquired', 'held', 'cancelled', 'deadline'].map((outcome) => value('plimsoll.lock.attempts', outcome))).toEqual([1, 1, 1, 0]);
    expect([value('plimsoll.lock.held'), value('plimsoll.lock.lost'), value('plimsoll.lock.wait')]).toEqual([1, 0, 1]);
    leases.forget();
    await clock.settle(400);
    expect([value('plimsoll.lock.held'), value('plimsoll.lock.lost')]).toEqual([0, 1]);
    await lease.release();
    await (await lock.acquire('orders')).release();
    expect(value('plimsoll.lock.held')).toBe(0);
  });
});

describe('withLock', () => {
  it('of class efficiency gives the lock back, also after an error', async () => {
    const { lock, leases } = setUp();
    expect(await lock.withLock('orders', { class: 'efficiency' }, (lease) => lease.token)).toBe(1);
    await expect(lock.withLock('orders', { class: 'efficiency' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(leases.ownerOf('orders')).toBeNull();
  });

  it('of class correctness refuses the write of a holder that slept', async () => {
    const { lock, clock } = setUp();
    const objects = memoryObjects();
    const fence = objectFence({ objects });
    let resume = (): void => {};
    let lost: Lease | null = null;
    const sleeper = outcome(
      lock.withLock('total', { class: 'correctness', fence }, async (writer, lease) => {
        lost = lease;
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
        await writer.put({ body: 'stale' });
      }),
    );
    await clock.settle();
    clock.block(2000);
    await lock.withLock('total', { class: 'correctness', fence }, (writer) => writer.put({ body: 'new' }));
    resume();
    await clock.settle();
    expect(sleeper.value).toBe('ERR_PLIMSOLL_LOCK_STALE');
    expect((lost as Lease | null)?.signal.aborted).toBe(true);
    expect(new TextDecoder().decode((await objects.read('total'))?.body)).toBe('new');
  });

  it('takes a token above the highest one of the fence where the store of the leases has lost its own', async () => {
    const { lock, leases } = setUp();
    const fence = objectFence({ objects: memoryObjects() });
    const tokens: number[] = [];
    const write = (): Promise<void> =>
      lock.withLock('total', { class: 'correctness', fence }, (writer, lease) => {
        tokens.push(lease.token);
        return writer.put({ body: String(lease.token) });
      });
    await write();
    await write();
    leases.forget();
    await write();
    expect(tokens).toEqual([1, 2, 3]);
  });

  it.each([
    ['no class', {}, 'class is undefined'],
    ['an unknown class', { class: 'strict' }, 'class is "strict"'],
    ['correctness without a fence', { class: 'correctness' }, 'needs a store that refuses stale writers'],
  ])('refuses %s', async (_name, options, message) => {
    const { lock, leases } = setUp();
    const untyped = lock as { withLock(key: string, options: object, work: () => void): Promise<void> } & Omit<Lock, 'withLock'>;
    await expect(untyped.withLock('orders', options, () => {})).rejects.toThrow(message);
    expect(leases.ownerOf('orders')).toBeNull();
  });

  it('of class correctness does not even compile without a fence', async () => {
    const { lock } = setUp();
    // @ts-expect-error the fence is missing
    await expect(lock.withLock('orders', { class: 'correctness' }, () => {})).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_OPTION' });
  });
});

describe('the fence of objects', () => {
  it('loses no update when a stale holder writes before the newer one', async () => {
    const objects = memoryObjects();
    const fence = objectFence({ objects });
    const refused: unknown[] = [];
    const pass = (token: number) => ({ key: 'total', token, refused: (error: unknown) => void refused.push(error) });
    const older = await fence.open(pass(1));
    const newer = await fence.open(pass(2));
    const add = (amount: number) => (current: { body: Uint8Array } | null) => ({ body: String(Number(current ? new TextDecoder().decode(current.body) : 0) + amount) });
    let raced = false;
    await newer.update(async (current) => {
      if (!raced) {
        raced = true;
        await older.update(add(10)); // accepted: nothing newer was written yet
      }
      return add(1)(current);
    });
    expect(new TextDecoder().decode((await newer.read())?.body)).toBe('11');
    await expect(older.update(add(100))).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE', details: { token: 1, highest: 2 } });
    await expect(older.read()).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE' });
    expect(refused).toHaveLength(2);
    await newer.update(() => null);
    expect(await fence.highest('total')).toBe(2);
  });

  it('gives up when others write all the time', async () => {
    const objects = { ...memoryObjects(), create: async () => false };
    const writer = await objectFence({ objects }).open({ key: 'total', token: 1, refused() {} });
    await expect(writer.put({ body: 'x' })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STATE_STORE', retryable: true });
  });
});
