import { connect } from 'node:net';
import type { PgClient } from './pg.ts';

const cancelCode = 80_877_102; // CancelRequest of the PostgreSQL protocol, "Message Formats"
const patienceMs = 2000;

/**
 * Asks the server to stop what a session is doing, on a connection of its own that is no session and counts towards no limit. As libpq does, without
 * TLS and without an answer: whether it helped is seen on the session.
 */
export function requestCancel({ host, port, processID, secretKey }: Pick<PgClient, 'host' | 'port' | 'processID' | 'secretKey'>): void {
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(cancelCode, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
  socket.setTimeout(patienceMs, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the session's own limits remain
  socket.unref();
  socket.end(message);
}
