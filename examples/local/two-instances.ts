import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemLosses } from './losses-file.ts';
import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';
import type { Service } from './service.ts';
import { untilSettled } from './settled.ts';
import type { Surroundings } from './surroundings.ts';

const atOnce = 8;
const triesMax = 50; // of a customer whose instance has just been killed
const settledWithinMs = 300_000;

type Experienced = Pick<SystemLosses, 'sessions' | 'lostSessions' | 'payments' | 'unanswered'>;

/** Every fifth operation is a login. `urls` is asked anew each time, as instances come and go. */
async function customers({ operations, signal }: TwoInstances, urls: () => readonly string[]): Promise<Experienced> {
  let [next, sessions, lostSessions, payments, unanswered] = [0, 0, 0, 0, 0];
  const asked = async (number: number, path: string, init: RequestInit): Promise<Response | null> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const all = urls();
      const response = await fetch(`${all[(number + tries) % all.length]}${path}`, { ...init, signal: AbortSignal.timeout(5_000) }).catch(() => null);
      if (response && response.status < 500) return response;
      await sleep(100);
    }
    return null;
  };
  const json = { 'content-type': 'application/json' };
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < operations && signal?.aborted !== true) {
        const number = (next += 1);
        if (number % 5 === 0) {
          sessions += 1;
          const login = await asked(number, '/session', { method: 'POST', headers: json, body: JSON.stringify({ merchant: `merchant-${number}` }) });
          const cookie = login?.headers.get('set-cookie')?.split(';')[0] ?? '';
          const found = await asked(number + 1, '/session', { headers: { cookie } });
          if (found?.status !== 200) lostSessions += 1;
        } else {
          payments += 1;
          const headers = { ...json, 'x-merchant': `merchant-${number % 2000}` };
          const paid = await asked(number, '/payments', { method: 'POST', headers, body: JSON.stringify({ reference: `payment-${number}`, amount: 1250 }) });
          if (paid?.status !== 201) unanswered += 1;
        }
      }
    }),
  );
  return { sessions, lostSessions, payments, unanswered };
}

async function counted(name: string, { operations, signal }: TwoInstances, losses: Experienced, kills: number, surroundings: Surroundings): Promise<SystemLosses> {
  const { open } = await untilSettled(surroundings, signal?.aborted === true ? 0 : settledWithinMs);
  const twice = [...surroundings.bank.transfers.values()].filter((times) => times > 1).length;
  const [stored] = await surroundings.sql<{ doubled: number }>('SELECT (count(*) - count(DISTINCT reference))::int AS doubled FROM payments');
  return { name, operations, instances: 2, kills, ...losses, movedTwice: twice, storedTwice: stored?.doubled ?? -1, neverSettled: open };
}

export interface TwoInstances {
  readonly operations: number;
  /** In payments, an instance is killed so often: one of these in turn. What a killed worker held is given to another after two minutes. */
  readonly killEveryMs: number;
  readonly victims?: readonly ('api' | 'settlement')[];
  readonly signal?: AbortSignal;
}

async function monolith(options: TwoInstances): Promise<SystemLosses> {
  const { instances, surroundings, stop } = await startMonolith({ instances: 2 });
  try {
    const losses = await customers(options, () => instances.map(({ url }) => url ?? ''));
    return await counted('monolith', options, losses, 0, surroundings);
  } finally {
    await stop();
  }
}

async function payments(options: TwoInstances): Promise<SystemLosses> {
  const { victims = ['settlement', 'api'] } = options;
  const { apis, workers, another, surroundings, stop } = await startPayments({ apis: 2, workers: 2 });
  const alive = { api: [...apis], settlement: [...workers] };
  const done = new AbortController();
  let kills = 0;
  const killing = (async () => {
    for (;;) {
      await sleep(options.killEveryMs, undefined, { signal: done.signal }).catch(() => {});
      if (done.signal.aborted) return;
      const kind = victims[kills % victims.length] ?? 'api';
      const victim: Service | undefined = alive[kind].shift();
      await victim?.kill();
      kills += 1;
      alive[kind].push(await another(kind));
    }
  })();
  try {
    const losses = await customers(options, () => alive.api.map(({ url }) => url ?? ''));
    done.abort();
    await killing;
    return await counted('payments', options, losses, kills, surroundings);
  } finally {
    done.abort();
    await killing;
    await stop();
  }
}

/** Two instances of an example, and what must not be: sessions that are lost, money that moved twice, payments that are there twice or never settle. */
export const twoInstances: Readonly<Record<'monolith' | 'payments', (options: TwoInstances) => Promise<SystemLosses>>> = { monolith, payments };
