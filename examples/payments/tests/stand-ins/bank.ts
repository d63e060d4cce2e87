import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from './body.ts';

/** Moves money once per idempotency key. `GET /bank` tells how often in all. */
export function bank({ latencyMs, sleep }: { readonly latencyMs: number; readonly sleep: (ms: number) => Promise<void> }) {
  const moved = new Set<string>();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const json = (status: number, content: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (request.method === 'GET') return json(200, { moved: moved.size });
    await bodyOf(request, 65_536);
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') return json(400, { error: 'money is moved once per idempotency-key, and there is none' });
    await sleep(latencyMs);
    moved.add(key);
    json(201, {});
  };
}
