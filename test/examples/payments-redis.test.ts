import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPayments } from '../../examples/local/payments.ts';
import type { PaymentsSystem } from '../../examples/local/payments.ts';
import { startRedis } from '../runtime/servers/redis.ts';
import { canRun, get, post } from './traffic.ts';

let redis: Awaited<ReturnType<typeof startRedis>> = null;
let system: PaymentsSystem | null = null;
beforeAll(async () => {
  if (!canRun()) return;
  redis = await startRedis();
  if (redis) system = await startPayments({ apis: 2, redisUrl: `redis://127.0.0.1:${redis.port}` });
}, 60_000);
afterAll(async () => {
  await system?.stop();
  await redis?.stop();
});

describe('payments with a Redis', () => {
  it('keeps sessions there, for every instance', async (context) => {
    if (!system) return context.skip();
    const [one, other] = system.apis.map(({ url }) => url ?? '');
    const { cookie } = await post(`${one}/session`, { merchant: 'harbour' });
    expect(await get(`${other}/session`, { cookie })).toMatchObject({ status: 200, body: { merchant: 'harbour' } });
    expect(await system.surroundings.sql('SELECT * FROM plimsoll_session')).toEqual([]);
    return undefined;
  });

  it('counts requests there, over all instances', async (context) => {
    if (!system) return context.skip();
    const statuses: number[] = [];
    for (let number = 0; number < 122; number += 1) {
      const { url } = system.apis[number % 2] ?? {};
      statuses.push((await get(`${url}/payments/00000000-0000-4000-8000-000000000000`, { 'x-merchant': 'busy' })).status);
    }
    expect([statuses.filter((status) => status === 404).length, statuses.filter((status) => status === 429).length]).toEqual([120, 2]);
    expect(await system.surroundings.sql('SELECT * FROM request_counts')).toEqual([]);
    return undefined;
  });
});
