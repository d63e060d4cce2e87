import { availableParallelism } from 'node:os';
import type { Clock } from '../clock/index.ts';
import { systemClock } from '../clock/index.ts';
import { remainingMs } from '../deadline/scope.ts';
import { RuntimeError, rejection } from '../errors/index.ts';
import type { RemainingTime } from '../pool/core/options.ts';
import type { Waiter } from '../pool/core/waiters.ts';
import { waiterQueue } from '../pool/core/waiters.ts';
import type { Family } from '../telemetry/family.ts';
import type { ThreadMeasures } from './measures.ts';
import { threadMeasures } from './measures.ts';

/** The class `Piscina` as far as it is needed; handed in by the user. */
export type PiscinaClass = new (...parameters: never[]) => object;

interface Piscina {
  run(task: unknown, options: { readonly name?: string; readonly signal: AbortSignal; readonly transferList?: readonly unknown[] }): Promise<unknown>;
  destroy(): Promise<void>;
  on(event: 'error', listener: (error: unknown) => void): void;
}

export interface CpuOptions {
  readonly name: string;
  /** The class that the program imports from `piscina`. */
  readonly driver: PiscinaClass;
  /** The module whose exported functions run in the threads: a path or a `file:` URL. */
  readonly filename: string | URL;
  /** Tasks at the same time. Default: the processors that the process may use, less the one of the event loop. */
  readonly threadsMax?: number;
  /** Threads beyond that, started and waiting: a task that is ended takes its thread with it, and a new one takes 75 to 400 ms. Default 1. */
  readonly threadsSpare?: number;
  /** Tasks that may wait. Default ten for each thread. */
  readonly waitersMax?: number;
  /** From handing in a task to its result, waiting included. Default 5,000. A travelling deadline shortens it. */
  readonly timeoutMs?: number;
  readonly deadline?: RemainingTime;
  readonly clock?: Clock;
}

export interface CpuCall {
  /** The exported function; default the default export. */
  readonly task?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Buffers that are handed over instead of copied: copying one MiB costs about two milliseconds. */
  readonly transferList?: readonly unknown[];
}

export interface CpuStats {
  readonly threadsMax: number;
  readonly running: number;
  readonly waiting: number;
  readonly ended: number;
}

/** CPU-heavy work off the event loop. Worth it from about 5 ms of work: handing a task over costs some 150 µs. */
export interface CpuThreads {
  readonly name: string;
  /**
   * Runs one task in a thread. Rejects with `ERR_PLIMSOLL_CPU_FULL` (not started), `ERR_PLIMSOLL_CPU_TIMEOUT` or `ERR_PLIMSOLL_DEADLINE` (its thread was ended),
   * `ERR_PLIMSOLL_CPU_CLOSED`, the signal's reason, or as the task does.
   */
  run(input: unknown, call?: CpuCall): Promise<unknown>;
  stats(): CpuStats;
  /** For a scrape. */
  collect(): readonly Family[];
  /** Takes no more tasks and ends the threads, waiting up to `drainMs` (default 10,000) for those that run. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

interface Task extends Waiter<void> {
  readonly began: number;
}

/** Starts the threads. Throws `ERR_PLIMSOLL_OPTION`. */
export function cpuThreads(options: CpuOptions): CpuThreads {
  const { name, clock = systemClock, deadline = { remainingMs }, timeoutMs = 5000 } = options;
  const threadsMax = count(name, 'threadsMax', options.threadsMax ?? Math.max(1, availableParallelism() - 1), 1);
  const threads = threadsMax + count(name, 'threadsSpare', options.threadsSpare ?? 1, 0);
  const waitersMax = count(name, 'waitersMax', options.waitersMax ?? threadsMax * 10, 0);
  const Driver = options.driver as unknown as new (options: object) => Piscina;
  const piscina = new Driver({ filename: String(options.filename), minThreads: threads, maxThreads: threads, recordTiming: false });
  piscina.on('error', () => {}); // of a thread that was ended; its task knows
  const queue = waiterQueue<void, Task>();
  const measures: ThreadMeasures = threadMeasures(name);
  const stops = new Set<(why: unknown) => void>(); // of tasks that run
  let running = 0;
  let closing: Promise<void> | null = null;
  let closed: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  async function run(input: unknown, { task, signal, transferList, timeoutMs: ownMs = timeoutMs }: CpuCall = {}): Promise<unknown> {
    if (closed) throw closedError('are closed');
    signal?.throwIfAborted();
    const leftMs = deadline.remainingMs();
    const late = leftMs !== null && leftMs < ownMs;
    if (late && leftMs <= 0) throw deadlineError(0);
    if (running >= threadsMax && queue.size() >= waitersMax) {
      throw rejection('ERR_PLIMSOLL_CPU_FULL', `${name}: all ${threadsMax} threads work and ${waitersMax} tasks wait`, { retryable: true, details: { threadsMax, waitersMax } });
    }
    const began = clock.nowMs();
    const end = new AbortController();
    const limitMs = late ? leftMs : ownMs;
    let stopped: { readonly why: unknown } | null = null;
    const stop = (why: unknown): void => {
      stopped = { why };
      end.abort(null); // a reason of our own, as the default one costs microseconds
    };
    const cancelTimer = clock.after(limitMs, () => stop(late ? deadlineError(limitMs) : timeoutError(limitMs)));
    const aborted = (): void => stop(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    try {
      await slot(began, end.signal);
      const started = clock.nowMs();
      measures.waited(started - began);
      stops.add(stop);
      try {
        return await piscina.run(input, { signal: end.signal, ...(task === undefined ? {} : { name: task }), ...(transferList ? { transferList } : {}) });
      } finally {
        measures.ran(clock.nowMs() - started);
        stops.delete(stop);
        leave();
      }
    } catch (error) {
      const { why } = (stopped as { readonly why: unknown } | null) ?? { why: error };
      if (stopped) measures.ended();
      throw why as Error; // a signal's reason may be anything
    } finally {
      cancelTimer();
      signal?.removeEventListener('abort', aborted);
    }
  }

  function slot(began: number, end: AbortSignal): Promise<void> {
    if (running < threadsMax) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((grant, refuse) => {
      const waiter: Task = { began, grant, refuse, next: null, previous: null, queued: false };
      queue.push(waiter);
      end.addEventListener('abort', () => {
        if (queue.remove(waiter)) refuse(end.reason);
      });
    });
  }

  /** The slot goes to whoever waited longest, never to a newcomer. */
  function leave(): void {
    const next = queue.head();
    if (next) {
      queue.remove(next);
      next.grant();
    } else {
      running -= 1;
      if (running === 0) closed?.resolve();
    }
  }

  const timeoutError = (limitMs: number): RuntimeError =>
    rejection('ERR_PLIMSOLL_CPU_TIMEOUT', `${name}: the task did not end within ${Math.round(limitMs)} ms`, { retryable: false, details: { timeoutMs: Math.round(limitMs) } });
  const deadlineError = (limitMs: number): RuntimeError =>
    rejection('ERR_PLIMSOLL_DEADLINE', `${name}: the deadline passed ${limitMs > 0 ? `${Math.round(limitMs)} ms after the task was handed in` : 'before the task was handed in'}`, {
      retryable: false,
    });

  const closedError = (why: string): RuntimeError => new RuntimeError('ERR_PLIMSOLL_CPU_CLOSED', `${name}: the threads ${why}`, { retryable: false });

  return {
    name,
    run,
    stats: () => ({ threadsMax, running, waiting: queue.size(), ended: measures.endedCount() }),
    collect: () => measures.collect({ threadsMax, running, waiting: queue.size() }),
    close: ({ drainMs = 10_000 } = {}) => (closing ??= end(drainMs)),
  };

  async function end(drainMs: number): Promise<void> {
    const drained = (closed = Promise.withResolvers<void>());
    for (let task = queue.head(); task; task = queue.head()) {
      queue.remove(task);
      task.refuse(closedError('were closed while this task waited'));
    }
    if (running === 0) drained.resolve();
    const cancelDrain = clock.after(drainMs, () => {
      for (const stop of stops) stop(closedError(`were closed, and this task did not end within ${drainMs} ms more`));
      drained.resolve();
    });
    await drained.promise;
    cancelDrain();
    await piscina.destroy();
  }
}

function count(name: string, option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= 100_000) return value;
  throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${name}: ${option} is ${value}; give a whole number from ${least}`, { retryable: false, details: { option } });
}
