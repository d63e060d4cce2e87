import { setTimeout as sleep } from 'node:timers/promises';
import type { Surroundings } from './surroundings.ts';

export interface Settled {
  readonly payments: number;
  /** Accepted, and not settled when the time was over. */
  readonly open: number;
  readonly afterMs: number;
}

/** Waits until all that was accepted is settled, and no longer than that: what an api takes is worth nothing until then. */
export async function untilSettled({ sql }: Pick<Surroundings, 'sql'>, withinMs: number): Promise<Settled> {
  const startMs = performance.now();
  for (;;) {
    const [row] = await sql<{ payments: number; open: number }>("SELECT count(*)::int AS payments, (count(*) FILTER (WHERE status NOT IN ('settled', 'review')))::int AS open FROM payments");
    const { payments = 0, open = 0 } = row ?? {};
    const afterMs = performance.now() - startMs;
    if (open === 0 || afterMs > withinMs) return { payments, open, afterMs };
    await sleep(500);
  }
}
