import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, standIn } from './http-stand-in.ts';
import type { StandIn } from './http-stand-in.ts';

/** How the fraud service behaves until it is told otherwise. */
export interface FraudScript {
  /** Before each answer. */
  readonly latencyMs: number;
  /** The share of calls, from 0 to 1, that are answered after `slowMs` instead. They are spread evenly, so that runs are alike. */
  readonly slowShare: number;
  readonly slowMs: number;
  /** The share of calls that are answered 500. */
  readonly failedShare: number;
}

export interface FraudService extends StandIn {
  readonly behave: (script: Partial<FraudScript>) => void;
  /** Calls since the start. */
  readonly calls: () => number;
}

const usual: FraudScript = { latencyMs: 20, slowShare: 0, slowMs: 2_000, failedShare: 0 };

/** Scores 0.1 up to an amount of 500,000, and 0.9 above it. */
export async function startFraudService(): Promise<FraudService> {
  let script = usual;
  let calls = 0;
  const falls = (share: number): boolean => share > 0 && Math.floor(calls * share) > Math.floor((calls - 1) * share);
  const service = await standIn(async (request, response) => {
    calls += 1;
    const [slow, failed] = [falls(script.slowShare), falls(script.failedShare)];
    const { amount } = JSON.parse((await bodyOf(request)).toString()) as { readonly amount: number };
    await sleep(slow ? script.slowMs : script.latencyMs);
    response.writeHead(failed ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ score: amount > 500_000 ? 0.9 : 0.1 }));
  });
  return { ...service, behave: (change) => void (script = { ...script, ...change }), calls: () => calls };
}
