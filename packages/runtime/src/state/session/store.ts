/** What express-session and @fastify/session keep of a cookie. Dates may be strings, as they come out of JSON. */
export interface SessionCookie {
  readonly originalMaxAge?: number | null;
  readonly maxAge?: number | null;
  readonly expires?: Date | string | null | false;
}

export interface SessionContent {
  readonly cookie?: SessionCookie;
}

export type SessionCallback<T = void> = (error?: unknown, value?: T) => void;

/** A session store as express-session and @fastify/session take it: connect-redis, `postgresSessions`, or another one. */
export interface SessionStore {
  get(id: string, callback: (error?: unknown, session?: unknown) => void): unknown;
  set(id: string, session: never, callback?: (error?: unknown) => void): unknown;
  destroy(id: string, callback?: (error?: unknown) => void): unknown;
  touch?(id: string, session: never, callback?: (error?: unknown) => void): unknown;
}

/** Milliseconds until a session ends by its cookie; null where the cookie ends with the browser. */
export function lifeOf(cookie: SessionCookie | undefined, now: number): number | null {
  if (cookie?.expires) return new Date(cookie.expires).getTime() - now;
  return cookie?.maxAge ?? cookie?.originalMaxAge ?? null;
}
