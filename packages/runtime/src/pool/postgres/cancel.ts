import { connect } from 'node:net';
import type { PgClient } from './pg.ts';

const cancelCode = 80_877_102; // CancelRequest of the PostgreSQL protocol, "Message Formats"
const patienceMs = 2000;
const asked = new WeakMap<object, Promise<void>>();

type Session = Pick<PgClient, 'host' | 'port' | 'processID' | 'secretKey'>;

/**
 * Asks the server to stop what a session is doing, on a connection of its own that is no session and counts towards no limit. As libpq does, without
 * TLS and without an answer: whether it helped is seen on the session. Settles when the server has taken the request, or will not.
 *
 * A request that comes late would hit the next statement. So there is one at a time, and whoever gives the session on waits with `cancelsTaken`.
 */
export function requestCancel(session: Session): Promise<void> {
  const running = asked.get(session);
  if (running) return running;
  const request = send(session).finally(() => asked.delete(session));
  asked.set(session, request);
  return request;
}

/** Null when no request is on its way. */
export function cancelsTaken(session: Session): Promise<void> | null {
  return asked.get(session) ?? null;
}

function send({ host, port, processID, secretKey }: Session): Promise<void> {
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return Promise.resolve();
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(cancelCode, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  return new Promise((resolve) => {
    const socket = connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('error', () => socket.destroy()); // the session's own limits remain
    socket.on('close', () => resolve());
    socket.resume(); // without a reader the end of the other side would not be seen
    socket.write(message); // the server closes once it has signalled the session
  });
}
