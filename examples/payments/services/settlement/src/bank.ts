import { deadlineHeaders } from '@plimsoll/runtime/deadline';
import { guard } from '@plimsoll/runtime/guard';
import type { Claimed } from './database.ts';

const bankTimeoutMs = 5_000;
const bank = guard('bank-api', { timeoutMs: bankTimeoutMs, bulkhead: 10, breaker: { errors: 0.5, of: 20, resetMs: 30_000 } });

/** The bank makes a transfer once per idempotency key, however often it is asked. */
export function transfer(payment: Claimed): Promise<void> {
  return bank.run(async ({ signal }) => {
    const response = await fetch(`${process.env.BANK_API_URL}/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': payment.id, ...deadlineHeaders() },
      body: JSON.stringify({ reference: payment.reference, amount: payment.amount }),
      signal,
    });
    if (!response.ok) throw new Error(`the bank answered ${response.status} for ${payment.id}`);
  });
}
