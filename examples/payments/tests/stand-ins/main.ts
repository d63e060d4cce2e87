// node tests/stand-ins/main.ts: the fraud service, the bank and the bucket of compose.yaml, at PORT. examples/local has those of tests, whose behaviour can be scripted.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bank } from './bank.ts';
import { fraud } from './fraud.ts';
import { objects } from './objects.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const standIns: Readonly<Record<string, Answer>> = {
  fraud: fraud({ latencyMs: 20, sleep }),
  bank: bank({ latencyMs: 50, sleep }),
  objects: objects({ folder: process.env.OBJECTS_DIRECTORY ?? 'objects', secret: process.env.OBJECTS_SECRET ?? '', now: Date.now }),
  health: (_request, response) => Promise.resolve(void response.writeHead(200).end()),
};

const server = createServer((request, response) => {
  const [, name = ''] = (request.url ?? '').split('/');
  const answer = Object.hasOwn(standIns, name) ? standIns[name] : undefined;
  if (!answer) return void response.writeHead(404).end();
  answer(request, response).catch((error: unknown) => {
    console.error(name, error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
server.listen(Number(process.env.PORT ?? 8090), () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
