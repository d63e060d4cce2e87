import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@plimsoll/runtime/clock';
import { currentDeadline, latestDeadline, remainingMs, underDeadline, withDeadline } from '@plimsoll/runtime/deadline';
import { guard } from '@plimsoll/runtime/guard';
import type { Peers } from './peers.ts';
import type { Row } from './timing.ts';

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const freeMs = 5; // a plain timer that is later than this says that the loop or the machine was busy

/**
 * Row 10: how late a timeout fires on a loop that is free. A plain `setTimeout` of the same length is started beside each; where that one is
 * late, too, the pair tells of the machine and is left out.
 */
export async function lateness({ undici }: Peers, calls: number): Promise<Row> {
  const late: number[] = [];
  const waits = Array.from({ length: calls }, async (_, index) => {
    await sleep((index * 4000) / calls);
    const timeoutMs = 30 + ((index * 7919) % 500);
    const start = systemClock.nowMs();
    const lateBy = (): number => systemClock.nowMs() - start - timeoutMs;
    const plain = sleep(timeoutMs).then(lateBy);
    const ours = guard('late', { timeoutMs })
      .run(() => Promise.withResolvers<never>().promise)
      .catch(lateBy);
    if ((await plain) <= freeMs) late.push(await ours);
  });
  const alive = setInterval(() => undefined, 1000); // timers of a guard keep no process alive
  await Promise.all(waits);
  clearInterval(alive);
  late.sort((a, b) => a - b);
  return {
    measure: `how late timeouts of 30 to 530 ms fire, median / P99 / most`,
    goal: 'P99 ≤ 25 ms on a loop that is free',
    ours: `${[0.5, 0.99, 1].map((share) => `+${quantile(late, share).toFixed(1)}`).join(' / ')} ms (${late.length.toLocaleString('en')} of ${calls.toLocaleString('en')}, in whose time a plain setTimeout was at most ${freeMs} ms late)`,
    met: late.length > calls / 4 && quantile(late, 0.99) <= 25,
    peers: `undici's own headersTimeout of 50 ms: ${await undiciLateness(undici)}`,
  };
}

async function undiciLateness({ Pool, request }: Peers['undici']): Promise<string> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pool = new Pool(origin, { headersTimeout: 50 });
  const start = systemClock.nowMs();
  await request(`${origin}/`, { dispatcher: pool }).catch(() => undefined);
  const late = systemClock.nowMs() - start - 50;
  await pool.destroy();
  server.closeAllConnections();
  server.close();
  return `+${late.toFixed(0)} ms`;
}

/** Row 11: whether a call ever sees the deadline of another: in queues of guards, and in a batch. */
export async function bleeding(calls: number): Promise<Row> {
  const narrow = guard('narrow', { timeoutMs: null, breaker: null, bulkhead: { concurrencyMax: 3, waitersMax: calls } });
  let wrong = 0;
  await Promise.all(
    Array.from({ length: calls }, (_, index) =>
      withDeadline(10_000_000 + index * 1000, async () => {
        const seen = await narrow.run(async () => {
          await Promise.resolve();
          return remainingMs() ?? 0;
        });
        if (Math.round((seen - 10_000_000) / 1000 - index) > 0 || seen < 10_000_000 + index * 1000 - 60_000) wrong++;
      }),
    ),
  );
  const members = [100, 900, 300].map((ms) => withDeadline(ms, () => currentDeadline()));
  const batch = underDeadline(latestDeadline(members), () => remainingMs() ?? 0);
  if (batch < 800) wrong++;
  return {
    measure: `calls of ${calls.toLocaleString('en')} through a queue of three slots, and a batch, that saw another's deadline`,
    goal: '0',
    ours: `${wrong}`,
    met: wrong === 0,
    peers: 'a DataLoader-like batch runs under its first member',
  };
}
