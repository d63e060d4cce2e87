import { Client } from 'undici';
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

export function openConnection(origin: string, timeoutMs: number, now: () => number, ended: Ending): Connection {
  // Our own clock ends requests: the client's is checked twice a second only.
  const client = new Client(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connectTimeout: timeoutMs, keepAliveTimeout: 600_000, keepAliveMaxTimeout: 600_000 });
  let journey: Journey | null = null;
  let controller: Dispatcher.DispatchController | null = null;
  let [status, keeps, kept] = [0, false, ''];
  let headers: Answer['headers'] = {};

  const finish = (answer: Answer | null, cause: string | null, endedMs: number): void => {
    const current = journey;
    if (current === null) return; // expired before
    journey = null;
    controller = null;
    connection.deadlineMs = Infinity;
    ended(connection, current, endedMs, answer, cause);
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (started) => {
      controller = started;
    },
    onResponseStart: (_, statusCode, responseHeaders) => {
      status = statusCode;
      headers = responseHeaders;
    },
    onResponseData: (_, chunk) => {
      if (keeps && kept.length < bodyMax) kept += chunk.toString('utf8');
    },
    onResponseEnd: () => finish({ status, headers, body: keeps ? kept : null }, null, now()),
    onResponseError: (_, error) => finish(null, causeOf(error), now()),
  };

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
      const running = controller;
      finish(null, 'timeout', nowMs);
      running?.abort(new Error('timeout'));
    },
    close: async () => {
      journey = null;
      await client.destroy();
    },
  };
  return connection;
}

/** The cause under which a failure is counted: the code of the system where there is one, for it says the same everywhere. */
function causeOf(error: Error): string {
  const inner = error.cause instanceof Error ? error.cause : error;
  if ('code' in inner && typeof inner.code === 'string') return inner.code === 'UND_ERR_SOCKET' ? 'connection closed' : inner.code;
  return inner.message.replaceAll(/\d{3,}/g, '…').slice(0, 60) || inner.name;
}
