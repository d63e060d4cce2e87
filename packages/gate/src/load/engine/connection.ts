import type { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import type { Dispatcher } from 'undici';
import { fill } from '../scenario/template.ts';
import type { Step } from '../scenario/scenario.ts';
import { bodyMax, needsBody } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Journey } from './journey.ts';

/** How a request ended; `answer` is null where none came. */
export type Ending = (connection: Connection, journey: Journey, endedMs: number, answer: Answer | null, cause: string | null) => void;

/** One connection that carries one request at a time. What it holds is reused, so that a request costs no closures. */
export interface Connection {
  readonly send: (journey: Journey, step: Step, sentMs: number) => void;
  /** Ends a request that took too long; the socket is closed, since its answer may still come. */
  readonly expire: (nowMs: number) => void;
  readonly close: () => Promise<void>;
  sentMs: number;
  deadlineMs: number; // Infinity while idle
}

const noBody = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);

/** Sockets opened before the load starts, so that no request pays for a handshake that a warm system would not see. What fails here fails again, and counts, with the first request. */
export async function dialAhead(origin: string, count: number, timeoutMs: number): Promise<readonly Socket[]> {
  const dial = buildConnector({ timeout: timeoutMs, allowH2: false });
  const { hostname, host, protocol, port } = new URL(origin);
  const dialled = Array.from(
    { length: count },
    async () =>
      new Promise<Socket | null>((resolve) => {
        dial({ hostname, host, protocol, port }, (_, socket) => resolve(socket));
      }),
  );
  return (await Promise.all(dialled)).filter((socket) => socket !== null);
}

export function openConnection(origin: string, timeoutMs: number, now: () => number, ended: Ending, dialled?: Socket): Connection {
  let client = clientOn(origin, timeoutMs, dialled);
  let journey: Journey | null = null;
  let [status, keeps, kept] = [0, false, ''];
  let headers: Answer['headers'] = {};
  let generation = 0;

  const finish = (answer: Answer | null, cause: string | null, endedMs: number): void => {
    const current = journey;
    if (current === null) return; // expired before
    journey = null;
    const late = answer !== null && endedMs >= connection.deadlineMs; // between two looks at the clock
    connection.deadlineMs = Infinity;
    ended(connection, current, endedMs, late ? null : answer, late ? 'timeout' : cause);
  };

  /** One for all requests of a client. A request that was given up may still be heard of: by then its generation is over. */
  const handlerOf = (own: number): Dispatcher.DispatchHandler => ({
    onRequestStart: () => {}, // undici requires it
    onResponseStart: (_, statusCode, responseHeaders) => {
      if (own !== generation) return;
      status = statusCode;
      headers = responseHeaders;
    },
    onResponseData: (_, chunk) => {
      if (own === generation && keeps && kept.length < bodyMax) kept += chunk.toString('utf8');
    },
    onResponseEnd: () => {
      if (own === generation) finish({ status, headers, body: keeps ? kept : null }, null, now());
    },
    onResponseError: (_, error) => {
      const endedMs = now();
      // Later, since undici takes no new request while it fails the old ones.
      queueMicrotask(() => {
        if (own === generation) finish(null, causeOf(error), endedMs);
      });
    },
  });
  let handler = handlerOf(generation);

  const connection: Connection = {
    sentMs: 0,
    deadlineMs: Infinity,
    send: (next, step, sentMs) => {
      journey = next;
      connection.sentMs = sentMs;
      connection.deadlineMs = sentMs + timeoutMs;
      keeps = needsBody(step);
      kept = '';
      const body = step.body === null ? null : fill(step.body, next.variables);
      const method = step.method;
      client.dispatch(
        {
          path: fill(step.path, next.variables),
          method,
          headers: step.headers.flatMap(([name, value]) => [name, fill(value, next.variables)]),
          body: body ?? (noBody.has(method) ? null : ''),
        },
        handler,
      );
    },
    expire: (nowMs) => {
      const given = client;
      handler = handlerOf(++generation);
      client = clientOn(origin, timeoutMs);
      void given.destroy();
      finish(null, 'timeout', nowMs);
    },
    close: async () => {
      journey = null;
      await client.destroy();
    },
  };
  return connection;
}

/** undici opens its socket with the first request; the connector hands it the one that was opened ahead, as long as that lives. */
function clientOn(origin: string, timeoutMs: number, dialled?: Socket): Client {
  const dial = buildConnector({ timeout: timeoutMs, allowH2: false });
  let ahead = dialled ?? null;
  const forget = (): void => {
    ahead = null;
  };
  dialled?.once('error', forget).once('close', forget);
  // plimsoll-ignore dp3/http-client-per-call -- one client is one connection here, made once for each worker (until 2027-12-31)
  return new Client(origin, {
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0, // our own clock ends requests: the client's is checked twice a second only
    bodyTimeout: 0,
    keepAliveTimeout: 600_000,
    keepAliveMaxTimeout: 600_000,
    connect(options, callback) {
      const socket = ahead;
      ahead = null;
      if (!socket || socket.destroyed || !socket.writable) return dial(options, callback);
      socket.off('error', forget).off('close', forget);
      queueMicrotask(() => callback(null, socket)); // within the call undici would not notice
    },
  });
}

/** The cause under which a failure is counted: the code of the system where there is one, for it says the same everywhere. */
function causeOf(error: Error): string {
  const inner = error.cause instanceof Error ? error.cause : error;
  if ('code' in inner && typeof inner.code === 'string') return inner.code === 'UND_ERR_SOCKET' ? 'connection closed' : inner.code;
  return inner.message.replaceAll(/\d{3,}/g, '…').slice(0, 60) || inner.name;
}
