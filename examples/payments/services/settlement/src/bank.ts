import { bulkhead, circuitBreaker, CountBreaker, handleAll } from 'cockatiel';
import type { Claimed } from './database.ts';

const bankTimeoutMs = 5_000;
const bankCalls = bulkhead(10);
const breaker = circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: new CountBreaker({ threshold: 0.5, size: 20 }) });

/** The bank makes a transfer once per idempotency key, however often it is asked. */
export function transfer(payment: Claimed): Promise<void> {
  return bankCalls.execute(() =>
    breaker.execute(async () => {
      const response = await fetch(`${process.env.BANK_API_URL}/transfers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': payment.id },
        body: JSON.stringify({ reference: payment.reference, amount: payment.amount }),
        signal: AbortSignal.timeout(bankTimeoutMs),
      });
      if (!response.ok) throw new Error(`the bank answered ${response.status} for ${payment.id}`);
    }),
  );
}
