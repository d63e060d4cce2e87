import { readFileSync } from 'node:fs';
import { plainSpans, readScenario, runLoad } from '@plimsoll/gate/load';
import type { LoadTick, Scenario } from '@plimsoll/gate/load';
import { mergeHistograms, quantileOf } from '@plimsoll/gate/statistics';

/** What one rate gave. */
export interface Point {
  /** Customers that begin within a second; each makes two requests. */
  readonly customersPerSecond: number;
  readonly requests: number;
  readonly failed: number;
  /** Wanted, and not sent, as too much was under way. */
  readonly overload: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** The objectives of examples/payments/docs/slos/payment-api.yml: P95 within 200 ms, P99 within 500 ms, 99.9 % succeed. A payment that nobody could score has not succeeded. */
  readonly holds: boolean;
}

export interface LadderOptions {
  readonly customersPerSecond: readonly number[];
  /** At each rate, after a fifth of that as warm-up. */
  readonly durationMs: number;
  readonly onPoint?: (point: Point) => void;
  readonly signal?: AbortSignal;
  /** The fraud service stalls, and a payment that goes to a person for want of a score is a success. */
  readonly stalls?: boolean;
}

const timeoutMs = 5_000;
/** As in examples/payments/docs/slos/payment-api.yml. */
export const objectives = { p95Ms: 200, p99Ms: 500, failedShare: 0.001 };

/** The same open load at rising rates. Ends after two rates in a row that do not hold: what comes after them holds neither. */
export async function ladder(url: string, { customersPerSecond, durationMs, onPoint, signal, stalls = false }: LadderOptions): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const rate of customersPerSecond) {
    if (signal?.aborted || points.slice(-2).filter(({ holds }) => !holds).length === 2) break;
    const point = await measure(url, { customersPerSecond: rate, durationMs, stalls, ...(signal ? { signal } : {}) });
    points.push(point);
    onPoint?.(point);
  }
  return points;
}

/** The highest rate that holds with all below it; null when the lowest does not. */
export function highestWithin(points: readonly Point[]): number | null {
  const first = points.findIndex(({ holds }) => !holds);
  return points[(first === -1 ? points.length : first) - 1]?.customersPerSecond ?? null;
}

export interface MeasureOptions {
  readonly customersPerSecond: number;
  /** After a fifth of that as warm-up. */
  readonly durationMs: number;
  readonly signal?: AbortSignal;
  readonly stalls?: boolean;
  /** About once a second. */
  readonly onTick?: (tick: LoadTick) => void;
}

/** One rate. */
export async function measure(target: string, { customersPerSecond: rate, durationMs, signal, stalls = false, onTick }: MeasureOptions): Promise<Point> {
  const warmUpMs = durationMs / 5;
  const { measurement } = await runLoad(
    {
      scenario: scenarioOfCustomers(stalls ? stallScenarioFile : scenarioFile),
      targets: { head: target },
      arrivals: { kind: 'rate', stages: [{ durationMs: durationMs + warmUpMs, fromPerSecond: rate, toPerSecond: rate }], spacing: 'poisson' },
      spans: plainSpans(warmUpMs, durationMs, durationMs),
      connections: 64,
      inFlightMax: 1000,
      timeoutMs,
      workers: 1,
      seed: rate,
    },
    { version: '0', ...(signal ? { signal } : {}), ...(onTick ? { onTick } : {}) },
  );
  const slices = measurement.slices.filter(({ phase }) => phase === 'measured');
  const latency = mergeHistograms(slices.map((slice) => slice.latency));
  const sum = (part: (slice: (typeof slices)[number]) => number): number => slices.reduce((total, slice) => total + part(slice), 0);
  const failed = sum(({ errors }) => Object.values(errors).reduce((total, count) => total + count, 0));
  const overload = sum((slice) => slice.overload);
  const requests = sum((slice) => slice.succeeded) + failed;
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => quantileOf(latency, quantile) ?? Infinity) as [number, number, number];
  const holds = requests > 0 && overload === 0 && p95Ms <= objectives.p95Ms && p99Ms <= objectives.p99Ms && failed / requests <= objectives.failedShare;
  return { customersPerSecond: rate, requests, failed, overload, p50Ms, p95Ms, p99Ms, holds };
}

/** What a customer does. */
export const scenarioFile: URL = new URL('../payments/tests/performance/customers.yml', import.meta.url);
const stallScenarioFile = new URL('customers-during-stall.yml', scenarioFile);

function scenarioOfCustomers(file: URL): Scenario {
  const { scenario, problems } = readScenario('customers.yml', readFileSync(file, 'utf8'), {
    textOf: (data) => readFileSync(new URL(data, file), 'utf8'),
    environment: () => undefined,
  });
  if (!scenario) throw new Error(problems.map(({ line, message }) => `${file.pathname}:${line ?? 1} ${message}`).join('\n'));
  return scenario;
}
