import { createHash } from 'node:crypto';

/** What node-redis (from 4) offers for any command. */
interface SendsCommands {
  sendCommand(parameters: string[]): Promise<unknown>;
}

/** What ioredis and iovalkey offer for any command. */
interface CallsCommands {
  call(command: string, parameters: (string | Buffer | number)[]): Promise<unknown>;
}

/** A client of Redis or Valkey: node-redis, ioredis or iovalkey, connected by its owner. */
export type RedisClient = SendsCommands | CallsCommands;

export type RedisCommand = (command: string, ...parameters: string[]) => Promise<unknown>;

/** The one way in which the parts of this package talk to Redis, whichever client is behind it. */
export function redisCommand(client: RedisClient): RedisCommand {
  if ('call' in client) return (command, ...parameters) => client.call(command, parameters); // ioredis has a `sendCommand` of another kind
  return (command, ...parameters) => client.sendCommand([command, ...parameters]);
}

export type RedisScript = (keys: readonly string[], values: readonly (string | number)[]) => Promise<unknown>;

/** A Lua script that runs as one step on the server; sent by its digest, and whole when the server does not know it (after a restart). */
export function redisScript(command: RedisCommand, source: string): RedisScript {
  const digest = createHash('sha1').update(source).digest('hex');
  return async (keys, values) => {
    const rest = [String(keys.length), ...keys, ...values.map(String)];
    try {
      return await command('EVALSHA', digest, ...rest);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return command('EVAL', source, ...rest);
    }
  };
}

const keyCharsMax = 200;

/** A key as part of a name in Redis. Long ones, which clients may choose, become their hash; so does the empty one, which would not keep two names in one slot of a cluster. */
export function namePart(key: string): string {
  return key !== '' && key.length <= keyCharsMax ? key : `#${createHash('sha256').update(key).digest('base64url')}`;
}
