import type { Clock } from '../../clock/index.ts';

/** Settles as `work` does, or rejects with what `late` makes after `limitMs`; then `work` is left to itself and its failure is nobody's. */
export function bounded<T>(clock: Clock, limitMs: number, work: Promise<T>, late: () => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => reject(late()));
    work.finally(cancel).then(resolve, reject);
  });
}

/** A driver that throws is one that rejects. */
export async function attemptOf<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}
