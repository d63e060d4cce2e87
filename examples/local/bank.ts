import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, standIn } from './http-stand-in.ts';
import type { StandIn } from './http-stand-in.ts';

export interface Bank extends StandIn {
  /** How often money was moved for each reference. More than once is a double settlement. */
  readonly transfers: ReadonlyMap<string, number>;
  readonly behave: (script: { readonly latencyMs: number }) => void;
}

/** Moves money once per `idempotency-key`; without one, each time it is asked. */
export async function startBank(): Promise<Bank> {
  let latencyMs = 50;
  const transfers = new Map<string, number>();
  const known = new Set<string>();
  const service = await standIn(async (request, response) => {
    const { reference } = JSON.parse((await bodyOf(request)).toString()) as { readonly reference: string };
    const key = request.headers['idempotency-key'];
    await sleep(latencyMs);
    if (typeof key !== 'string' || !known.has(key)) transfers.set(reference, (transfers.get(reference) ?? 0) + 1);
    if (typeof key === 'string') known.add(key);
    response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
  });
  return { ...service, transfers, behave: (script) => void ({ latencyMs } = script) };
}
