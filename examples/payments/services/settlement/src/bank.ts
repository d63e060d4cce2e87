import { deadlineHeaders } from '@plimsoll/runtime/deadline';
import { guard } from '@plimsoll/runtime/guard';
import type { Movement } from './database.ts';

const bankTimeoutMs = 5_000;
const bank = guard('bank-api', { timeoutMs: bankTimeoutMs, bulkhead: 10, breaker: { errors: 0.5, of: 20, resetMs: 30_000 } });

const paths = { payment: 'transfers', refund: 'refunds' } as const;

/** The bank moves money once per idempotency key, however often it is asked. A payment and each of its refunds have keys of their own. */
export function transfer({ kind, id, reference, amount }: Movement): Promise<void> {
  return bank.run(async ({ signal }) => {
    const response = await fetch(`${process.env.BANK_API_URL}/${paths[kind]}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': id, ...deadlineHeaders() },
      body: JSON.stringify({ reference, amount }),
      signal,
    });
    if (!response.ok) throw new Error(`the bank answered ${response.status} for ${kind} ${id}`);
  });
}
