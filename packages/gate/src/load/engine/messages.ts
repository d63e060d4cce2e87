import type { Slice } from '@plimsoll/contract';
import type { LoadPlan } from '../plan.ts';
import type { Beat } from './share.ts';

/** What a worker is started with. */
export interface WorkerOrder {
  readonly plan: LoadPlan;
  readonly worker: number;
  readonly of: number;
  readonly beatMs: number;
}

export type FromWorker =
  | { readonly kind: 'ready' } // its connections are open
  | { readonly kind: 'beat'; readonly beat: Beat; readonly eventLoopUtilization: number }
  | { readonly kind: 'done'; readonly slices: readonly Slice[]; readonly interrupted: string | null; readonly lastBeat: Beat; readonly cpuMs: number };

/** `startsAtMs` on the clock of `monotonicMs`. */
export type ToWorker = { readonly kind: 'go'; readonly startsAtMs: number } | { readonly kind: 'stop'; readonly why: string };
