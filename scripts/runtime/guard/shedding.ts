import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { createShedder } from '@plimsoll/runtime/guard';
import type { Peers } from './peers.ts';
import type { Row } from './timing.ts';

/** Keeps the event loop busy in pieces of ten milliseconds, as a service under too much load does, until `seen` or the end. */
async function busyUntil(seen: () => boolean, endMs: number): Promise<number | null> {
  const start = performance.now();
  while (performance.now() - start < endMs) {
    const piece = performance.now() + 10;
    while (performance.now() < piece);
    await turn();
    if (seen()) return performance.now() - start;
  }
  return null;
}

/** Row 12: how soon an overload is seen after a calm. */
export async function reaction({ fastify, underPressure }: Peers): Promise<Row> {
  const intervalMs = 250;
  const shedder = createShedder({ intervalMs, random: () => 0 });
  await sleep(4000);
  shedder.admits('sheddable');
  const ours = await busyUntil(() => !shedder.admits('sheddable'), 3000);

  const app = fastify();
  await app.register(underPressure, { maxEventLoopUtilization: 0.9, sampleInterval: intervalMs, pressureHandler: () => undefined });
  await app.ready();
  await sleep(4000);
  const theirs = await busyUntil(() => app.isUnderPressure(), 3000);
  await app.close();
  const say = (ms: number | null): string => (ms === null ? 'not within 3 s' : `${ms.toFixed(0)} ms`);
  return {
    measure: `overload seen after four calm seconds, interval ${intervalMs} ms`,
    goal: `≤ ${2 * intervalMs} ms (two intervals)`,
    ours: say(ours),
    met: ours !== null && ours <= 2 * intervalMs + 20,
    peers: `@fastify/under-pressure with its defaults: ${say(theirs)}`,
  };
}
