import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from './body.ts';

/** Scores 0.1 up to an amount of 500,000, and 0.9 above it. */
export function fraud({ latencyMs, sleep }: { readonly latencyMs: number; readonly sleep: (ms: number) => Promise<void> }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { amount } = JSON.parse((await bodyOf(request, 65_536)).toString()) as { readonly amount: number };
    await sleep(latencyMs);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ score: amount > 500_000 ? 0.9 : 0.1 }));
  };
}
