import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchedMonolith } from '../../../examples/ablation/patched.ts';
import type { Copy } from '../../../examples/ablation/patched.ts';
import { startMonolith } from '../../../examples/local/monolith.ts';
import type { MonolithSystem } from '../../../examples/local/monolith.ts';
import { canRun, get, pay, post, until } from '../traffic.ts';

/** What the monolith loses with a second instance, and no longer with the patch of DP2. */

let copy: Copy | null = null;
let system: MonolithSystem;
let urls: readonly string[] = [];
const isHere = canRun();
beforeAll(async () => {
  if (!isHere) return;
  copy = await patchedMonolith('dp2-state-outside.patch');
  system = await startMonolith({ folder: copy.folder, instances: 2 });
  urls = system.instances.map(({ url }) => url ?? '');
}, 60_000);
afterAll(async () => {
  if (!isHere) return;
  await system.stop();
  await copy?.stop();
});

describe.skipIf(!isHere)('two instances of the monolith with its state outside', () => {
  it('know the session of the other', async () => {
    const { cookie } = await post(`${urls[0]}/session`, { merchant: 'harbour' });
    expect((await get(`${urls[1]}/session`, { cookie })).status).toBe(200);
  });

  it('take a payment once when both are asked at once', async () => {
    system.surroundings.fraud.behave({ latencyMs: 1_000 });
    const answers = await Promise.all(urls.map((url) => post<{ id: string }>(`${url}/payments`, { reference: 'once', amount: 1250 })));
    system.surroundings.fraud.behave({ latencyMs: 20 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('move money once, though both settle at the same second', async () => {
    expect(await pay(urls, 'settled', 40)).toBe(0);
    const isSettled = async (): Promise<boolean> => (await system.surroundings.sql("SELECT FROM payments WHERE reference LIKE 'settled-%' AND status = 'settled'")).length === 40;
    expect(await until(isSettled, 15_000)).toBe(true);
    expect([...system.surroundings.bank.transfers.values()].filter((times) => times > 1)).toEqual([]);
  });

  it('count the requests of a merchant together', async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 122; number += 1) statuses.push((await get(`${urls[number % 2]}/payments/00000000-0000-4000-8000-000000000000`, { 'x-merchant': 'busy' })).status);
    expect([statuses.filter((status) => status === 404).length, statuses.filter((status) => status === 429).length]).toEqual([120, 2]);
  });
});
