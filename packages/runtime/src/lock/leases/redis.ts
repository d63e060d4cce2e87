import type { RedisClient } from '../../stores/redis.ts';
import { redisCommand, redisScript } from '../../stores/redis.ts';
import type { LeaseStore } from './lease-store.ts';

// The token is the greatest of: the last one + 1, the server's time in microseconds, floor + 1. An asynchronous failover may lose the last
// token, and then time goes on from it. The last token is kept for a day; after that, time alone is above it.
const acquireSource = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  local time = redis.call('TIME')
  local token = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]), tonumber(ARGV[3]) + 1)
  redis.call('SET', KEYS[2], string.format('%.0f', token), 'PX', ARGV[4])
  return {1, string.format('%.0f', token)}
end
return {0, tostring(redis.call('PTTL', KEYS[1]))}`;

const extendSource = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

const releaseSource = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

const dayMs = 86_400_000;

export interface RedisLeaseOptions {
  readonly client: RedisClient;
  /** Before each key; default `plimsoll:lock:`. */
  readonly prefix?: string;
}

/**
 * Leases on one Redis or Valkey (6 or later). Its memory policy must be `noeviction`, or locks are evicted with the rest. A restart without persistence or a failover
 * may give a lease to a second holder while the first still believes in its own; work of class `correctness` is safe from that, as its fence is.
 */
export function redisLeases({ client, prefix = 'plimsoll:lock:' }: RedisLeaseOptions): LeaseStore {
  const command = redisCommand(client);
  const acquire = redisScript(command, acquireSource);
  const extend = redisScript(command, extendSource);
  const release = redisScript(command, releaseSource);
  const leaseKey = (key: string): string => `${prefix}{${key}}`; // in braces: both keys are on one node of a cluster
  return {
    system: 'redis',
    async acquire(key, owner, leaseMs, floor) {
      const [granted, value] = (await acquire([leaseKey(key), `${leaseKey(key)}:token`], [owner, leaseMs, floor, Math.max(dayMs, 10 * leaseMs)])) as [number, string];
      if (granted === 1) return { held: false, token: Number(value) };
      return { held: true, freeInMs: Math.max(0, Number(value)) };
    },
    extend: async (key, owner, leaseMs) => (await extend([leaseKey(key)], [owner, leaseMs])) === 1,
    release: async (key, owner) => void (await release([leaseKey(key)], [owner])),
  };
}
