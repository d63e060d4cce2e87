// node examples/local/compare.ts [--seconds 6]
// Both examples on this machine, one after the other, under the same load at rising rates.
import { parseArgs } from 'node:util';
import { highestWithin, ladder } from './load.ts';
import type { Point } from './load.ts';
import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '6' } } });
const durationMs = Number(values.seconds) * 1000;
const customersPerSecond = [10, 20, 30, 40, 60, 80, 120, 160, 200, 240, 280, 320, 400, 480];

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());

const systems = {
  monolith: async () => {
    const { instances, stop } = await startMonolith();
    return { url: instances[0]?.url ?? '', stop };
  },
  payments: async () => {
    const { apis, stop } = await startPayments();
    return { url: apis[0]?.url ?? '', stop };
  },
};

for (const [name, start] of Object.entries(systems)) {
  if (interrupted.signal.aborted) break;
  const { url, stop } = await start();
  try {
    console.log(`${name}\n  customers/s   requests  failed     P50     P95     P99`);
    const points = await ladder(url, { customersPerSecond, durationMs, signal: interrupted.signal, onPoint: (point) => console.log(lineOf(point)) });
    console.log(`  within the objectives up to ${highestWithin(points) ?? 'no'} customers a second\n`);
  } finally {
    await stop();
  }
}

function lineOf({ customersPerSecond, requests, failed, overload, p50Ms, p95Ms, p99Ms, holds }: Point): string {
  const ms = (value: number): string => `${Number.isFinite(value) ? value.toFixed(value < 10 ? 1 : 0) : '–'} ms`.padStart(8);
  return `  ${String(customersPerSecond).padStart(11)} ${String(requests).padStart(10)} ${String(failed + overload).padStart(7)}${ms(p50Ms)}${ms(p95Ms)}${ms(p99Ms)}  ${holds ? 'holds' : 'does not hold'}`;
}
