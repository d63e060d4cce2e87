const slices = 10;
const sliceMs = 1000;

/** Retries that a dependency can be asked to bear: a share of the calls of the last ten seconds, and a few whatever their number. */
export interface RetryBudget {
  /** A first attempt has ended that reached the dependency. */
  deposit(nowMs: number): void;
  /**
   * Takes one retry out, if there is one. Asked when the retry is scheduled and not when it runs: a wave of failures would otherwise pass
   * whole while all its retries wait.
   */
  withdraw(nowMs: number): boolean;
}

/** After Finagle's RetryBudget: calls older than ten seconds no longer count, so nothing is saved up for an outage. */
export function createRetryBudget(ratio: number, minPerSecond: number): RetryBudget {
  const calls = new Uint32Array(slices);
  const retries = new Uint32Array(slices);
  const fixed = (minPerSecond * slices * sliceMs) / 1000;
  let called = 0;
  let retried = 0;
  let newest = -1;

  const at = (nowMs: number): number => {
    const slice = Math.floor(nowMs / sliceMs);
    for (let each = Math.max(newest + 1, slice - slices + 1); each <= slice; each++) {
      const index = each % slices;
      called -= calls[index] ?? 0;
      retried -= retries[index] ?? 0;
      calls[index] = retries[index] = 0;
    }
    newest = Math.max(newest, slice);
    return newest % slices;
  };

  return {
    deposit(nowMs) {
      const index = at(nowMs);
      calls[index] = (calls[index] ?? 0) + 1;
      called++;
    },
    withdraw(nowMs) {
      const index = at(nowMs);
      if (retried + 1 > fixed + ratio * called) return false;
      retries[index] = (retries[index] ?? 0) + 1;
      retried++;
      return true;
    },
  };
}
