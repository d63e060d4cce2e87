// node scripts/gate-load/server.ts: answers after a delay drawn from a known distribution, and prints its port. The delay is 1 ms plus an
// exponential of mean 4 ms; what its event loop adds is measured here. It speaks just enough HTTP/1.1 on a bare socket: the server of Node would be
// busy itself at 3,000 requests a second, and what waits in its sockets is in no truth that is taken inside.
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

const took: number[] = [];
const ok = answerOf('ok');

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let open = ''; // a request that is not whole yet
  socket.on('data', (chunk: Buffer) => {
    const fromMs = performance.now();
    open += chunk.toString('latin1');
    for (let end = open.indexOf('\r\n\r\n'); end !== -1; end = open.indexOf('\r\n\r\n')) {
      answer(socket, open.slice(0, open.indexOf('\r\n')), fromMs);
      open = open.slice(end + 4);
    }
  });
  socket.on('error', () => socket.destroy());
});

function answer(socket: Socket, request: string, fromMs: number): void {
  if (request.startsWith('GET /truth ')) {
    socket.write(answerOf(truth()));
    return;
  }
  const send = (): void => {
    socket.write(ok);
    took.push(performance.now() - fromMs);
  };
  if (request.startsWith('GET /fast ')) send();
  else setTimeout(send, 1 - 4 * Math.log(1 - Math.random()));
}

/** What every answer since the last question took, and starts anew. */
function truth(): string {
  took.sort((a, b) => a - b);
  const at = (quantile: number): number => took[Math.min(took.length - 1, Math.ceil(quantile * took.length) - 1)] ?? Number.NaN;
  const said = JSON.stringify({ count: took.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) });
  took.length = 0;
  return said;
}

function answerOf(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));
