import { RuntimeError } from '../../errors/index.ts';
import type { RedisClient } from '../../stores/redis.ts';
import { redisCommand, redisScript } from '../../stores/redis.ts';
import type { Fence, FencePass } from './fence.ts';
import { staleWrite } from './fence.ts';

export interface RedisFenceOptions {
  readonly client: RedisClient;
  /** Before the key of each lock; default `plimsoll:fence:`. */
  readonly prefix?: string;
}

export interface RedisWriter {
  /** Sets a string; `ttlMs` ends it. */
  set(key: string, value: string, ttlMs?: number): Promise<void>;
  delete(...keys: readonly string[]): Promise<void>;
  /** Runs the body of a Lua script of yours with `KEYS` and `ARGV`, in one step with the check of the token. */
  script(body: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
}

const checkSource = `
local fence = table.remove(KEYS)
local token = table.remove(ARGV)
local highest = redis.call('GET', fence)
if highest and tonumber(highest) > tonumber(token) then return redis.error_reply('PLIMSOLLSTALE ' .. highest) end
if highest ~= token then redis.call('SET', fence, token) end
`;

/**
 * Refuses stale writers of data in Redis or Valkey: check of the token and write are one script. On a cluster, the written keys must be in the slot of the lock's key: write it in
 * braces, as in `{orders}:total` under the lock `orders`. The token stays until it is deleted by hand.
 */
export function redisFence({ client, prefix = 'plimsoll:fence:' }: RedisFenceOptions): Fence<RedisWriter> {
  const command = redisCommand(client);
  const fenceKey = (key: string): string => `${prefix}{${key}}`;

  async function guarded(pass: FencePass, body: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
    try {
      return await redisScript(command, checkSource + body)([...keys, fenceKey(pass.key)], [...values, pass.token]);
    } catch (error) {
      const stale = error instanceof RuntimeError ? null : /PLIMSOLLSTALE (\d+)/.exec(error instanceof Error ? error.message : '');
      throw stale ? staleWrite(pass, Number(stale[1])) : error;
    }
  }

  return {
    system: 'redis',
    highest: async (key) => Number((await command('GET', fenceKey(key))) ?? 0),
    async open(pass) {
      await guarded(pass, 'return 1', [], []);
      return {
        async set(key, value, ttlMs) {
          const body = ttlMs === undefined ? `return redis.call('SET', KEYS[1], ARGV[1])` : `return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])`;
          await guarded(pass, body, [key], ttlMs === undefined ? [value] : [value, ttlMs]);
        },
        delete: async (...keys) => void (await guarded(pass, `return redis.call('DEL', unpack(KEYS))`, keys, [])),
        script: (body, keys, values) => guarded(pass, body, keys, values),
      };
    },
  };
}
