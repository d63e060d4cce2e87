import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors/index.ts';
import { guard, undiciGuard } from '../guard/index.ts';
import { deadlineHeaders, deadlineSignal, httpDeadline, isDeadlineError, remainingMs } from './index.ts';

// Quay asks harbour through a guard, harbour asks pilot with plain headers, pilot answers after a while.
const seen: { readonly service: string; readonly leftMs: number }[] = [];
const closers: (() => unknown)[] = [];
let pilotTakesMs = 0;
let quay = '';

async function service(name: string, timeoutMs: number, answer: () => Promise<string>): Promise<string> {
  const server = createServer(
    httpDeadline({ timeoutMs }, async (_incoming, response) => {
      seen.push({ service: name, leftMs: remainingMs() ?? Infinity });
      try {
        response.end(await answer());
      } catch (error) {
        response.writeHead(isDeadlineError(error) ? 504 : 503).end(error instanceof RuntimeError ? error.code : String(error));
      }
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const pilot = await service('pilot', 5000, async () => {
    await sleep(pilotTakesMs);
    return 'aboard';
  });
  const harbour = await service('harbour', 4000, async () => {
    const { body } = await request(pilot, { headers: deadlineHeaders({ marginMs: 50 }), signal: deadlineSignal() ?? null });
    return body.text();
  });
  const pool = new Pool(harbour);
  closers.push(() => pool.destroy());
  const dispatcher = pool.compose(undiciGuard(guard('harbour', { timeoutMs: 3000 }), { marginMs: 50 }));
  quay = await service('quay', 2000, async () => (await request(harbour, { dispatcher })).body.text());
});
afterAll(() => Promise.all(closers.map((close) => close())));
beforeEach(() => {
  seen.length = 0;
  pilotTakesMs = 0;
});

const ask = async (leftMs?: number): Promise<string> => {
  const { statusCode, body } = await request(quay, leftMs === undefined ? {} : { headers: { 'plimsoll-remaining-ms': String(leftMs) } });
  return `${statusCode} ${await body.text()}`;
};

describe('over three services', () => {
  it('every hop has less than the one before, by the margin at least', async () => {
    expect(await ask()).toBe('200 aboard');
    const [first, second, third] = seen.map(({ leftMs }) => leftMs);
    expect(seen.map(({ service: name }) => name)).toEqual(['quay', 'harbour', 'pilot']);
    expect(first).toBeLessThanOrEqual(2000);
    expect(second).toBeLessThanOrEqual(1950); // not the 4000 and 5000 that the services allow themselves
    expect(third).toBeLessThanOrEqual(1900);
    expect(third).toBeGreaterThan(500);
  });

  it('the last one is not asked when the way there would take all that is left', async () => {
    expect(await ask(90)).toContain('ERR_PLIMSOLL_DEADLINE'); // 90 at quay, 40 at harbour, too little for the next margin of 50
    expect(seen.map(({ service: name }) => name)).toEqual(['quay', 'harbour']);
  });

  it('all give up in order when the last one is slow, the innermost first', async () => {
    pilotTakesMs = 3000;
    const start = performance.now();
    expect(await ask(600)).toContain('ERR_PLIMSOLL_DEADLINE');
    const tookMs = performance.now() - start;
    expect(tookMs).toBeGreaterThan(400);
    expect(tookMs).toBeLessThan(1500);
  });
});
