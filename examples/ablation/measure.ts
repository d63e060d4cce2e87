import type { CurvePoint } from '@plimsoll/contract';
import { ladder } from '../local/load.ts';
import { untilSettled } from '../local/settled.ts';
import { highestThatHolds } from './search.ts';
import type { RunningSystem } from './systems.ts';

/** How the fraud service behaves: always in 20 ms, or one of twenty answers after three seconds. */
export type Fraud = 'healthy' | 'stalling';

/** What one system did in one repetition. */
export interface Measured {
  /** Customers a second; null where the lowest rate did not hold. */
  readonly highest: number | null;
  readonly p95AtFixedMs: number | null;
  readonly holdsAtFixed: boolean;
  readonly tried: readonly Pick<CurvePoint, 'arrivalsPerSecond' | 'p95Ms' | 'p99Ms' | 'failed' | 'requests' | 'holds'>[];
}

export const rates: readonly number[] = [5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 140, 160, 180, 200, 240, 280, 320, 360, 400, 480, 560, 640, 720, 800, 960, 1120];
export const fixedRate = 20;
const stalls = { slowShare: 0.05, slowMs: 3_000 };
const steady = { slowShare: 0 };
const calmWithinMs = 20_000;
const warmUpMs = 2_000;
const customersLeast = 40; // two of them meet a stall, where there are stalls

export interface MeasureOptions {
  readonly fraud: Fraud;
  readonly durationMs: number;
  /** Where the search begins; null where nothing is known yet. */
  readonly guess: number | null;
  /** Whether the system has taken load before: what runs for the first time is slow. */
  readonly isWarm: boolean;
  readonly signal: AbortSignal;
}

/** P95 at the fixed rate, and the highest rate within the objectives. */
export async function measure(system: RunningSystem, { fraud, durationMs, guess, isWarm, signal }: MeasureOptions): Promise<Measured> {
  const tried: CurvePoint[] = [];
  const tryAt = async (rate: number): Promise<CurvePoint> => {
    const known = tried.find(({ arrivalsPerSecond }) => arrivalsPerSecond === rate);
    if (known) return known;
    system.surroundings.fraud.behave(fraud === 'stalling' ? stalls : steady);
    const [point] = await ladder(system.url, { customersPerSecond: [rate], durationMs: Math.max(durationMs, (customersLeast * 1000) / rate), stalls: fraud === 'stalling', signal });
    system.surroundings.fraud.behave(steady);
    if (!point || signal.aborted) throw new Error('interrupted');
    tried.push(point);
    if (!point.holds) await calm(system);
    return point;
  };
  if (!isWarm) await ladder(system.url, { customersPerSecond: [fixedRate], durationMs: warmUpMs, signal });
  const fixed = await tryAt(fixedRate);
  const highest = await highestThatHolds(rates, guess ?? (fixed.holds ? fixedRate : 0), async (rate) => (await tryAt(rate)).holds);
  return {
    highest,
    p95AtFixedMs: fixed.p95Ms,
    holdsAtFixed: fixed.holds,
    tried: tried.map(({ arrivalsPerSecond, p95Ms, p99Ms, failed, requests, holds }) => ({ arrivalsPerSecond, p95Ms, p99Ms, failed, requests, holds })),
  };
}

/** What was given up by the load is still worked on: the next rate begins when that is over, or when it takes too long. */
async function calm({ url, surroundings }: RunningSystem): Promise<void> {
  const endMs = performance.now() + calmWithinMs;
  await untilSettled(surroundings, calmWithinMs);
  for (let quick = 0; quick < 3 && performance.now() < endMs;) quick = (await answersWithin(url, 200)) ? quick + 1 : 0;
}

let asked = 0;

async function answersWithin(url: string, ms: number): Promise<boolean> {
  const startMs = performance.now();
  asked += 1;
  const body = JSON.stringify({ reference: `calm-${process.pid}-${asked}`, amount: 1250 });
  const answer = await fetch(`${url}/payments`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-merchant': `calm-${asked}` }, body, signal: AbortSignal.timeout(5_000) }).catch(
    () => null,
  );
  await answer?.arrayBuffer();
  return answer !== null && performance.now() - startMs < ms;
}
