import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { fastify } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { createShedder, expressShedding, fastifyShedding } from './index.ts';
import type { Priority, Shedder } from './index.ts';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const priorityOf = ({ headers }: { readonly headers: IncomingMessage['headers'] }): Priority => (headers['x-prefetch'] === '1' ? 'sheddable' : headers['x-payment'] === '1' ? 'critical' : 'normal');

async function originOf(server: Server): Promise<string> {
  if (!server.listening) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe.each<[string, (shedder: Shedder) => Promise<string>]>([
  [
    'Express',
    (shedder) => {
      const app = express();
      app.use(expressShedding({ shedder, priorityOf }));
      app.get('/', (_request, response) => void response.send('fine')); // prettier-ignore
      return originOf(createServer(app));
    },
  ],
  [
    'Fastify',
    async (shedder) => {
      const app = fastify();
      await app.register(fastifyShedding, { shedder, priorityOf });
      app.get('/', async () => 'fine');
      await app.listen({ port: 0, host: '127.0.0.1' });
      closers.push(() => app.close());
      return originOf(app.server);
    },
  ],
])('%s under too much load', (_name, start) => {
  it('answers what matters least 503, and says when to come again', async () => {
    const clock = manualClock();
    let busy = 0;
    const origin = await start(createShedder({ clock, measure: () => busy }));
    const statuses = async (): Promise<number[]> => Promise.all(['x-payment', 'x-nothing', 'x-prefetch'].map(async (header) => (await fetch(origin, { headers: { [header]: '1' } })).status));
    expect(await statuses()).toEqual([200, 200, 200]);
    busy = 1;
    clock.advance(250);
    expect(await statuses()).toEqual([200, 200, 503]);
    const refused = await fetch(origin, { headers: { 'x-prefetch': '1' } });
    expect([refused.headers.get('retry-after'), await refused.text()]).toEqual(['1', expect.stringContaining('ERR_PLIMSOLL_SHED')]);
  });
});

describe('a shedder', () => {
  it('calms while nobody asks: what comes after a quiet time is let in at once', () => {
    const clock = manualClock();
    let busy = 1;
    const shedder = createShedder({ clock, measure: () => busy, random: () => 0 });
    const later = (ms: number): boolean => (clock.advance(ms), shedder.admits('normal'));
    expect([later(250), later(250)]).toEqual([true, false]);
    busy = 0;
    expect(later(250)).toBe(false); // letting all back in at once would bring the overload back
    expect(later(60_000)).toBe(true);
    expect(shedder.level).toBe(0);
  });

  it('is measured at a scrape, too', () => {
    const clock = manualClock();
    const shedder = createShedder({ clock, measure: () => 0.95 });
    clock.advance(250);
    expect(shedder.collect().map(({ points }) => points[0]?.value)).toEqual([expect.closeTo(0.5), 0.95]);
  });

  it.each([
    [{ utilisationMax: 1 }, 'shedder: utilisationMax is 1; it must be above 0 and below 1'],
    [{ intervalMs: 0 }, 'shedder: intervalMs is 0; it must be above 0'],
  ])('with %j is refused at the start', (options, message) => expect(() => createShedder(options)).toThrow(message));
});
