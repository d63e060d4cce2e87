import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/**
 * `pass` hands on; `silence` takes bytes and hands on none, as a firewall that forgot the connection does; `stall` accepts new connections and never
 * answers; `refuse` resets new ones.
 */
export type Toxic = 'pass' | 'silence' | 'stall' | 'refuse';

export interface ToxicProxy {
  readonly port: number;
  /** Of the connections that are open now; new ones begin with `forNew`. */
  set(now: Toxic, forNew?: Toxic): void;
  /** Cuts the open connections, with a reset. */
  cut(): void;
  /** Delay of each chunk, in both directions. */
  delay(delayMs: number): void;
  open(): number;
  stop(): Promise<void>;
}

/** A TCP proxy on loopback that misbehaves on demand. */
export async function toxicProxy(target: number): Promise<ToxicProxy> {
  interface Pair {
    readonly client: Socket;
    readonly server: Socket;
    toxic: Toxic;
  }
  const pairs = new Set<Pair>();
  let forNew: Toxic = 'pass';
  let delayMs = 0;

  const proxy = createServer((client) => {
    if (forNew === 'refuse') return void client.resetAndDestroy();
    const server = connect(target, '127.0.0.1');
    const pair: Pair = { client, server, toxic: forNew };
    pairs.add(pair);
    const hand = (to: Socket) => (chunk: Buffer) => {
      if (pair.toxic !== 'pass') return;
      if (delayMs === 0) to.write(chunk);
      else setTimeout(() => to.write(chunk), delayMs);
    };
    client.on('data', hand(server));
    server.on('data', hand(client));
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        pairs.delete(pair);
        if (pair.toxic !== 'silence') other.destroy(); // the other end of a forgotten connection hears nothing
      });
    }
    return undefined;
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');

  return {
    port: address.port,
    set(now, next = 'pass') {
      forNew = next;
      for (const pair of pairs) pair.toxic = now;
    },
    cut() {
      for (const { client } of pairs) client.resetAndDestroy();
    },
    delay: (ms) => void (delayMs = ms),
    open: () => pairs.size,
    async stop() {
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
