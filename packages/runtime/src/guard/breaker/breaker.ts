import type { BreakerSettings } from '../options/settings.ts';
import { createOutcomeWindow } from './window.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

const resetFactorMax = 8;

/** Decides from outcomes whether a dependency is asked at all. Knows neither calls nor queues: it is told what began and how it ended. */
export interface Breaker {
  readonly state: BreakerState;
  /** Grows with every change of state: an outcome of a call that began in another generation says nothing about this one. */
  readonly generation: number;
  /** Whether a call may begin now; a `begin` must follow when it does. Turns an open breaker half-open when its time has come. */
  admits(nowMs: number): boolean;
  /** A call begins. */
  begin(): void;
  /** How a call of `generation` ended: null when it says nothing, as its caller took it back. */
  end(generation: number, failed: boolean | null, nowMs: number): void;
  /** Whether `concurrencyMax` has something to say. */
  readonly ramping: boolean;
  /** Calls that may run at the same time; Infinity but for the probes and the ramp after closing. */
  concurrencyMax(nowMs: number): number;
  /** Milliseconds until it is worth asking again; 0 when it is now. */
  retryAfterMs(nowMs: number): number;
}

export interface BreakerContext {
  /** Calls at the same time when the ramp is over. */
  readonly rampTo: number;
  /** Milliseconds after which a probe that has not settled counts as failed. */
  readonly probeMs: number;
  readonly random: () => number;
  readonly changed: (state: BreakerState, nowMs: number) => void;
}

export function createBreaker(settings: BreakerSettings, { rampTo, probeMs, random, changed }: BreakerContext): Breaker {
  const { probes, resetMs, rampMs } = settings;
  const failuresMax = Math.ceil(settings.errors * settings.of - 1e-9); // 0.1 × 30 is 3.0000000000000004
  const window = createOutcomeWindow(settings.of, settings.windowMs);
  let state: BreakerState = 'closed';
  let generation = 0;
  let reopened = 0; // trials that failed since it was closed last
  let retryAtMs = 0;
  let trialEndsMs = 0;
  let begun = 0; // probes of this trial
  let succeeded = 0;
  let ramping = false;
  let rampFromMs = 0;

  const become = (next: BreakerState, nowMs: number): void => {
    state = next;
    generation++;
    changed(next, nowMs);
  };
  const open = (nowMs: number): void => {
    const pauseMs = resetMs * Math.min(resetFactorMax, 2 ** reopened);
    retryAtMs = nowMs + pauseMs * (1 + random() / 10);
    reopened++;
    ramping = false;
    become('open', nowMs);
  };
  const halfOpen = (nowMs: number): void => {
    begun = succeeded = 0;
    trialEndsMs = nowMs + probeMs;
    become('half-open', nowMs);
  };
  const close = (nowMs: number): void => {
    window.clear();
    reopened = 0;
    ramping = rampMs > 0;
    rampFromMs = nowMs;
    become('closed', nowMs);
  };

  return {
    get state() {
      return state;
    },
    get generation() {
      return generation;
    },
    admits(nowMs) {
      if (state === 'closed') return true;
      if (state === 'half-open' && nowMs >= trialEndsMs) {
        if (begun > 0) open(nowMs); // a probe never came back
        else trialEndsMs = nowMs + probeMs; // nobody came to try
      }
      if (state === 'open' && nowMs >= retryAtMs) halfOpen(nowMs);
      return state === 'half-open' && begun < probes;
    },
    begin() {
      if (state === 'half-open') begun++;
    },
    end(of, failed, nowMs) {
      if (of !== generation) return;
      if (state === 'closed') {
        if (failed !== null && window.record(failed, nowMs) >= failuresMax && failed) open(nowMs);
      } else if (failed === null) begun--;
      else if (failed) open(nowMs);
      else if (++succeeded === probes) close(nowMs);
    },
    get ramping() {
      return ramping;
    },
    concurrencyMax(nowMs) {
      const share = (nowMs - rampFromMs) / rampMs;
      if (share >= 1) ramping = false;
      if (!ramping) return Infinity;
      return Math.floor(probes + Math.max(0, rampTo - probes) * share);
    },
    retryAfterMs(nowMs) {
      if (state === 'closed') return 0;
      return Math.max(0, (state === 'open' ? retryAtMs : trialEndsMs) - nowMs);
    },
  };
}
