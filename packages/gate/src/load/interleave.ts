import type { Measurement } from '@plimsoll/contract';
import type { RunningArm } from './arm.ts';
import type { LoadPlan, LoadTick, RateStage } from './plan.ts';
import { runLoad } from './run.ts';
import { interleavedSpans } from './schedule/spans.ts';

export interface Interleaving {
  readonly plan: Omit<LoadPlan, 'targets' | 'spans' | 'arrivals'>;
  readonly ratePerSecond: number;
  readonly spacing: 'even' | 'poisson';
  readonly blocks: number; // at most; the caller stops earlier by leaving the loop
  readonly slicesPerArm: number;
  readonly sliceMs: number;
  readonly warmUpMs: number; // of each arm, at the start of each block
  readonly start: { readonly base: () => Promise<RunningArm>; readonly head: () => Promise<RunningArm> };
  /** Brings the data back to where it was, before each block. */
  readonly reset: (() => Promise<void>) | null;
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onTick?: (block: number, tick: LoadTick) => void;
}

/**
 * Base and head on the same machine, in blocks: both are started anew, get the same requests in slices that take turns, and are stopped.
 * What the machine does to one it does to the other, and what a start does by luck (layout of memory, order of compilation) is drawn
 * again with each block. Gives one measurement for each block.
 */
export async function* interleaved(order: Interleaving): AsyncGenerator<Measurement, void, void> {
  for (let block = 0; block < order.blocks; block++) {
    if (order.signal?.aborted) return;
    await order.reset?.();
    const running: RunningArm[] = [];
    try {
      const base = await order.start.base();
      running.push(base);
      const head = await order.start.head();
      running.push(head);
      const spans = interleavedSpans(block, { warmUpMs: order.warmUpMs, sliceMs: order.sliceMs, slicesPerArm: order.slicesPerArm, seed: order.plan.seed });
      const longest = Math.max(order.warmUpMs, order.sliceMs) + 1;
      const stages: readonly RateStage[] = [{ durationMs: longest, fromPerSecond: order.ratePerSecond, toPerSecond: order.ratePerSecond }];
      const { onTick } = order;
      const { measurement } = await runLoad(
        { ...order.plan, seed: order.plan.seed + block * 1_000_003, spans, arrivals: { kind: 'rate', stages, spacing: order.spacing }, targets: { base: base.url.origin, head: head.url.origin } },
        { version: order.version, ...(order.signal ? { signal: order.signal } : {}), ...(onTick ? { onTick: (tick: LoadTick) => onTick(block, tick) } : {}) },
      );
      yield measurement;
      if (measurement.interrupted !== null) return;
    } finally {
      await Promise.all(running.map(async (arm) => arm.stop()));
    }
  }
}
