import { EventEmitter } from 'node:events';
import { MemoryStore } from 'express-session';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import { guardSessions } from '../index.ts';

type Callback = (error?: unknown, value?: unknown) => void;
const day = 86_400_000;
const now = Date.parse('2026-11-23T12:00:00Z');

/** A store that all instances would share, as far as anyone can tell. */
class SharedStore extends EventEmitter {
  readonly calls: string[] = [];
  readonly kept: Record<string, string> = {};
  failing = false;
  #answer(callback: Callback | undefined, value?: unknown): void {
    callback?.(this.failing ? new Error('ECONNREFUSED') : null, value);
  }
  get(id: string, callback: Callback): void {
    this.calls.push('get');
    this.#answer(callback, this.kept[id] === undefined ? null : JSON.parse(this.kept[id]));
  }
  set(id: string, session: object, callback?: Callback): void {
    this.calls.push('set');
    if (!this.failing) this.kept[id] = JSON.stringify(session);
    this.#answer(callback);
  }
  touch(_id: string, _session: object, callback?: Callback): void {
    this.calls.push('touch');
    this.#answer(callback);
  }
  destroy(id: string, callback?: Callback): void {
    this.calls.push('destroy');
    delete this.kept[id];
    this.#answer(callback);
  }
}

function setUp(options: Parameters<typeof guardSessions>[1] = {}) {
  const clock = manualClock();
  const store = new SharedStore();
  const guarded = guardSessions(store, { environment: 'production', clock, now: () => now, ...options });
  const set = (session: object, id = 'a'): Promise<unknown> =>
    new Promise((resolve) => {
      guarded.set(id, session, resolve);
    });
  const touch = (session: object): Promise<unknown> =>
    new Promise((resolve) => {
      guarded.touch('a', session, resolve);
    });
  const get = (id = 'a'): Promise<unknown> =>
    new Promise((resolve) => {
      guarded.get(id, (error, value) => resolve(error ?? value));
    });
  return { clock, store, guarded, set, touch, get };
}

describe('a guarded session store', () => {
  it('refuses memory in production, and takes it elsewhere', () => {
    class Plain {
      readonly sessions = new Map<string, string>();
      get(): void {}
      set(): void {}
      destroy(): void {}
    }
    for (const store of [new MemoryStore(), new Plain()]) {
      expect(() => guardSessions(store, { environment: 'production' })).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_SESSION_MEMORY' }));
      expect(() => guardSessions(store, { environment: 'test' })).not.toThrow();
    }
  });

  it('is still the store to whoever else calls it', () => {
    const { store, guarded } = setUp();
    expect(guarded).toBeInstanceOf(SharedStore);
    let heard = 0;
    guarded.on('disconnect', () => (heard += 1));
    store.emit('disconnect');
    expect(heard).toBe(1);
  });

  it('refuses a session that is too large, and names what is large', async () => {
    const { set, store } = setUp({ bytesMax: 100 });
    expect(await set({ cookie: {}, user: 1, cart: 'x'.repeat(200) })).toMatchObject({
      code: 'ERR_PLIMSOLL_SESSION_SIZE',
      message: 'the session has 232 bytes, allowed are 100; most of it is in "cart"',
    });
    expect(store.calls).toEqual([]);
    expect(await set({ cookie: {}, user: 1 })).toBeNull();
  });

  it('counts bytes, not characters', async () => {
    const { set } = setUp({ bytesMax: 100 });
    expect(await set({ name: 'ä'.repeat(45) })).toMatchObject({ details: { bytes: 101, bytesMax: 100 } });
  });

  it.each([
    ['a date beyond', { expires: new Date(now + 2 * day) }, false],
    ['a date beyond, as text', { expires: new Date(now + 2 * day).toISOString() }, false],
    ['an age beyond', { maxAge: 2 * day }, false],
    ['no date', { expires: new Date(Number.NaN) }, false],
    ['a date within', { expires: new Date(now + day) }, true],
    ['an age within', { originalMaxAge: day }, true],
    ['the end with the browser', { expires: null }, true],
  ])('of a cookie with %s', async (_name, cookie, right) => {
    const { set, touch } = setUp({ lifeMsMax: day });
    const expected = right ? null : expect.objectContaining({ code: 'ERR_PLIMSOLL_SESSION_LIFE' });
    expect(await set({ cookie })).toEqual(expected);
    if (!right) expect(await touch({ cookie })).toEqual(expected);
  });

  it('refuses a store that keeps sessions for ever', () => {
    expect(() => guardSessions(Object.assign(new SharedStore(), { disableTTL: true }))).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_SESSION_LIFE' }));
  });

  it('writes what did not change once in a while', async () => {
    const { set, touch, store, clock } = setUp({ touchEveryMs: 60_000 });
    await set({ cookie: { expires: new Date(now + 1000) }, user: 1 });
    for (let second = 1; second < 60; second += 1) {
      clock.advance(1000);
      await touch({ cookie: { expires: new Date(now + 1000 * second) }, user: 1 });
      await set({ cookie: { expires: new Date(now + 1000 * second) }, user: 1 });
    }
    expect(store.calls).toEqual(['set']);
    clock.advance(1000);
    await touch({ cookie: {}, user: 1 });
    await touch({ cookie: {}, user: 1 });
    expect(store.calls).toEqual(['set', 'touch']);
  });

  it('writes what changed at once, also when it changed elsewhere in between', async () => {
    const { set, get, store } = setUp();
    await set({ user: 1 });
    await set({ user: 2 });
    expect(store.calls).toEqual(['set', 'set']);
    store.kept['a'] = JSON.stringify({ user: 3 }); // by another instance
    expect(await get()).toEqual({ user: 3 });
    await set({ user: 2 });
    expect(JSON.parse(store.kept['a'] ?? '')).toEqual({ user: 2 });
  });

  it('writes again after a failure, and after the session was destroyed', async () => {
    const { set, store, guarded } = setUp();
    store.failing = true;
    expect(await set({ user: 1 })).toEqual(new Error('ECONNREFUSED'));
    store.failing = false;
    await set({ user: 1 });
    expect(store.kept['a']).toBe('{"user":1}');
    guarded.destroy('a');
    await set({ user: 1 });
    expect(store.kept['a']).toBe('{"user":1}');
  });

  it('writes again what the store has lost', async () => {
    const { set, get, store } = setUp();
    await set({ user: 1 });
    delete store.kept['a'];
    expect(await get()).toBeNull();
    await set({ user: 1 });
    expect(store.kept['a']).toBe('{"user":1}');
  });

  it('writes each time where that is asked for', async () => {
    const { set, store } = setUp({ touchEveryMs: 0 });
    await set({ user: 1 });
    await set({ user: 1 });
    expect(store.calls).toEqual(['set', 'set']);
  });

  it.each([{ bytesMax: 1 }, { lifeMsMax: Infinity }, { touchEveryMs: -1 }])('refuses %j', (options) => {
    expect(() => setUp(options)).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION' }));
  });

  it.each([
    ['longer', 30 * day - 60_000],
    ['shorter', 3_600_000],
  ])('writes a session that is to live %s from now on, though nothing else changed', async (_how, lifeMs) => {
    const { clock, store, set, touch } = setUp();
    const living = (ms: number): object => ({ user: 'ada', cookie: { expires: new Date(now + ms).toISOString() } });
    await set(living(day));
    clock.block(5000);
    await touch(living(day + 5000)); // prolonged as with every request
    expect(store.calls).toEqual(['set']);
    await touch(living(lifeMs));
    await set(living(lifeMs));
    expect(store.calls).toEqual(['set', 'touch']);
  });
});
