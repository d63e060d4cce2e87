import { readFileSync } from 'node:fs';
import type { CurvePoint } from '@plimsoll/contract';
import { plainSpans, readScenario, runLoad } from '@plimsoll/gate/load';
import type { LoadTick, Scenario } from '@plimsoll/gate/load';
import { mergeHistograms, quantileOf } from '@plimsoll/gate/statistics';

export interface LadderOptions {
  readonly customersPerSecond: readonly number[];
  /** At each rate, after a fifth of that as warm-up. */
  readonly durationMs: number;
  readonly onPoint?: (point: CurvePoint) => void;
  readonly signal?: AbortSignal;
  /** The fraud service stalls, and a payment that goes to a person for want of a score is a success. */
  readonly stalls?: boolean;
}

const timeoutMs = 5_000;
/** As in examples/payments/docs/slos/payment-api.yml. */
export const objectives = { p95Ms: 200, p99Ms: 500, failedShare: 0.001 };

/** The same open load at rising rates, until the system gives way. */
export async function ladder(url: string, { customersPerSecond, durationMs, onPoint, signal, stalls = false }: LadderOptions): Promise<readonly CurvePoint[]> {
  const points: CurvePoint[] = [];
  for (const rate of customersPerSecond) {
    if (signal?.aborted || gaveWay(points)) break;
    const point = await measure(url, { customersPerSecond: rate, durationMs, stalls, ...(signal ? { signal } : {}) });
    points.push(point);
    onPoint?.(point);
  }
  return points;
}

/** Two rates in a row did not hold: what comes after them holds neither. */
export function gaveWay(points: readonly CurvePoint[]): boolean {
  return points.slice(-2).filter(({ holds }) => !holds).length === 2;
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

/**
 * One rate, in customers that begin within a second; each makes two requests. It holds within the objectives of examples/payments/docs/slos/payment-api.yml; a payment
 * that nobody could score has not succeeded.
 */
export async function measure(target: string, { customersPerSecond: rate, durationMs, signal, stalls = false, onTick }: MeasureOptions): Promise<CurvePoint> {
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
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => quantileOf(latency, quantile)) as [number | null, number | null, number | null];
  const within = (measuredMs: number | null, limitMs: number): boolean => measuredMs !== null && measuredMs <= limitMs;
  const holds = overload === 0 && within(p95Ms, objectives.p95Ms) && within(p99Ms, objectives.p99Ms) && failed / requests <= objectives.failedShare;
  return { arrivalsPerSecond: rate, requests, failed, overload, p50Ms, p95Ms, p99Ms, holds };
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
