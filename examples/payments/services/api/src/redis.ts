import { createClient } from 'redis';

/** Sessions and request counts live here, so that any instance may answer any request. */
export const redis = createClient({
  url: process.env.REDIS_URL ?? 'redis://localhost:6379',
  disableOfflineQueue: true,
  socket: { connectTimeout: 1_000 },
  commandOptions: { timeout: 50 },
});

redis.on('error', (error) => console.error('redis', error));
