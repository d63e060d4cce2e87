import { channel } from 'node:diagnostics_channel';
import type { Channel } from 'node:diagnostics_channel';

/** Events of `node:diagnostics_channel`. Nothing is made up for them while nobody listens. */
export interface PoolEvents {
  'plimsoll:pool:opened': { readonly pool: string; readonly createMs: number };
  'plimsoll:pool:open-failed': { readonly pool: string; readonly error: unknown };
  'plimsoll:pool:closed': { readonly pool: string; readonly why: ClosedBecause };
  /** A connection was found dead, or ended without having been closed. */
  'plimsoll:pool:lost': { readonly pool: string; readonly error: unknown };
  'plimsoll:pool:timeout': { readonly pool: string; readonly waitedMs: number };
  'plimsoll:pool:leak': { readonly pool: string; readonly heldMs: number; readonly takenAt: string };
  'plimsoll:pool:nested': { readonly pool: string; readonly heldSince: string; readonly takenAt: string; readonly refused: boolean };
}

export type ClosedBecause = 'age' | 'idle' | 'overflow' | 'test failed' | 'lost' | 'not fit for another caller' | 'asked by its user' | 'the pool is closed' | 'opened too late';

const channels: { readonly [Name in keyof PoolEvents]: Channel } = {
  'plimsoll:pool:opened': channel('plimsoll:pool:opened'),
  'plimsoll:pool:open-failed': channel('plimsoll:pool:open-failed'),
  'plimsoll:pool:closed': channel('plimsoll:pool:closed'),
  'plimsoll:pool:lost': channel('plimsoll:pool:lost'),
  'plimsoll:pool:timeout': channel('plimsoll:pool:timeout'),
  'plimsoll:pool:leak': channel('plimsoll:pool:leak'),
  'plimsoll:pool:nested': channel('plimsoll:pool:nested'),
};

export const poolChannels: readonly (keyof PoolEvents)[] = Object.keys(channels) as (keyof PoolEvents)[];

export function publish<Name extends keyof PoolEvents>(name: Name, message: () => PoolEvents[Name]): void {
  const to = channels[name];
  if (to.hasSubscribers) to.publish(message());
}
