import { createClient } from 'redis';

/** Connected where an address is given; null where there is none, and the database holds what would be here. */
export const redis = process.env.REDIS_URL ? await connect(process.env.REDIS_URL) : null;

function connect(url: string): Promise<Redis> {
  const client = clientAt(url);
  client.on('error', (error) => console.error('redis', error));
  return client.connect();
}

function clientAt(url: string) {
  return createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 1_000 }, commandOptions: { timeout: 50 } });
}

export type Redis = ReturnType<typeof clientAt>;
