import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from '@plimsoll/runtime/guard';
import type { Peers } from './peers.ts';
import type { Row } from './timing.ts';

/** A dependency that fails until it is told to recover, and counts how many ask it at once. */
function dependency(): { recovered: boolean; peak: number; readonly call: () => Promise<string> } {
  let inFlight = 0;
  return {
    recovered: false,
    peak: 0,
    async call() {
      this.peak = Math.max(this.peak, ++inFlight);
      await sleep(this.recovered ? 30 : 1);
      inFlight--;
      if (!this.recovered) throw new Error('down');
      return 'fine';
    },
  };
}

type Breaker = (work: () => Promise<string>) => Promise<unknown>;

/** Opens a breaker, lets its dependency recover and sends five thousand callers at the moment of the first probe. */
async function peakOf(make: () => Breaker): Promise<number> {
  const server = dependency();
  const through = make();
  const ask = (): Promise<unknown> => through(() => server.call()).catch(() => undefined);
  for (let call = 0; call < 20; call++) await ask();
  server.recovered = true;
  server.peak = 0;
  await sleep(350);
  await Promise.all(Array.from({ length: 5000 }, ask));
  await Promise.all(Array.from({ length: 5000 }, ask)); // and once it has closed
  return server.peak;
}

/** Row 4: how many reach a dependency that has just recovered. */
export async function recoveryPeak({ cockatiel }: Peers): Promise<Row> {
  const recovering = guard('recovering', { timeoutMs: 5000, bulkhead: { concurrencyMax: 100, waitersMax: 100 }, breaker: { of: 10, errors: 0.5, resetMs: 200, rampMs: 5000 } });
  const ours = await peakOf(() => (work) => recovering.run(work));
  const policy = cockatiel.circuitBreaker(cockatiel.handleAll, { halfOpenAfter: 200, breaker: new cockatiel.ConsecutiveBreaker(5) });
  const { limit } = recovering.snapshot();
  const theirs = await peakOf(() => (work) => policy.execute(work));
  return {
    measure: 'calls at once at a dependency that has just recovered, of 2 × 5,000 callers',
    goal: 'within the ramp (3 and up to 100 over 5 s), none waits unbounded',
    ours: `${ours}, where the ramp allowed ${limit}`,
    met: ours <= limit,
    peers: `cockatiel ${theirs.toLocaleString('en')}`,
  };
}
