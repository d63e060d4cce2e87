import { createHash } from 'node:crypto';
import { env } from 'node:process';
import type { Clock } from '../../clock/index.ts';
import { systemClock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import { boundedMap } from '../../stores/bounded-map.ts';
import { numberWithin, wholeWithin } from '../../stores/options.ts';
import type { SessionCallback, SessionContent, SessionStore } from './store.ts';
import { lifeOf } from './store.ts';

export interface SessionGuardOptions {
  /** Of a session as JSON. It is read and written with each request. Default 8,192. */
  readonly bytesMax?: number;
  /** No session may live longer; default 30 days. */
  readonly lifeMsMax?: number;
  /** A session that did not change is written again, to prolong its life, no more often than this. It may end this much early. Default 60,000; 0 writes each time. */
  readonly touchEveryMs?: number;
  /** Default: NODE_ENV. In `production`, a store in memory is refused. */
  readonly environment?: string;
  readonly clock?: Clock;
  /** Milliseconds since 1970, for the dates of cookies. */
  readonly now?: () => number;
}

interface Seen {
  readonly digest: string;
  readonly writtenMs: number;
  /** When it ends, in milliseconds since 1970; null where its cookie ends with the browser. */
  readonly endMs: number | null;
}

const seenMax = 10_000;
const roundingMs = 1000; // of ends that mean the same

type Store = {
  get(id: string, callback: SessionCallback<SessionContent | null>): unknown;
  set(id: string, session: SessionContent, callback?: SessionCallback): unknown;
  destroy(id: string, callback?: SessionCallback): unknown;
  touch?(id: string, session: SessionContent, callback?: SessionCallback): unknown;
};

/**
 * A session store with limits, for express-session or @fastify/session. It stands wherever `store` does. Throws `ERR_PLIMSOLL_SESSION_MEMORY` when `store` keeps sessions in this process in production, and
 * `ERR_PLIMSOLL_SESSION_LIFE` when it is set up to keep them for ever. `set` gives `ERR_PLIMSOLL_SESSION_SIZE` and `…_LIFE` to its callback.
 */
export function guardSessions<S extends SessionStore>(store: S, options: SessionGuardOptions = {}): S {
  const { environment = env['NODE_ENV'], clock = systemClock, now = Date.now } = options;
  const bytesMax = wholeWithin('guardSessions', 'bytesMax', options.bytesMax ?? 8192, 64, 1_048_576);
  const lifeMsMax = numberWithin('guardSessions', 'lifeMsMax', options.lifeMsMax ?? 30 * 86_400_000, 1000, 400 * 86_400_000);
  const touchEveryMs = numberWithin('guardSessions', 'touchEveryMs', options.touchEveryMs ?? 60_000, 0, lifeMsMax);
  const name = nameOf(store);
  if (environment === 'production' && keepsInMemory(store)) {
    throw new RuntimeError('ERR_PLIMSOLL_SESSION_MEMORY', `${name} keeps sessions in the memory of this instance: they are lost when it ends, and unknown to all others`, { retryable: false });
  }
  if ((store as { readonly disableTTL?: unknown }).disableTTL === true) {
    throw new RuntimeError('ERR_PLIMSOLL_SESSION_LIFE', `${name} is set up with disableTTL: sessions would stay for ever`, { retryable: false });
  }
  const inner = store as unknown as Store;
  const seen = boundedMap<Seen>(seenMax);

  /** What keeps a session from being written, or null. */
  function refusal(session: SessionContent, bytes: number): RuntimeError | null {
    if (bytes > bytesMax) {
      const largest = Object.entries(session).map(([key, value]) => [key, JSON.stringify(value)?.length ?? 0] as const).toSorted((a, b) => b[1] - a[1])[0]; // prettier-ignore
      return new RuntimeError('ERR_PLIMSOLL_SESSION_SIZE', `the session has ${bytes} bytes, allowed are ${bytesMax}; most of it is in ${JSON.stringify(largest?.[0])}`, {
        retryable: false,
        details: { bytes, bytesMax },
      });
    }
    const lifeMs = lifeOf(session.cookie, now());
    if (lifeMs !== null && !(lifeMs <= lifeMsMax)) {
      return new RuntimeError('ERR_PLIMSOLL_SESSION_LIFE', `the session would live for ${Math.round(lifeMs / 1000)} s, allowed are ${lifeMsMax / 1000} s`, {
        retryable: false,
        details: { lifeMs, lifeMsMax },
      });
    }
    return null;
  }

  const endOf = ({ cookie }: SessionContent): number | null => {
    const lifeMs = lifeOf(cookie, now());
    return lifeMs === null ? null : now() + lifeMs;
  };

  /** Whether what stands in the store is as good: the same content, and an end that only moved along with the time. */
  const isFresh = (id: string, digest: string, endMs: number | null): boolean => {
    const last = seen.get(id);
    const sinceMs = clock.nowMs() - (last?.writtenMs ?? -Infinity);
    if (last?.digest !== digest || sinceMs >= touchEveryMs) return false;
    if (endMs === null || last.endMs === null) return endMs === last.endMs;
    return endMs >= last.endMs - roundingMs && endMs <= last.endMs + sinceMs + roundingMs;
  };

  const guarded: Store = {
    get(id, callback) {
      return inner.get(id, (error, session) => {
        if (!error && !session) seen.delete(id); // the store may have lost it
        if (!error && session) {
          const { digest } = contentOf(session);
          // Another instance may have changed it: what was seen here before says nothing about when that was written.
          if (seen.get(id)?.digest !== digest) seen.set(id, { digest, writtenMs: -Infinity, endMs: null });
        }
        callback(error, session);
      });
    },
    set(id, session, callback) {
      const { digest, bytes } = contentOf(session);
      const refused = refusal(session, bytes);
      if (refused) return callback?.(refused);
      const endMs = endOf(session);
      if (isFresh(id, digest, endMs)) return callback?.();
      const writtenMs = clock.nowMs();
      return inner.set(id, session, (error) => {
        if (!error) seen.set(id, { digest, writtenMs, endMs });
        else seen.delete(id);
        callback?.(error);
      });
    },
    destroy(id, callback) {
      seen.delete(id);
      return inner.destroy(id, callback);
    },
    touch(id, session, callback) {
      const { digest } = contentOf(session);
      const refused = refusal(session, 0);
      if (refused) return callback?.(refused);
      const endMs = endOf(session);
      if (!inner.touch || isFresh(id, digest, endMs)) return callback?.();
      const writtenMs = clock.nowMs();
      return inner.touch(id, session, (error) => {
        if (!error) seen.set(id, { digest, writtenMs, endMs });
        callback?.(error);
      });
    },
  };
  // What else the frameworks call (`on`, `createSession`, `regenerate`) is the store's own.
  return Object.assign(Object.create(store) as S, guarded);
}

/** Without the cookie, whose date changes with every request. */
function contentOf(session: SessionContent): { readonly digest: string; readonly bytes: number } {
  const json = JSON.stringify(session);
  const { cookie: _cookie, ...rest } = JSON.parse(json) as SessionContent;
  return { digest: createHash('sha256').update(JSON.stringify(rest)).digest('base64'), bytes: Buffer.byteLength(json) };
}

function nameOf(store: object): string {
  return store.constructor.name || 'the session store';
}

/** express-session's MemoryStore, the default of @fastify/session (a `store` that is a Map), memorystore's (an LRU under `store`). */
function keepsInMemory(store: object): boolean {
  const { store: kept, sessions } = store as { readonly store?: unknown; readonly sessions?: unknown };
  if (/memory/i.test(nameOf(store))) return true;
  if (kept instanceof Map) return true;
  return sessions instanceof Map || (typeof sessions === 'object' && sessions !== null && Object.getPrototypeOf(sessions) === null);
}
