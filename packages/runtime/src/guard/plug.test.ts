import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { Pool, request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDeadline } from '../deadline/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { settled } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { axiosGuard, guard, undiciGuard } from './index.ts';
import type { Guard, GuardOptions } from './index.ts';

const seen: { headers: IncomingMessage['headers']; closed: boolean }[] = [];
let answer: (response: ServerResponse) => void = (response) => response.end('fine');
let origin = '';

const server = createServer((incoming, response) => {
  const entry = { headers: incoming.headers, closed: false };
  seen.push(entry);
  response.on('close', () => (entry.closed = true));
  answer(response);
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
  answer = (response) => response.end('fine');
});

const never = (): void => undefined;
const withStatus =
  (status: number) =>
  (response: ServerResponse): void => {
    response.writeHead(status);
    response.end('so');
  };

/** What a client does with `GET /`, as text; an error where it gives one. */
type Ask = (signal?: AbortSignal) => Promise<string>;

const clients: readonly [name: string, client: (guard: Guard) => { readonly ask: Ask; close(): Promise<void> }][] = [
  [
    'undici',
    (through) => {
      const pool = new Pool(origin, { connections: 2 });
      const dispatcher = pool.compose(undiciGuard(through));
      return {
        ask: async (signal) => (await request(`${origin}/`, { dispatcher, ...(signal ? { signal } : {}) })).body.text(),
        close: () => pool.destroy(),
      };
    },
  ],
  [
    'axios',
    (through) => {
      const client = axios.create({ adapter: axiosGuard(through, axios.getAdapter('http')), baseURL: origin });
      return { ask: async (signal) => (await client.get<string>('/', signal ? { signal } : {})).data, close: async () => undefined };
    },
  ],
];

describe.each(clients)('%s behind a guard', (_name, make) => {
  const asked = async <T>(options: GuardOptions, use: (ask: Ask, through: Guard) => Promise<T>): Promise<T> => {
    const through = guard('fraud-api', options);
    const { ask, close } = make(through);
    try {
      return await use(ask, through);
    } finally {
      await close();
    }
  };

  it('gets its answer, and the server is told how long it may take', async () => {
    expect(await asked({ timeoutMs: 5000 }, (ask) => ask())).toBe('fine');
    expect(Number(seen[0]?.headers['plimsoll-remaining-ms'])).toBeGreaterThan(1000);
    expect(Number(seen[0]?.headers['plimsoll-remaining-ms'])).toBeLessThanOrEqual(4990);
  });

  it('is let go at its time, and the request is ended', async () => {
    answer = never;
    await asked({ timeoutMs: 80 }, async (ask, through) => {
      expect(await failureOf(ask())).toContain('ERR_PLIMSOLL_TIMEOUT');
      await expect.poll(() => [seen[0]?.closed, through.snapshot().running]).toEqual([true, 0]);
    });
  });

  it('is let go in the middle of a body', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('the first part');
    };
    await asked({ timeoutMs: 80 }, async (ask, through) => {
      expect(await failureOf(ask())).toContain('ERR_PLIMSOLL_TIMEOUT');
      await expect.poll(() => through.snapshot().running).toBe(0);
    });
  });

  it('is refused when the bulkhead is full, and nothing is sent', async () => {
    answer = never;
    await asked({ timeoutMs: 200, bulkhead: { concurrencyMax: 1, waitersMax: 0 } }, async (ask) => {
      const first = failureOf(ask());
      await expect.poll(() => seen.length).toBe(1);
      expect(await failureOf(ask())).toContain('ERR_PLIMSOLL_BULKHEAD_FULL');
      expect(seen).toHaveLength(1);
      await first;
    });
  });

  it('opens the breaker by statuses of 500, not of 404', async () => {
    await asked({ breaker: { of: 2, errors: 1 } }, async (ask, through) => {
      answer = withStatus(404);
      for (let call = 0; call < 3; call++) await ask().catch(() => undefined);
      expect(through.snapshot().breaker).toBe('closed');
      answer = withStatus(503);
      for (let call = 0; call < 2; call++) await ask().catch(() => undefined);
      expect(through.snapshot().breaker).toBe('open');
      expect(await failureOf(ask())).toContain('ERR_PLIMSOLL_BREAKER_OPEN');
    });
  });

  it("ends with the caller's own signal, also in the queue", async () => {
    answer = never;
    await asked({ timeoutMs: 5000, bulkhead: { concurrencyMax: 1, waitersMax: 1 } }, async (ask, through) => {
      const running = new AbortController();
      const waiting = new AbortController();
      const both = [failureOf(ask(running.signal)), failureOf(ask(waiting.signal))];
      await expect.poll(() => [seen.length, through.snapshot().waiting]).toEqual([1, 1]);
      waiting.abort(new Error('tab closed'));
      await both[1];
      expect(through.snapshot().waiting).toBe(0);
      running.abort(new Error('tab closed'));
      await both[0];
      await expect.poll(() => through.snapshot().running).toBe(0);
    });
  });

  it('has a failed connection counted', async () => {
    answer = (response) => response.socket?.destroy();
    await asked({ breaker: { of: 1, errors: 1 } }, async (ask, through) => {
      await ask().catch(() => undefined);
      expect(through.snapshot().breaker).toBe('open');
    });
  });

  it('sends what is left of the travelling deadline', async () => {
    await asked({ timeoutMs: 5000 }, (ask) => withDeadline(3000, () => ask()));
    expect(Number(seen[0]?.headers['plimsoll-remaining-ms'])).toBeLessThanOrEqual(2990);
  });
});

describe('undici', () => {
  it('waiting for a connection is let go, too', async () => {
    answer = never;
    const through = guard('fraud-api', { timeoutMs: 80, bulkhead: 5 });
    const pool = new Pool(origin, { connections: 1, pipelining: 1 });
    const dispatcher = pool.compose(undiciGuard(through));
    const asking = Array.from({ length: 3 }, () => failureOf(request(`${origin}/`, { dispatcher })));
    expect(await Promise.all(asking)).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('ERR_PLIMSOLL_TIMEOUT')));
    await expect.poll(() => through.snapshot().running).toBe(0);
    await pool.destroy();
  });

  it('keeps the headers that were given, whatever their shape', async () => {
    const pool = new Pool(origin);
    const dispatcher = pool.compose(undiciGuard(guard('fraud-api')));
    for (const headers of [{ 'x-own': 'kept' }, ['x-own', 'kept'], new Map([['x-own', 'kept']]), new Headers({ 'x-own': 'kept' })]) {
      await (await request(`${origin}/`, { dispatcher, headers })).body.text();
    }
    await pool.destroy();
    expect(seen.map(({ headers }) => [headers['x-own'], headers['plimsoll-remaining-ms'] === undefined])).toEqual(Array.from({ length: 4 }, () => ['kept', false]));
  });
});

describe("undici's handlers hear each thing once", () => {
  const recorder = (): { readonly heard: string[]; readonly handler: object } => {
    const heard: string[] = [];
    const hear =
      (name: string) =>
      (_controller: unknown, what: unknown): void =>
        void heard.push(`${name} ${what instanceof Error ? (what as { code?: string }).code : String(what)}`);
    return { heard, handler: { onRequestStart: hear('start'), onResponseStart: hear('headers'), onResponseData: hear('data'), onResponseEnd: hear('end'), onResponseError: hear('error') } };
  };
  interface Events {
    onRequestStart(controller: object, context: unknown): void;
    onResponseStart(controller: object, status: number, headers: object): void;
    onResponseEnd(controller: object, trailers: unknown): void;
    onResponseError(controller: object, error: Error): void;
  }
  const dispatched = (through: Guard, handler: object): Events => {
    const sent: Events[] = [];
    undiciGuard(through)((_options: object, relay: object) => sent.push(relay as Events) > 0)({}, handler);
    return sent[0] as Events;
  };

  it('let go before it began: an error, and the request ends when it does begin', async () => {
    const clock = manualClock();
    const { heard, handler } = recorder();
    const relay = dispatched(guard('fraud-api', { clock, timeoutMs: 100 }), handler);
    await clock.settle(104);
    const aborted: unknown[] = [];
    relay.onRequestStart({ abort: (reason: { code: string }) => aborted.push(reason.code) }, null);
    relay.onResponseError({}, Object.assign(new Error('aborted'), { code: 'UND_ERR_ABORTED' }));
    expect([heard, aborted]).toEqual([['error ERR_PLIMSOLL_TIMEOUT'], ['ERR_PLIMSOLL_TIMEOUT']]);
  });

  it('answered 503: the answer, and not that the guard counts it as a failure', async () => {
    const through = guard('fraud-api', { clock: manualClock(), breaker: { of: 1, errors: 1 } });
    const { heard, handler } = recorder();
    const relay = dispatched(through, handler);
    const aborted: unknown[] = [];
    const controller = { abort: (reason: unknown) => aborted.push(reason) };
    relay.onRequestStart(controller, null);
    relay.onResponseStart(controller, 503, {});
    relay.onResponseEnd(controller, null);
    await settled();
    expect([heard, aborted, through.snapshot().breaker]).toEqual([['start null', 'headers 503', 'end null'], [], 'open']);
  });
});

describe('axios where the guard retries', () => {
  const client = (): ReturnType<typeof axios.create> => axios.create({ adapter: axiosGuard(guard('fraud-api', { timeoutMs: 5000, retry: { baseMs: 1 } }), axios.getAdapter('http')), baseURL: origin });

  it('repeats a GET and marks it as a repetition', async () => {
    answer = (response) => withStatus(seen.length === 1 ? 503 : 200)(response);
    expect((await client().get('/')).status).toBe(200);
    expect(seen.map(({ headers }) => headers['plimsoll-repeated'])).toEqual([undefined, '1']);
  });

  it('does not repeat a POST', async () => {
    answer = withStatus(503);
    expect(await codeOf(client().post('/', 'x'))).toContain('503');
    expect(seen).toHaveLength(1);
  });
});

/** Clients wrap errors each in their own way: the texts of an error and of what caused it. */
async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    const texts: string[] = [];
    for (let each: unknown = error; each instanceof Error && texts.length < 5; each = each.cause) texts.push(String((each as { code?: unknown }).code), each.message);
    return texts.join(' ');
  }
}
