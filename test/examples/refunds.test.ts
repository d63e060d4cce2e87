import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { get, post, twoOfEach, until } from './traffic.ts';
import type { Answer, Payment } from './traffic.ts';

/** A payment and its refunds are movements of their own; each is made once, and together they never give back more than was paid. */

const two = twoOfEach();

interface Refund {
  readonly id: string;
  readonly amount: number;
  readonly status: string;
}

const refund = (payment: Payment, reference: string, amount: number, url = two.urls[0]): Promise<Answer<Refund>> => post<Refund>(`${url}/payments/${payment.id}/refunds`, { reference, amount });

async function settled(reference: string): Promise<Payment> {
  const { body } = await post<Payment>(`${two.urls[0]}/payments`, { reference, amount: 1250 });
  expect(await until(async () => (await get<Payment>(`${two.urls[1]}/payments/${body.id}`)).body.status === 'settled', 15_000)).toBe(true);
  return body;
}

const isRefunded = async (reference: string): Promise<boolean> => (await two.system.surroundings.sql("SELECT FROM refunds WHERE reference = $1 AND status = 'settled'", [reference])).length === 1;

/** What the ledger has of a payment, from the payment itself to what went back. */
async function ledgerOf({ id }: Payment, count: number): Promise<readonly number[]> {
  const amounts = async (): Promise<readonly number[]> =>
    (await two.system.surroundings.sql<{ amount: number }>('SELECT amount FROM ledger_entries WHERE payment_id = $1 ORDER BY amount DESC', [id])).map(({ amount }) => amount);
  await until(async () => (await amounts()).length >= count, 5_000);
  return amounts();
}

/** As long as `work` takes, nothing gets on the queue, and nothing off it. */
async function withoutQueue<T>(work: () => Promise<T>): Promise<T> {
  const { host, port, user } = two.system.surroundings.postgres;
  const client = new pg.Client({ host, port, user, database: 'payments' });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE pgboss.job IN EXCLUSIVE MODE');
  try {
    return await work();
  } finally {
    await client.end();
  }
}

/** The instance that took it is gone; nobody waits ten seconds here until another one may. */
const comeBack = (): Promise<unknown> => two.system.surroundings.sql("UPDATE outbox SET taken_at = taken_at - interval '10 seconds'");

describe.skipIf(!two.isHere)('refunds', () => {
  it('are made once by their reference, whichever instance is asked, also at the same moment', async () => {
    const payment = await settled('asked twice');
    const answers = await Promise.all([...two.urls, ...two.urls].map((url) => refund(payment, 'back once', 400, url)));
    expect(answers.map(({ status, body }) => [status, body.amount])).toEqual(answers.map(() => [201, 400]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await until(() => isRefunded('back once'), 15_000)).toBe(true);
    expect((await get(`${two.urls[1]}/payments/${payment.id}`)).body).toMatchObject({ amount: 1250, refunded: 400 });
    expect((await refund(payment, 'back once', 400)).body).toMatchObject({ id: answers[0]?.body.id, status: 'settled' });
    expect([await ledgerOf(payment, 2), two.system.surroundings.bank.transfers.get('back once')]).toEqual([[1250, -400], 1]);
  });

  it('may be several of one payment, up to its amount and not above', async () => {
    const payment = await settled('in parts');
    const statuses = [];
    for (const [reference, amount] of [
      ['first part', 1000],
      ['too much', 251],
      ['last part', 250],
      ['one more', 1],
    ] as const) {
      statuses.push((await refund(payment, reference, amount)).status);
    }
    expect(statuses).toEqual([201, 409, 201, 409]);
    expect(await ledgerOf(payment, 3)).toEqual([1250, -250, -1000]);
    expect(await two.system.surroundings.sql("SELECT FROM refunds WHERE reference IN ('too much', 'one more')")).toEqual([]);
  });

  it('are not above the amount when two are asked at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const payment = await settled(`raced ${round}`);
      const answers = await Promise.all(two.urls.map((url, number) => refund(payment, `raced ${round} by ${number}`, 800, url)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect((await get(`${two.urls[0]}/payments/${payment.id}`)).body).toMatchObject({ refunded: 800 });
    }
  });

  it('with the same reference are two refunds of two payments', async () => {
    const answers = await Promise.all([settled('one of two'), settled('other of two')].map(async (payment) => refund(await payment, 'the same', 1250)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(2);
  });

  it('are refused for another amount, for none, and where there is no payment', async () => {
    const payment = await settled('refused');
    expect((await refund(payment, 'taken', 10)).status).toBe(201);
    expect([
      (await refund(payment, 'taken', 11)).status,
      (await refund(payment, 'nothing', 0)).status,
      (await refund({ ...payment, id: '00000000-0000-4000-8000-000000000000' }, 'of nothing', 10)).status,
      (await refund({ ...payment, id: 'first' }, 'of nothing', 10)).status,
    ]).toEqual([409, 400, 404, 400]);
  });

  it('are refused for a payment that is not settled', async () => {
    const { body: reviewed } = await post<Payment>(`${two.urls[0]}/payments`, { reference: 'to be reviewed', amount: 600_000 });
    const { body: waiting, status } = await withoutQueue(async () => {
      const paid = await post<Payment>(`${two.urls[0]}/payments`, { reference: 'waits for its worker', amount: 1250 });
      return { body: paid.body, status: (await refund(paid.body, 'too early', 10)).status };
    });
    expect([reviewed.status, (await refund(reviewed, 'never paid', 10)).status, status]).toEqual(['review', 409, 409]);
    await comeBack();
    expect(await until(async () => (await refund(waiting, 'in time', 10)).status === 201, 15_000)).toBe(true);
  });

  it('and payments are settled though their instance is killed before they are on the queue', async () => {
    const payment = await settled('killed later');
    const victim = await two.system.another('api');
    await withoutQueue(async () => {
      expect((await post(`${victim.url}/payments`, { reference: 'killed at once', amount: 1250 })).status).toBe(201);
      expect((await refund(payment, 'back though killed', 300, victim.url ?? '')).status).toBe(201);
      await victim.kill();
      expect(await two.system.surroundings.sql('SELECT kind FROM outbox ORDER BY kind')).toEqual([{ kind: 'payment' }, { kind: 'refund' }]);
    });
    await comeBack();
    expect(await until(async () => (await two.system.surroundings.sql("SELECT FROM payments WHERE reference = 'killed at once' AND status = 'settled'")).length === 1, 15_000)).toBe(true);
    expect(await until(() => isRefunded('back though killed'), 15_000)).toBe(true);
    const { transfers } = two.system.surroundings.bank;
    expect([transfers.get('killed at once'), transfers.get('back though killed'), await ledgerOf(payment, 2)]).toEqual([1, 1, [1250, -300]]);
  });

  it('move money once though their worker is killed while the bank moves it', async () => {
    const payment = await settled('worker killed later');
    two.system.surroundings.bank.behave({ latencyMs: 1_000 });
    expect((await refund(payment, 'back once though killed', 300)).status).toBe(201);
    expect(await until(async () => (await two.system.surroundings.sql("SELECT FROM refunds WHERE reference = 'back once though killed' AND status = 'settling'")).length === 1, 15_000)).toBe(true);
    await Promise.all(two.system.workers.map((worker) => worker.kill()));
    expect(await until(() => Promise.resolve(two.system.surroundings.bank.transfers.has('back once though killed')), 5_000), 'the bank has moved it').toBe(true);
    expect(await isRefunded('back once though killed')).toBe(false);
    await two.system.surroundings.sql("UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'");
    await two.system.surroundings.sql("UPDATE refunds SET claimed_at = '-infinity' WHERE status = 'settling'");
    await two.system.another('settlement');
    expect(await until(() => isRefunded('back once though killed'), 15_000)).toBe(true);
    expect([two.system.surroundings.bank.transfers.get('back once though killed'), await ledgerOf(payment, 2)]).toEqual([1, [1250, -300]]);
  });
});
