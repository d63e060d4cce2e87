import { wholeWithin, wrongOption } from '../../stores/options.ts';
import type { RedisClient } from '../../stores/redis.ts';
import { namePart, redisCommand, redisScript } from '../../stores/redis.ts';
import type { Family } from '../../telemetry/family.ts';

// The generic cell rate algorithm (ITU-T I.371): one number per key, the time at which its bucket is empty again, in microseconds of the server's clock. A clock that was set back
// holds nobody for longer than a full bucket takes.
const takeSource = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local interval, limit, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = interval * limit
local empty = math.min(math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now), now + full)
local after = empty + interval * cost
local wait = after - full - now
if wait > 0 then return {0, math.floor((now + full - empty) / interval), math.ceil(wait / 1000)} end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
return {1, math.floor((now + full - after) / interval), 0}`;

export interface RateLimitOptions {
  readonly client: RedisClient;
  /** Before each key in Redis. */
  readonly name: string;
  /** So many in each window, and at most so many at once. */
  readonly limit: number;
  readonly windowMs: number;
  /** What to say when Redis fails: a limit that protects from abuse may `refuse`, one that shares capacity should `allow`. Default `allow`. */
  readonly onStoreFailure?: 'allow' | 'refuse';
  readonly onStoreError?: (error: unknown) => void;
}

export interface RateVerdict {
  readonly allowed: boolean;
  /** How many are left now; null when Redis could not be asked. */
  readonly remaining: number | null;
  /** When it would be allowed; 0 when it is. */
  readonly retryAfterMs: number;
}

export interface RateLimit {
  /** Takes `cost` from the key's allowance, or nothing at all. Never rejects for the store's sake. */
  take(key: string, cost?: number): Promise<RateVerdict>;
  /** For `createMetrics` of `@plimsoll/runtime/telemetry`. */
  collect(): readonly Family[];
}

/** A limit that all instances share: over any time, a key gets no more than `limit` plus `limit` per window, whichever instance it asks. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { client, name, onStoreFailure = 'allow', onStoreError = () => {} } = options;
  if (!/^[\w.:-]{1,100}$/.test(name)) throw wrongOption('createRateLimit', 'name', name, 'give 1 to 100 letters, digits, _ . : -');
  const limit = wholeWithin('createRateLimit', 'limit', options.limit, 1, 1_000_000);
  const windowMs = wholeWithin('createRateLimit', 'windowMs', options.windowMs, 1, 31 * 86_400_000);
  const intervalUs = (windowMs * 1000) / limit;
  const take = redisScript(redisCommand(client), takeSource);
  const counts = { allowed: 0, refused: 0, unknown: 0 };
  return {
    async take(key, cost = 1) {
      wholeWithin('take', 'cost', cost, 1, limit);
      try {
        const [allowed, remaining, retryAfterMs] = (await take([`${name}:{${namePart(key)}}`], [intervalUs, limit, cost])) as [number, number, number];
        counts[allowed === 1 ? 'allowed' : 'refused'] += 1;
        return { allowed: allowed === 1, remaining, retryAfterMs };
      } catch (error) {
        counts.unknown += 1;
        onStoreError(error);
        return onStoreFailure === 'allow' ? { allowed: true, remaining: null, retryAfterMs: 0 } : { allowed: false, remaining: null, retryAfterMs: 1000 };
      }
    },
    collect: () => [
      {
        kind: 'counter',
        name: 'plimsoll.rate_limit.takes',
        unit: '{take}',
        description: 'Takes by what was answered; unknown where the store could not be asked.',
        points: Object.entries(counts).map(([outcome, value]) => ({ attributes: { 'plimsoll.rate_limit': name, outcome }, value })),
      },
    ],
  };
}
