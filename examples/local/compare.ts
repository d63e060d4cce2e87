// node examples/local/compare.ts [--seconds 6] [--out FILE]
// Both examples on this machine, one after the other, under the same load at rising rates. FILE gets the curves, for `plimsoll report --curves` and
// scripts/examples/curves.ts.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { highestThatHolds } from '@plimsoll/contract';
import type { CurvePoint, SystemCurve } from '@plimsoll/contract';
import { curvesText } from '@plimsoll/gate/curves';
import { ladder, objectives } from './load.ts';
import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';
import { provenance } from './provenance.ts';
import { untilSettled } from './settled.ts';
import type { Surroundings } from './surroundings.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '6' }, out: { type: 'string' } } });
const durationMs = Number(values.seconds) * 1000;
const customersPerSecond = [10, 20, 30, 40, 60, 80, 120, 160, 200, 240, 280, 320, 400, 480, 560, 640, 800];
const settledWithinMs = 60_000;
const { notes, ...origin } = provenance('examples/local/compare.ts');

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());

interface Running {
  readonly url: string;
  readonly surroundings: Surroundings;
  readonly stop: () => Promise<void>;
}

const examples: Readonly<Record<string, () => Promise<Running>>> = {
  monolith: async () => {
    const { instances, surroundings, stop } = await startMonolith();
    return { url: instances[0]?.url ?? '', surroundings, stop };
  },
  payments: async () => {
    const { apis, surroundings, stop } = await startPayments();
    return { url: apis[0]?.url ?? '', surroundings, stop };
  },
};

const systems: SystemCurve[] = [];
const settled: string[] = [];
for (const [name, start] of Object.entries(examples)) {
  if (interrupted.signal.aborted) break;
  const { url, surroundings, stop } = await start();
  try {
    console.log(`${name}\n  customers/s   requests  failed     P50     P95     P99`);
    await ladder(url, { customersPerSecond: customersPerSecond.slice(0, 1), durationMs, signal: interrupted.signal }); // what runs for the first time is slow
    const points = await ladder(url, { customersPerSecond, durationMs, signal: interrupted.signal, onPoint: (point) => console.log(lineOf(point)) });
    console.log(`  within the objectives up to ${highestThatHolds(points) ?? 'no'} customers a second`);
    if (interrupted.signal.aborted) continue; // its last point is cut off
    const { payments, open, afterMs } = await untilSettled(surroundings, settledWithinMs);
    settled.push(
      open === 0
        ? `${name}: all ${payments} payments were settled ${Math.ceil(afterMs / 1000)} s after the load`
        : `${name}: ${open} of ${payments} payments were not settled ${settledWithinMs / 1000} s after the load`,
    );
    console.log(`  ${settled.at(-1)}\n`);
    systems.push({ name, points });
  } finally {
    await stop();
  }
}

if (values.out !== undefined && !interrupted.signal.aborted) {
  const load = { arrivals: 'customers', requestsPerArrival: 2, durationMs };
  writeFileSync(values.out, curvesText({ schemaVersion: 1, ...origin, load, objective: { p50Ms: null, ...objectives }, systems, notes: [...notes, ...settled] }));
  console.log(`written to ${values.out}`);
}

function lineOf({ arrivalsPerSecond, requests, failed, overload, p50Ms, p95Ms, p99Ms, holds }: CurvePoint): string {
  const ms = (value: number | null): string => `${value === null ? '–' : value.toFixed(value < 10 ? 1 : 0)} ms`.padStart(8);
  return `  ${String(arrivalsPerSecond).padStart(11)} ${String(requests).padStart(10)} ${String(failed + overload).padStart(7)}${ms(p50Ms)}${ms(p95Ms)}${ms(p99Ms)}  ${holds ? 'holds' : 'does not hold'}`;
}
