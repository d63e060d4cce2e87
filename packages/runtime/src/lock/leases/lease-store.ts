/** What a store answers to who asks for a lease. */
export type Grant =
  /** `token` is greater than that of every lease of this key before. */
  | { readonly held: false; readonly token: number }
  /** Somebody else holds it; `freeInMs` is how long it takes at most until it is free if nothing extends it, where the store knows. */
  | { readonly held: true; readonly freeInMs: number | null };

/** Where leases are kept. All methods are one atomic step on the store and reject when it cannot be asked. */
export interface LeaseStore {
  readonly system: 'redis' | 'postgresql' | 'dynamodb' | 'memory';
  /** `owner` is of this attempt alone. The token is above `floor`. */
  acquire(key: string, owner: string, leaseMs: number, floor: number): Promise<Grant>;
  /** False when the lease is no longer this owner's. */
  extend(key: string, owner: string, leaseMs: number): Promise<boolean>;
  /** Nothing happens when the lease is no longer this owner's. */
  release(key: string, owner: string): Promise<void>;
}
