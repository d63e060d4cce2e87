import type { Clock } from '../../clock/index.ts';
import { systemClock } from '../../clock/index.ts';
import { remainingMs } from '../../deadline/scope.ts';
import { isDeadlineError } from '../../deadline/wire/outgoing.ts';
import { pause } from '../../lock/lease/pause.ts';
import { bounded } from '../../pool/core/bounded.ts';
import { numberWithin, wholeWithin, wrongOption } from '../../stores/options.ts';
import type { RedisClient } from '../../stores/redis.ts';
import { namePart } from '../../stores/redis.ts';
import type { Family } from '../../telemetry/family.ts';
import { farCache } from './far.ts';
import { nearCache } from './near.ts';

export interface CacheOptions {
  readonly client: RedisClient;
  /** Before each key in Redis. */
  readonly name: string;
  readonly ttlMs: number;
  /** Each value lives for `ttlMs` less a random share of up to this much of it, so that what was stored together does not end together. Default 0.1. */
  readonly jitter?: number;
  /** Values in the memory of each process; what was forgotten elsewhere stays in it for up to `ttlMs`. Default: none. */
  readonly near?: { readonly entriesMax: number; readonly ttlMs: number };
  /** How long one caller has to load before others do it themselves; default 10,000. */
  readonly loadMs?: number;
  /** A value with more bytes of JSON is given to its caller and not stored; default 1,048,576. */
  readonly bytesMax?: number;
  /** Told when Redis fails: values are then loaded by each process for itself. */
  readonly onStoreError?: (error: unknown) => void;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface CacheCounts {
  readonly nearHits: number;
  readonly hits: number;
  /** Calls of `load`. */
  readonly loads: number;
  /** Callers that waited for another one's load, here or elsewhere. */
  readonly joined: number;
  readonly storeErrors: number;
}

export interface Cache {
  /** The value of the key, loaded by one caller of all instances when it is not there. It is what JSON keeps of it; everyone gets their own copy. Rejects as `load` does; failures are not kept. */
  get<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** Takes the value out, so that what is being loaded now is not kept either. Rejects when Redis fails. */
  forget(key: string): Promise<void>;
  counts(): CacheCounts;
  /** The same for `createMetrics` of `@plimsoll/runtime/telemetry`. */
  collect(): readonly Family[];
}

const overdue = new Error('whoever loads has had its time');

/** A cache in Redis or Valkey that all instances share. It may be lost at any time, and an eviction policy suits it; the Redis of locks and queues does not (`noeviction`). */
export function createCache(options: CacheOptions): Cache {
  const { client, name, near, onStoreError = () => {}, clock = systemClock, random = Math.random } = options;
  if (!/^[\w.:-]{1,100}$/.test(name)) throw wrongOption('createCache', 'name', name, 'give 1 to 100 letters, digits, _ . : -');
  const ttlMs = wholeWithin('createCache', 'ttlMs', options.ttlMs, 1, 400 * 86_400_000);
  const jitter = numberWithin('createCache', 'jitter', options.jitter ?? 0.1, 0, 0.9);
  const loadMs = wholeWithin('createCache', 'loadMs', options.loadMs ?? 10_000, 10, 3_600_000);
  const bytesMax = wholeWithin('createCache', 'bytesMax', options.bytesMax ?? 1_048_576, 1, 512 * 1_048_576);
  const nearTtlMs = near ? numberWithin('createCache', 'near.ttlMs', near.ttlMs, 1, ttlMs) : 0;
  const nearby = nearCache(clock, near ? wholeWithin('createCache', 'near.entriesMax', near.entriesMax, 1, 1_000_000) : 0);
  const far = farCache(client, name);
  const flights = new Map<string, Promise<string | undefined>>();
  const counts = { nearHits: 0, hits: 0, loads: 0, joined: 0, storeErrors: 0 };
  const lived = (ms: number): number => Math.max(1, Math.round(ms * (1 - jitter * random())));

  const failed = (error: unknown): null => {
    counts.storeErrors += 1;
    onStoreError(error);
    return null;
  };

  const loadText = async <T>(load: () => Promise<T>): Promise<string | undefined> => {
    counts.loads += 1;
    return JSON.stringify(await load());
  };

  async function loadAndStore<T>(key: string, owner: string, load: () => Promise<T>): Promise<string | undefined> {
    let text: string | undefined;
    try {
      text = await loadText(load);
    } catch (error) {
      await far.leave(key, owner).catch(failed);
      throw error;
    }
    const lifeMs = lived(ttlMs);
    const fits = text !== undefined && Buffer.byteLength(text) <= bytesMax;
    const stored = await (fits ? far.store(key, owner, text ?? '', lifeMs) : far.leave(key, owner)).catch(failed);
    if (stored === true && text !== undefined) nearby.set(key, text, Math.min(lifeMs, lived(nearTtlMs)));
    return text;
  }

  async function fly<T>(key: string, load: () => Promise<T>): Promise<string | undefined> {
    const giveUpMs = clock.nowMs() + loadMs;
    for (let delayMs = 5, first = true; ; delayMs = Math.min(100, delayMs * 1.5), first = false) {
      const look = await far.look(key, loadMs).catch(failed);
      if (look === null) return loadText(load);
      if (look.kind === 'value') {
        counts.hits += 1;
        nearby.set(key, look.text, Math.min(look.leftMs, lived(nearTtlMs)));
        return look.text;
      }
      if (look.kind === 'load') return loadAndStore(key, look.owner, load);
      if (first) counts.joined += 1;
      if (clock.nowMs() >= giveUpMs) return loadText(load); // others have held it up for long enough
      await pause(clock, Math.min(delayMs * (0.5 + random()), giveUpMs - clock.nowMs()));
    }
  }

  function begin<T>(key: string, load: () => Promise<T>): Promise<string | undefined> {
    const flight = fly(key, load).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    flights.set(key, flight);
    return flight;
  }

  return {
    async get<T>(given: string, load: () => Promise<T>): Promise<T> {
      const key = namePart(given);
      const kept = nearby.get(key);
      if (kept !== null) {
        counts.nearHits += 1;
        return JSON.parse(kept) as T;
      }
      for (;;) {
        const joined = flights.get(key);
        if (joined) counts.joined += 1;
        try {
          const text = await (joined ? bounded(clock, loadMs, joined, () => overdue) : begin(key, load));
          return (text === undefined ? undefined : JSON.parse(text)) as T;
        } catch (error) {
          if (error === overdue) {
            if (flights.get(key) === joined) flights.delete(key);
            continue;
          }
          // A load runs under the deadline of the caller who began it; one who joined it and has more time begins anew.
          if (!joined || !isDeadlineError(error) || remainingMs() === 0) throw error;
        }
      }
    },
    async forget(given) {
      const key = namePart(given);
      flights.delete(key); // callers from now on do not join a load that began before
      nearby.delete(key);
      try {
        await far.forget(key);
      } finally {
        nearby.delete(key);
      }
    },
    counts: () => ({ ...counts }),
    collect: () => [
      {
        kind: 'counter',
        name: 'plimsoll.cache.gets',
        unit: '{get}',
        description: 'Values by where they came from; who joins another one counts once more for what that one finds.',
        points: [
          { attributes: { 'plimsoll.cache': name, from: 'near' }, value: counts.nearHits },
          { attributes: { 'plimsoll.cache': name, from: 'shared' }, value: counts.hits },
          { attributes: { 'plimsoll.cache': name, from: 'load' }, value: counts.loads },
          { attributes: { 'plimsoll.cache': name, from: 'joined' }, value: counts.joined },
        ],
      },
      {
        kind: 'counter',
        name: 'plimsoll.cache.store_errors',
        unit: '{error}',
        description: 'Failures of the shared store, after which a process loads for itself.',
        points: [{ attributes: { 'plimsoll.cache': name }, value: counts.storeErrors }],
      },
    ],
  };
}
