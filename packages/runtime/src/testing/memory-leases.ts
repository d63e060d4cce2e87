import type { Clock } from '../clock/index.ts';
import type { LeaseStore } from '../lock/index.ts';

export interface MemoryLeases extends LeaseStore {
  /** The owner of a lease that has not ended, or null. */
  ownerOf(key: string): string | null;
  /** Forgets everything, as a failover to an empty replica does. */
  forget(): void;
}

/** Leases on a clock of a test. */
export function memoryLeases(clock: Clock): MemoryLeases {
  const leases = new Map<string, { owner: string; untilMs: number }>();
  const last = new Map<string, number>();
  const live = (key: string): { owner: string; untilMs: number } | null => {
    const lease = leases.get(key);
    return lease && lease.untilMs > clock.nowMs() ? lease : null;
  };
  const step = async <T>(work: () => T): Promise<T> => work();
  return {
    system: 'memory',
    acquire: (key, owner, leaseMs, floor) =>
      step(() => {
        const holder = live(key);
        if (holder) return { held: true, freeInMs: holder.untilMs - clock.nowMs() };
        const token = Math.max(last.get(key) ?? 0, floor) + 1;
        last.set(key, token);
        leases.set(key, { owner, untilMs: clock.nowMs() + leaseMs });
        return { held: false, token };
      }),
    extend: (key, owner, leaseMs) =>
      step(() => {
        if (live(key)?.owner !== owner) return false;
        leases.set(key, { owner, untilMs: clock.nowMs() + leaseMs });
        return true;
      }),
    release: (key, owner) =>
      step(() => {
        if (leases.get(key)?.owner === owner) leases.delete(key);
      }),
    ownerOf: (key) => live(key)?.owner ?? null,
    forget() {
      leases.clear();
      last.clear();
    },
  };
}
