import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../../stores/redis.ts';
import { redisCommand, redisScript } from '../../stores/redis.ts';

// The value, or the right to load it, or how long another one still has it.
const lookSource = `
local value = redis.call('GET', KEYS[1])
if value then return {'value', value, redis.call('PTTL', KEYS[1])} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'load'} end
return {'wait', '', redis.call('PTTL', KEYS[2])}`;

// Only who still has the right to load stores: after a \`forget\` it is gone, and what was loaded before it is not kept.
const storeSource = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

const leaveSource = `
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1`;

export type Look =
  | { readonly kind: 'value'; readonly text: string; readonly leftMs: number }
  /** This caller is to load and then `store`, or to `leave` it. */
  | { readonly kind: 'load'; readonly owner: string }
  | { readonly kind: 'wait'; readonly leftMs: number };

export interface FarCache {
  look(key: string, loadMs: number): Promise<Look>;
  /** False when somebody has forgotten the key since, or the time to load was over. */
  store(key: string, owner: string, text: string, lifeMs: number): Promise<boolean>;
  leave(key: string, owner: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/** The part of the cache that all instances share. */
export function farCache(client: RedisClient, name: string): FarCache {
  const command = redisCommand(client);
  const look = redisScript(command, lookSource);
  const store = redisScript(command, storeSource);
  const leave = redisScript(command, leaveSource);
  const keysOf = (key: string): [string, string] => [`${name}:{${key}}`, `${name}:{${key}}:load`];
  return {
    async look(key, loadMs) {
      const owner = randomUUID();
      const [kind, text = '', leftMs = 0] = (await look(keysOf(key), [owner, loadMs])) as [string, string?, number?];
      if (kind === 'value') return { kind, text, leftMs };
      return kind === 'load' ? { kind, owner } : { kind: 'wait', leftMs };
    },
    store: async (key, owner, text, lifeMs) => (await store(keysOf(key), [owner, text, lifeMs])) === 1,
    leave: async (key, owner) => void (await leave(keysOf(key), [owner])),
    forget: async (key) => void (await command('DEL', ...keysOf(key))),
  };
}
