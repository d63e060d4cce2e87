import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';

/** An HTTP server on a free port of this machine that stands for one of somebody else's. */
export interface StandIn {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function standIn(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<StandIn> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  }).listen(0, '127.0.0.1');
  return {
    url: await urlOf(server),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Where a server that was told to listen does so. */
export async function urlOf(server: Server): Promise<string> {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return `http://127.0.0.1:${address.port}`;
}

const bodyBytesMax = 64 * 1024;

export async function bodyOf(request: IncomingMessage, bytesMax: number = bodyBytesMax): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = chunk as Buffer;
    bytes += piece.byteLength;
    if (bytes > bytesMax) throw new Error(`the body has more than ${bytesMax} bytes`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
