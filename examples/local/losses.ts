// node examples/local/losses.ts [monolith|payments] [--operations 10000] [--kill-every 5] [--out FILE]
// Two instances of each example do the same: customers pay and log in, the answer is asked of the other instance. In payments, an api or a worker is
// killed every few seconds. Counted is what must not be: sessions that are lost, money that moved twice, payments that are there twice or never settle.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Losses, SystemLosses } from './losses-file.ts';
import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';
import { provenance } from './provenance.ts';
import type { Service } from './service.ts';
import { untilSettled } from './settled.ts';
import type { Surroundings } from './surroundings.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { operations: { type: 'string', default: '10000' }, 'kill-every': { type: 'string', default: '5' }, out: { type: 'string' } },
});
const operations = Number(values.operations);
const killEveryMs = Number(values['kill-every']) * 1000;
const atOnce = 8;
const triesMax = 50; // of a customer whose instance has just been killed
const settledWithinMs = 300_000;
const origin = provenance('examples/local/losses.ts');

type Experienced = Pick<SystemLosses, 'sessions' | 'lostSessions' | 'payments' | 'unanswered'>;

/** Every fifth operation is a login. `urls` is asked anew each time, as instances come and go. */
async function customers(urls: () => readonly string[]): Promise<Experienced> {
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
      while (next < operations) {
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

async function report(name: string, losses: Experienced, kills: number, surroundings: Surroundings): Promise<SystemLosses> {
  const { open } = await untilSettled(surroundings, settledWithinMs);
  const twice = [...surroundings.bank.transfers.values()].filter((times) => times > 1).length;
  const [stored] = await surroundings.sql<{ doubled: number }>('SELECT (count(*) - count(DISTINCT reference))::int AS doubled FROM payments');
  const counted = { name, operations, instances: 2, kills, ...losses, movedTwice: twice, storedTwice: stored?.doubled ?? -1, neverSettled: open };
  console.log(`${name}: ${operations} operations on two instances, ${kills} kills
  ${losses.lostSessions} of ${losses.sessions} sessions lost
  ${twice} of ${losses.payments} payments moved money twice, ${counted.storedTwice} are there twice, ${open} never settled, ${losses.unanswered} got no answer`);
  return counted;
}

async function monolith(): Promise<SystemLosses> {
  const { instances, surroundings, stop } = await startMonolith({ instances: 2 });
  try {
    return await report('monolith', await customers(() => instances.map(({ url }) => url ?? '')), 0, surroundings);
  } finally {
    await stop();
  }
}

async function payments(): Promise<SystemLosses> {
  const { apis, workers, another, surroundings, stop } = await startPayments({ apis: 2, workers: 2 });
  const alive = { api: [...apis], settlement: [...workers] };
  const done = new AbortController();
  let kills = 0;
  const killing = (async () => {
    for (;;) {
      await sleep(killEveryMs, undefined, { signal: done.signal }).catch(() => {});
      if (done.signal.aborted) return;
      const kind = kills % 2 === 0 ? 'settlement' : 'api';
      const victim: Service | undefined = alive[kind].shift();
      await victim?.kill();
      kills += 1;
      alive[kind].push(await another(kind));
    }
  })();
  try {
    const losses = await customers(() => alive.api.map(({ url }) => url ?? ''));
    done.abort();
    await killing;
    return await report('payments', losses, kills, surroundings);
  } finally {
    done.abort();
    await killing;
    await stop();
  }
}

const systems: SystemLosses[] = [];
for (const [name, run] of Object.entries({ monolith, payments })) if (positionals.length === 0 || positionals.includes(name)) systems.push(await run());
if (values.out !== undefined) {
  const losses: Losses = { schemaVersion: 1, ...origin, systems };
  writeFileSync(values.out, `${JSON.stringify(losses, null, 2)}\n`);
  console.log(`written to ${values.out}`);
}
