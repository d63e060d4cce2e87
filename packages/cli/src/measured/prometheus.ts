import type { PrometheusAnswer, PrometheusApi, PrometheusFailure, PrometheusFlags } from '@plimsoll/slo';
import { answerOf, flagsOf } from '@plimsoll/slo';
import { UsageError } from '../usage-error.ts';

export interface PrometheusOptions {
  readonly timeoutMs?: number; // for one answer; default 10 s
  readonly totalMs?: number; // for all answers together; default 60 s
  readonly bytesMax?: number; // of one answer; default 8 MB
  readonly headers?: Readonly<Record<string, string>>;
  readonly nowMs?: () => number; // a clock that only moves forward
}

const byDefault = { timeoutMs: 10_000, totalMs: 60_000, bytesMax: 8_000_000 };

/** The server gives up a little earlier, so that it can still say why: a question that is too large is no server that is down. */
const serverShare = 0.8;

/** After so many requests without an answer nobody waits for another one. */
const patience = 2;

/**
 * A Prometheus behind its HTTP API. Every answer is bounded in time and size and so are all together; a failure is an answer with its
 * reason, in which no header and no credential of the address is repeated. Redirections are not followed, as they would take the
 * headers along.
 */
export function prometheusAt(url: string, options: PrometheusOptions = {}): PrometheusApi {
  const { timeoutMs, totalMs, bytesMax } = { ...byDefault, ...options };
  const nowMs = options.nowMs ?? (() => performance.now());
  const { base, headers } = addressOf(url, options.headers ?? {});
  const endsMs = nowMs() + totalMs;
  let unanswered = 0;

  const ask = async (path: string, form: Readonly<Record<string, string>> | null): Promise<{ readonly ok: true; readonly body: unknown } | PrometheusFailure> => {
    if (unanswered >= patience) return unreachable(`${base} did not answer ${patience} requests and was not asked again`);
    const leftMs = Math.min(timeoutMs, endsMs - nowMs());
    if (leftMs <= 0) return unreachable(`the time for all questions, ${totalMs / 1000} s, is used up`);
    try {
      const timeout = form ? { timeout: `${Math.ceil(leftMs * serverShare)}ms` } : {};
      const response = await fetch(`${base}${path}`, {
        ...(form ? { method: 'POST', body: new URLSearchParams({ ...form, ...timeout }) } : {}),
        headers: { accept: 'application/json', ...headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(Math.ceil(leftMs)),
      });
      const text = await boundedText(response, bytesMax);
      if (text === null) return { ok: false, failure: 'too-large', why: `${base} answered more than ${bytesMax} bytes` };
      const body = parsed(text);
      unanswered = 0;
      if (body === undefined) return refused(`${base} answered with status ${response.status} and no JSON${hintOf(response.status)}`);
      return { ok: true, body };
    } catch (error) {
      unanswered++;
      return unreachable(
        error instanceof Error && error.name === 'TimeoutError' ? `${base} gave no answer within ${Number((leftMs / 1000).toPrecision(3))} s` : `${base} cannot be reached: ${causeOf(error)}`,
      );
    }
  };
  const asked = async (path: string, form: Readonly<Record<string, string>>): Promise<PrometheusAnswer> => {
    const got = await ask(path, form);
    return got.ok ? answerOf(got.body) : got;
  };
  return {
    query: async (query, atMs) => asked('/api/v1/query', { query, time: seconds(atMs) }),
    queryRange: async (query, { startMs, endMs }, stepMs) => asked('/api/v1/query_range', { query, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) }),
    flags: async (): Promise<PrometheusFlags> => {
      const got = await ask('/api/v1/status/flags', null);
      return got.ok ? flagsOf(got.body) : got;
    },
  };
}

/**
 * Who asks: `PLIMSOLL_PROMETHEUS_TOKEN` is sent as a bearer token, `PLIMSOLL_PROMETHEUS_USER` with `PLIMSOLL_PROMETHEUS_PASSWORD` as
 * basic authentication. Neither is ever printed.
 */
export function prometheusHeaders(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const [token, user] = [environment['PLIMSOLL_PROMETHEUS_TOKEN'], environment['PLIMSOLL_PROMETHEUS_USER']];
  if (token !== undefined && token !== '') {
    if (/[^\u0021-\u007e]/.test(token)) throw new UsageError('PLIMSOLL_PROMETHEUS_TOKEN holds a character that no header may carry');
    return { authorization: `Bearer ${token}` };
  }
  return user === undefined || user === '' ? {} : basic(user, environment['PLIMSOLL_PROMETHEUS_PASSWORD'] ?? '');
}

/** Without a slash at the end, query and fragment; a name and password in it become a header. */
function addressOf(url: string, headers: Readonly<Record<string, string>>): { readonly base: string; readonly headers: Readonly<Record<string, string>> } {
  const parsedUrl = URL.canParse(url) ? new URL(url) : null;
  if (!parsedUrl || !/^https?:$/.test(parsedUrl.protocol)) throw new UsageError('the address of Prometheus begins with http:// or https://, such as http://127.0.0.1:9090');
  const { origin, pathname, username, password } = parsedUrl;
  const own = username === '' ? {} : basic(decoded(username), decoded(password));
  return { base: `${origin}${pathname.replace(/\/+$/, '')}`, headers: { ...own, ...headers } };
}

function basic(user: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Null when there is more of it than allowed; the rest is not read. */
async function boundedText(response: Response, bytesMax: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) return null; // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function hintOf(status: number): string {
  if (status === 401 || status === 403) return '; set PLIMSOLL_PROMETHEUS_TOKEN, or PLIMSOLL_PROMETHEUS_USER and PLIMSOLL_PROMETHEUS_PASSWORD';
  if (status >= 300 && status < 400) return '; redirections are not followed: give the address it leads to';
  return status === 404 ? '; is this the address of a Prometheus?' : '';
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message).slice(0, 100) : 'unknown reason';
}

function unreachable(why: string): PrometheusFailure {
  return { ok: false, failure: 'unreachable', why };
}

function refused(why: string): PrometheusFailure {
  return { ok: false, failure: 'refused', why };
}

/** Unix time and durations as the API reads them. */
function seconds(ms: number): string {
  return String(ms / 1000);
}
