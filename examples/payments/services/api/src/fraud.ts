import { bulkhead, circuitBreaker, CountBreaker, handleAll } from 'cockatiel';

const fraudTimeoutMs = 300;
const fraudCalls = bulkhead(10);
const breaker = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new CountBreaker({ threshold: 0.5, size: 20 }) });

/** A probability between 0 and 1. Rejects at once while the breaker is open or ten calls are under way. */
export function fraudScore(reference: string, amount: number, deadline: AbortSignal): Promise<number> {
  return fraudCalls.execute(() =>
    breaker.execute(async () => {
      const response = await fetch(`${process.env.FRAUD_API_URL}/scores`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ reference, amount }),
        signal: AbortSignal.any([deadline, AbortSignal.timeout(fraudTimeoutMs)]),
      });
      if (!response.ok) throw new Error(`the fraud service answered ${response.status}`);
      const answer = (await response.json()) as { score: number };
      return answer.score;
    }),
  );
}
