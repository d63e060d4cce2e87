import { channel } from 'node:diagnostics_channel';

/** What happens in a pool, published on the diagnostics channel `plimsoll:pool`. Nothing is published while nobody listens. */
export type PoolEvent =
  | { readonly kind: 'opened'; readonly pool: string; readonly createMs: number }
  | { readonly kind: 'open-failed'; readonly pool: string; readonly error: unknown }
  | { readonly kind: 'closed'; readonly pool: string; readonly why: ClosedBecause }
  | { readonly kind: 'lost'; readonly pool: string; readonly error: unknown }
  | { readonly kind: 'timed-out'; readonly pool: string; readonly waitedMs: number }
  | { readonly kind: 'leak'; readonly pool: string; readonly heldMs: number; readonly takenAt: string }
  | { readonly kind: 'nested'; readonly pool: string; readonly heldSince: string; readonly takenAt: string; readonly refused: boolean };

export type ClosedBecause = 'age' | 'idle' | 'overflow' | 'test failed' | 'lost' | 'not fit for another caller' | 'asked by its user' | 'the pool is closed' | 'opened too late';

export const poolChannel: ReturnType<typeof channel> = channel('plimsoll:pool');

export function publish(event: () => PoolEvent): void {
  if (poolChannel.hasSubscribers) poolChannel.publish(event());
}
