import { Worker } from 'node:worker_threads';
import type { GeneratorHealth, LatencyHistogram, Measurement, Slice } from '@plimsoll/contract';
import { mergeHistograms, quantileOf } from '../statistics/index.ts';
import { monotonicMs } from './engine/clock.ts';
import type { FromWorker, ToWorker, WorkerOrder } from './engine/messages.ts';
import type { Beat } from './engine/share.ts';
import { readCounters, stealShare } from './machine/health.ts';
import { mergeSlices } from './merge.ts';
import type { LoadPlan, LoadTick } from './plan.ts';
import { intendedIn } from './schedule/starts.ts';

export interface LoadOptions {
  readonly version: string; // of the generator, for the measurement
  readonly signal?: AbortSignal; // ends the load; what was measured until then is kept
  readonly onTick?: (tick: LoadTick) => void;
}

/** What a load gave, and what the generator spent on it. */
export interface LoadOutcome {
  readonly measurement: Measurement;
  readonly generatorCpuMs: number;
}

const beatMs = 1000;
const leadMs = 30; // until the first arrival, so that every worker has heard of it

/**
 * Sends the load of a plan from worker threads and measures it. Resolves also when the load ended early: `interrupted` says why, and the
 * slices hold what was seen. Rejects only when a worker itself fails.
 */
export async function runLoad(plan: LoadPlan, { version, signal, onTick }: LoadOptions): Promise<LoadOutcome> {
  let [startedAt, startsAtMs, stoppedAtMs, ready] = [new Date(), Infinity, Infinity, 0];
  const end = plan.spans.reduce((last, { startMs, durationMs }) => Math.max(last, startMs + durationMs), 0);
  const health: GeneratorHealth[] = [];
  const totals = { errors: new Map<string, number>(), overload: 0, requests: 0, waited: 0 };
  let counters = readCounters();
  let pending = new Map<number, { readonly beat: Beat; readonly eventLoopUtilization: number }>();
  let beats = 0;

  const onBeat = (worker: number, beat: Beat, eventLoopUtilization: number): void => {
    pending.set(worker, { beat, eventLoopUtilization });
    if (pending.size < plan.workers) return;
    const after = readCounters();
    const heard = [...pending.values()];
    const lag = mergeHistograms(heard.map(({ beat }) => beat.lag));
    const lagP99Ms = quantileOf(lag, 0.99);
    const busiest = Math.max(...heard.map(({ eventLoopUtilization }) => eventLoopUtilization));
    const startMs = beats++ * beatMs;
    health.push({
      startMs,
      durationMs: beatMs,
      lag,
      eventLoopUtilization: busiest,
      cpuStealShare: stealShare(counters, after),
      throttledMs: after.throttledMs === null || counters.throttledMs === null ? null : after.throttledMs - counters.throttledMs,
      inFlightMax: heard.reduce((sum, { beat }) => sum + beat.inFlightMax, 0),
    });
    counters = after;
    pending = new Map();
    for (const { beat } of heard) add(totals, beat);
    onTick?.(tickOf(plan, heard, totals, { startMs, end, lagP99Ms, busiest }));
  };

  const workers: Worker[] = [];
  /** When all are connected, all start at one time. */
  const onReady = (): void => {
    if (++ready < plan.workers) return;
    startedAt = new Date(Date.now() + leadMs);
    startsAtMs = monotonicMs() + leadMs;
    for (const worker of workers) worker.postMessage({ kind: 'go', startsAtMs } satisfies ToWorker);
  };
  const stop = (why: string): void => {
    stoppedAtMs = Math.min(stoppedAtMs, Math.max(0, monotonicMs() - startsAtMs));
    for (const worker of workers) worker.postMessage({ kind: 'stop', why } satisfies ToWorker);
  };
  const onAbort = (): void => stop('stopped by the user');
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const ended = await Promise.all(
      Array.from({ length: plan.workers }, async (_, index) => {
        const worker = new Worker(workerFile(), { workerData: { plan, worker: index, of: plan.workers, beatMs } satisfies WorkerOrder, execArgv: [] });
        workers.push(worker);
        if (signal?.aborted) onAbort();
        const done = await outcomeOf(worker, onReady, (beat, utilization) => onBeat(index, beat, utilization));
        if (done.interrupted !== null) stop(done.interrupted);
        return done;
      }),
    );
    for (const { lastBeat } of ended) add(totals, lastBeat);
    const interrupted = ended.find((each) => each.interrupted !== null)?.interrupted ?? null;
    const slices = mergeSlices(ended.map(({ slices }) => slices)).map((slice) => ({ ...slice, durationMs: Math.max(0, Math.min(slice.durationMs, stoppedAtMs - slice.startMs)) }));
    return {
      measurement: measurementOf(plan, { version, startedAt, stoppedAtMs, slices, health, interrupted, waited: totals.waited, requests: totals.requests }),
      generatorCpuMs: ended.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

/** Beside this file in sources, in what tsc builds, and in the packed program. */
function workerFile(): URL {
  const packed = !/\/load\/run\.[jt]s$/.test(import.meta.url);
  return new URL(packed ? './load-worker.js' : `./engine/load-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
}

async function outcomeOf(worker: Worker, onReady: () => void, onBeat: (beat: Beat, utilization: number) => void): Promise<Extract<FromWorker, { kind: 'done' }>> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'beat') onBeat(message.beat, message.eventLoopUtilization);
      else if (message.kind === 'ready') onReady();
      else resolve(message);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a load worker ended with ${code} before it was done`)));
  });
}

interface Totals {
  readonly errors: Map<string, number>;
  overload: number;
  requests: number;
  waited: number;
}

function add(totals: Totals, beat: Beat): void {
  for (const [cause, times] of Object.entries(beat.errors)) totals.errors.set(cause, (totals.errors.get(cause) ?? 0) + times);
  totals.overload += beat.overload;
  totals.requests += beat.requests;
  totals.waited += beat.waited;
}

/** Requests that the schedule wants in [fromMs, untilMs): slices of a comparison have one of their own each. null where answers decide. */
function intendedOf({ arrivals, spans, targets }: LoadPlan, fromMs: number, untilMs: number): number | null {
  if (arrivals.kind !== 'rate') return null;
  if (targets.base === undefined) return intendedIn(arrivals.stages, fromMs, untilMs);
  return spans.reduce((sum, { startMs, durationMs }) => {
    const [from, until] = [Math.max(0, fromMs - startMs), Math.min(durationMs, untilMs - startMs)];
    return until > from ? sum + intendedIn(arrivals.stages, from, until) : sum;
  }, 0);
}

function tickOf(
  plan: LoadPlan,
  heard: readonly { readonly beat: Beat }[],
  totals: Totals,
  { startMs, end, lagP99Ms, busiest }: { readonly startMs: number; readonly end: number; readonly lagP99Ms: number | null; readonly busiest: number },
): LoadTick {
  const ended: LatencyHistogram = mergeHistograms(heard.map(({ beat }) => beat.ended));
  const sum = (of: (beat: Beat) => number): number => heard.reduce((total, { beat }) => total + of(beat), 0);
  const intended = intendedOf(plan, startMs, startMs + beatMs);
  return {
    atMs: startMs + beatMs,
    totalMs: end,
    intendedPerSecond: intended === null ? null : (intended * 1000) / beatMs,
    sentPerSecond: (sum((beat) => beat.sent) * 1000) / beatMs,
    inFlight: sum((beat) => beat.inFlight),
    requests: totals.requests,
    p50Ms: quantileOf(ended, 0.5),
    p95Ms: quantileOf(ended, 0.95),
    p99Ms: quantileOf(ended, 0.99),
    errors: Object.fromEntries(totals.errors),
    overload: totals.overload,
    lagP99Ms,
    eventLoopUtilization: busiest,
  };
}

function measurementOf(
  plan: LoadPlan,
  seen: {
    readonly version: string;
    readonly startedAt: Date;
    readonly stoppedAtMs: number; // Infinity: ran to its end
    readonly slices: readonly Slice[];
    readonly health: readonly GeneratorHealth[];
    readonly interrupted: string | null;
    readonly waited: number;
    readonly requests: number;
  },
): Measurement {
  const { arrivals, spans } = plan;
  const waitedShare = seen.requests === 0 ? 0 : seen.waited / seen.requests;
  return {
    tool: { name: 'plimsoll', version: seen.version, format: 'plimsoll' },
    evidence: {
      kind: 'histogram',
      relativeError: seen.slices[0]?.latency.relativeError ?? 0,
      resolutionMs: 0,
      latencyFrom: arrivals.kind === 'closed' ? 'actual-start' : 'intended-start',
      latencyUntil: 'last-byte',
      errorDefinition: 'status of 400 or above unless the scenario expects it, a check that does not hold, a time-out, or no answer',
      timeBase: 'monotonic',
    },
    model: arrivals.kind === 'closed' ? 'closed' : 'open',
    startedAt: seen.startedAt.toISOString(),
    durationMs: Math.min(
      seen.stoppedAtMs,
      spans.reduce((last, { startMs, durationMs }) => Math.max(last, startMs + durationMs), 0),
    ),
    slices: seen.slices,
    summaries: [],
    health: seen.health,
    interrupted: seen.interrupted,
    notes:
      waitedShare > 0.01 && arrivals.kind !== 'closed'
        ? [`${Math.round(waitedShare * 100)} % of the requests waited for a free connection (${plan.connections} in all); the wait is part of their latency, as it would be behind a pool of that size`]
        : [],
  };
}
