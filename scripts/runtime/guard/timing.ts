/** Nanoseconds of one call in the fastest of many short rounds: a busy machine makes rounds slower, never faster. All cases take turns, so that none is measured in a calmer time. */
export async function fastest(cases: Readonly<Record<string, () => unknown>>, rounds = 300, calls = 2000): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(cases)) {
      const start = performance.now();
      for (let call = 0; call < calls; call++) await run();
      const nanoseconds = ((performance.now() - start) * 1e6) / calls;
      best.set(name, Math.min(best.get(name) ?? Infinity, nanoseconds));
    }
  }
  return best;
}

export function micros(nanoseconds: number | undefined): string {
  return nanoseconds === undefined ? '–' : `${(nanoseconds / 1000).toFixed(2)} µs`;
}

/** One line of the table. */
export interface Row {
  readonly measure: string;
  readonly goal: string;
  readonly ours: string;
  readonly met: boolean;
  readonly peers: string;
}
