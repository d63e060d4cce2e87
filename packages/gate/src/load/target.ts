import { connect } from 'node:net';

/** A target that load may not be sent to, or that is none. */
export class TargetError extends Error {}

/** Names and addresses of this machine; 127.0.0.0/8 and ::1 (RFC 1122, RFC 4291). */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * The URL that a user named as target. Load may go to this machine; to any other host only when it was allowed by name, so that nobody
 * loads a stranger's server by accident.
 */
export function targetOf(written: string, allowedHosts: readonly string[]): URL {
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    throw new TargetError(`${written.slice(0, 100)} is no URL; write one such as http://127.0.0.1:8080/`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TargetError(`${url.protocol}// is not supported; load is sent over http: or https:`);
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (!isLoopback(host) && !allowedHosts.some((allowed) => allowed.replace(/^\[|\]$/g, '').toLowerCase() === host)) {
    throw new TargetError(`${host} is not this machine; if it is yours to load, allow it with --target-allowed ${host}, or under gate.targets_allowed in plimsoll.yml`);
  }
  return url;
}

/** Whether anything listens there, before a schedule starts against nothing. */
export async function reachable(url: URL, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) });
    const end = (why: string | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(timeoutMs, () => end(`no connection within ${timeoutMs} ms`));
    socket.once('connect', () => end(null));
    socket.once('error', (error) => end('code' in error ? String(error.code) : error.message));
  });
}
