import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMonolith } from '../../examples/local/monolith.ts';
import type { MonolithSystem } from '../../examples/local/monolith.ts';
import { canRun, get, pay, post, until } from './traffic.ts';
import type { Payment } from './traffic.ts';

/** The monolith works on one machine; with a second instance it does not, and these tests hold it to that. */

let system: MonolithSystem;
let urls: readonly string[] = [];
const isHere = canRun();
beforeAll(async () => {
  if (!isHere) return;
  system = await startMonolith({ instances: 2 });
  urls = system.instances.map(({ url }) => url ?? '');
}, 60_000);
afterAll(() => (isHere ? system.stop() : undefined));

const rows = async (text: string): Promise<readonly { count: number }[]> => system.surroundings.sql<{ count: number }>(text);

describe.skipIf(!isHere)('the monolith', () => {
  it('takes a payment once on one instance, and finds it and its receipt', async () => {
    const [url = ''] = urls;
    const first = await post<Payment>(`${url}/payments`, { reference: 'once', amount: 1250 });
    const again = await post<Payment>(`${url}/payments`, { reference: 'once', amount: 1250 });
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await get<Payment>(`${url}/payments/${first.body.id}`)).body).toMatchObject({ reference: 'once', amount: 1250 });
    expect((await get<Payment>(`${url}/payments/${first.body.id}/receipt`)).body).toMatchObject({ reference: 'once' });
  });

  it('loses the session on the other instance', async () => {
    const [one = '', other = ''] = urls;
    const { cookie } = await post(`${one}/session`, { merchant: 'harbour' });
    expect((await get(`${one}/session`, { cookie })).status).toBe(200);
    expect((await get(`${other}/session`, { cookie })).status).toBe(401);
  });

  it('does not find the receipt on the other instance', async () => {
    const [one = '', other = ''] = urls;
    const { body } = await post<Payment>(`${one}/payments`, { reference: 'elsewhere', amount: 1250 });
    expect((await get(`${other}/payments/${body.id}/receipt`)).status).toBe(500);
  });

  it('takes a payment twice when both instances are asked at once', async () => {
    system.surroundings.fraud.behave({ latencyMs: 1_000 }); // so that the two surely overlap, however busy the machine is
    await Promise.all(urls.map((url) => post(`${url}/payments`, { reference: 'twice', amount: 1250 })));
    system.surroundings.fraud.behave({ latencyMs: 20 });
    expect(await rows("SELECT count(*)::int FROM payments WHERE reference = 'twice'")).toEqual([{ count: 2 }]);
  });

  it('moves money twice, as both instances settle at the same second', async () => {
    system.surroundings.bank.behave({ latencyMs: 1_000 });
    expect(await pay(urls, 'settled', 40)).toBe(0);
    const isSettled = async (): Promise<boolean> => (await rows("SELECT count(*)::int FROM payments WHERE reference LIKE 'settled-%' AND status = 'settled'"))[0]?.count === 40;
    expect(await until(isSettled, 15_000)).toBe(true);
    const moved = [...system.surroundings.bank.transfers].filter(([reference]) => reference.startsWith('settled-'));
    expect(moved.filter(([, times]) => times > 1).length).toBeGreaterThan(0);
  });
});
