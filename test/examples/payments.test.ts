import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { get, pay, post, twoOfEach, until } from './traffic.ts';
import type { Payment } from './traffic.ts';

const two = twoOfEach();

const count = async (text: string): Promise<number> => (await two.system.surroundings.sql<{ count: number }>(text))[0]?.count ?? -1;

describe.skipIf(!two.isHere)('payments', () => {
  it('takes a payment once, whichever instance is asked, also at the same moment', async () => {
    const answers = await Promise.all([...two.urls, ...two.urls].map((url) => post<Payment>(`${url}/payments`, { reference: 'once', amount: 1250 })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    for (const url of two.urls) expect((await get<Payment>(`${url}/payments/${answers[0]?.body.id}`)).body).toMatchObject({ reference: 'once', amount: 1250 });
  });

  it.each([
    ['another amount for a reference that is taken', { reference: 'once', amount: 1 }, 409],
    ['no amount', { reference: 'incomplete' }, 400],
    ['an amount below one', { reference: 'incomplete', amount: 0 }, 400],
    ['a body that is no object', [], 400],
  ])('refuses %s', async (_, body, status) => {
    expect((await post(`${two.urls[0]}/payments`, body)).status).toBe(status);
  });

  it('knows no payment that is not there', async () => {
    expect((await get(`${two.urls[0]}/payments/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
    expect((await get(`${two.urls[0]}/payments/first`)).status).toBe(400);
  });

  it('keeps a session on every instance, and knows nobody without one', async () => {
    const [one = '', other = ''] = two.urls;
    const { cookie } = await post(`${one}/session`, { merchant: 'harbour' });
    expect(await get(`${other}/session`, { cookie })).toMatchObject({ status: 200, body: { merchant: 'harbour' } });
    expect((await get(`${other}/session`)).status).toBe(401);
  });

  it('counts the requests of a merchant over all instances', async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 122; number += 1) {
      const { status } = await get(`${two.urls[number % 2]}/payments/00000000-0000-4000-8000-000000000000`, { 'x-merchant': 'busy' });
      statuses.push(status);
    }
    expect([statuses.filter((status) => status === 404).length, statuses.filter((status) => status === 429).length]).toEqual([120, 2]);
  });

  it('lets a client put a file where it says, and nowhere else', async () => {
    const { body: payment } = await post<Payment>(`${two.urls[0]}/payments`, { reference: 'with a receipt', amount: 1250 });
    const { body } = await post<{ url: string }>(`${two.urls[0]}/payments/${payment.id}/receipts`, {});
    const put = async (url: string): Promise<number> => (await fetch(url, { method: 'PUT', body: 'bytes' })).status;
    expect([await put(body.url), await put(body.url.replace('/receipts/', '/others/')), await put(body.url.replace(/expires=\d/, 'expires=9'))]).toEqual([200, 403, 403]);
    const { pathname } = new URL(body.url);
    expect(await readFile(join(two.system.surroundings.objects.folder, pathname), 'utf8')).toBe('bytes');
  });

  it('settles each payment once, also when a worker is killed', async () => {
    const { surroundings, workers } = two.system;
    expect(await pay(two.urls, 'settled', 200)).toBe(0);
    await workers[0]?.kill();
    // What the lost worker had in hand comes back when its lease and its claim are over; nobody waits a minute for that here.
    await surroundings.sql("UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'");
    await surroundings.sql("UPDATE payments SET claimed_at = '-infinity' WHERE status = 'settling'");
    expect(await until(async () => (await count("SELECT count(*)::int FROM payments WHERE reference LIKE 'settled-%' AND status = 'settled'")) === 200, 15_000)).toBe(true);
    const moved = [...surroundings.bank.transfers].filter(([reference]) => reference.startsWith('settled-'));
    expect([moved.length, moved.filter(([, times]) => times > 1)]).toEqual([200, []]);
    const entered = async (): Promise<boolean> => (await count("SELECT count(*)::int FROM ledger_entries JOIN payments ON payments.id = payment_id WHERE reference LIKE 'settled-%'")) === 200;
    expect(await until(entered, 5_000), 'and the ledger has each of them once').toBe(true);
  });

  it('writes the statement of yesterday, and the same one again', async () => {
    await two.system.surroundings.sql("UPDATE payments SET settled_at = now() - interval '1 day' WHERE reference = 'settled-1'");
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    expect([await two.system.reconcile(), await two.system.reconcile()]).toEqual([`${day}: 1 movements\n`, `${day}: 1 movements\n`]);
    expect(await readFile(join(two.system.surroundings.objects.folder, `statements/${day}.csv`), 'utf8')).toMatch(/^[0-9a-f-]{36},1250\n$/);
  });

  it('lets nobody wait for a fraud service that hangs: a person looks at those payments', async () => {
    two.system.surroundings.fraud.behave({ latencyMs: 5_000 });
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => post<Payment>(`${two.urls[0]}/payments`, { reference: `stalled-${number}`, amount: 1250 })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.status}`))).toEqual(new Set(['201 review']));
    expect(performance.now() - began).toBeLessThan(3_000); // of 5,000
    const before = two.system.surroundings.fraud.calls();
    expect((await post<Payment>(`${two.urls[0]}/payments`, { reference: 'refused at once', amount: 1250 })).body.status).toBe('review');
    expect(two.system.surroundings.fraud.calls()).toBe(before);
  });

  it('shows what it measures under the names that SLO rules ask for', async () => {
    const { body } = await get<string>(`${two.urls[0]}/metrics`);
    expect(body).toContain('http_server_request_duration_seconds_bucket');
    expect(body).toContain('plimsoll_guard_calls');
  });
});
