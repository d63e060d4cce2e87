/** What is measured of a pool, in milliseconds. Called on every acquisition: an observer has to be cheap and must not throw. */
export interface PoolObserver {
  /** From asking for a connection to having it. */
  waited(waitMs: number): void;
  /** From having a connection to returning it. */
  used(useMs: number): void;
  /** Opening one. */
  opened(createMs: number): void;
  /** A caller gave up waiting. */
  timedOut(): void;
}
