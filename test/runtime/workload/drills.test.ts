import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drill, duplicates, lost, workOff } from './drill.ts';
import { queueKinds } from './open.ts';
import { startQueue } from './queues.ts';
import type { QueueServer } from './queues.ts';
import { seeded } from '../route/seeded.ts';

describe.each(queueKinds)('workers on %s', (kind) => {
  let server: QueueServer | null = null;
  beforeAll(async () => void (server = await startQueue(kind)));
  beforeEach((context) => {
    if (!server) context.skip();
  });
  afterAll(() => server?.stop());
  const running = (): QueueServer => {
    if (!server) throw new Error('skipped before');
    return server;
  };

  it('lose nothing to SIGTERM under load, do twice only what overran, and bury what cannot be done', async () => {
    await running().send([{ id: 'bad', kind: 'poison', ms: 0 }]);
    const ledger = await drill(running(), { signals: 2, signal: 'SIGTERM', jobsPerRound: 40, deafShare: 0.05, side: 2, random: seeded(8) });
    expect(lost(ledger)).toEqual([]);
    expect(duplicates(ledger).filter((id) => !ledger.overran.has(id))).toEqual([]);
    expect(ledger.buried).toEqual(new Set(['bad']));
    expect(ledger.exits).toEqual([0, 0, 0]);
    expect(ledger.reports.map(({ reason }) => reason)).toEqual(['SIGTERM', 'SIGTERM', 'SIGTERM']);
    expect(ledger.reports.reduce((sum, { finished, givenBack }) => sum + finished + givenBack, 0)).toBeGreaterThan(0); // there was a load
  });
});

describe('a worker on BullMQ that is killed', () => {
  let server: QueueServer | null = null;
  beforeAll(async () => void (server = await startQueue('bullmq')));
  afterAll(() => server?.stop());

  it('loses nothing, and is not killed by the same message for ever', async (context) => {
    if (!server) return context.skip();
    const ledger = await drill(server, { signals: 1, signal: 'SIGKILL', jobsPerRound: 30, deafShare: 0, side: 1, random: seeded(9) });
    expect(ledger.exits).toEqual(['SIGKILL', 0]);
    expect(lost(ledger)).toEqual([]);
    await server.send([{ id: 'killer', kind: 'killer', ms: 0 }]);
    do await workOff(server, ledger, 2);
    while (ledger.exits.at(-1) !== 0 && ledger.exits.length < 10);
    expect(ledger.exits.slice(2)).toEqual(['SIGKILL', 'SIGKILL', 0]); // its two deliveries, and then it is out of the way
    return undefined;
  });
});
