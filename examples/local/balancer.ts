import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { urlOf } from './http-stand-in.ts';
import type { StandIn } from './http-stand-in.ts';

/** In the place of a load balancer: connections go to the instances in turn, and stay where they went. */
export async function startBalancer(urls: readonly string[]): Promise<StandIn> {
  const ports = urls.map((url) => Number(new URL(url).port));
  const open = new Set<Socket>();
  let next = 0;
  const server = createServer({ noDelay: true }, (client) => {
    const instance = connect({ host: '127.0.0.1', port: ports[(next += 1) % ports.length] ?? 0, noDelay: true });
    for (const [socket, other] of [
      [client, instance],
      [instance, client],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  return {
    url: await urlOf(server),
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
