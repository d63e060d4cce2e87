/**
 * Nanoseconds of one call in the fastest of many short rounds: a busy machine makes rounds slower, never faster. All cases take turns, so that
 * none is measured in a calmer time. A round is a function of its own, so that it is compiled whole: otherwise the bare await pays for the loop.
 */
export async function fastest(cases: Readonly<Record<string, () => unknown>>, rounds = 300, calls = 2000): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>();
  for (let each = 0; each < rounds; each++) {
    for (const [name, run] of Object.entries(cases)) best.set(name, Math.min(best.get(name) ?? Infinity, await round(run, calls)));
  }
  return best;
}

async function round(run: () => unknown, calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) await run();
  return ((performance.now() - start) * 1e6) / calls;
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
