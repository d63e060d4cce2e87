import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from '@plimsoll/runtime/guard';
import type { Peers } from './peers.ts';
import type { Row } from './timing.ts';

const never = (): Promise<never> => Promise.withResolvers<never>().promise;

/** Row 5a: a waiting call is taken back. */
export async function abortOfWaiting({ cockatiel }: Peers): Promise<Row> {
  const waiting = guard('waiting', { timeoutMs: null, bulkhead: { concurrencyMax: 1, waitersMax: 1 } });
  waiting.run(never).catch(() => undefined);
  const controller = new AbortController();
  let ours = 'pending';
  waiting.run(never, { signal: controller.signal }).catch(() => (ours = 'settled'));
  controller.abort(new Error('left'));
  const freed = waiting.snapshot().waiting === 0;
  await Promise.resolve();
  const atOnce = ours === 'settled' && freed;

  const policy = cockatiel.bulkhead(1, 1);
  policy.execute(never).catch(() => undefined);
  const other = new AbortController();
  let theirs = 'pending';
  policy.execute(never, other.signal).catch(() => (theirs = 'settled'));
  other.abort();
  await sleep(50);
  return {
    measure: 'waiting call is aborted: settled, place freed',
    goal: 'in the same tick',
    ours: atOnce ? 'at once, freed' : `${ours}, ${freed ? 'freed' : 'not freed'}`,
    met: atOnce,
    peers: `cockatiel ${theirs} after 50 ms`,
  };
}

/** Numbers from a seed, so that a schedule can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One schedule: callers come, leave and are answered in an order drawn from the seed. Whether anybody was overtaken. */
async function overtaken(seed: number): Promise<boolean> {
  const random = randomOf(seed);
  const concurrencyMax = 1 + Math.floor(random() * 3);
  const drawn = guard('drawn', { timeoutMs: null, breaker: null, bulkhead: { concurrencyMax, waitersMax: 100 } });
  const arrived: number[] = [];
  const begun: number[] = [];
  const open: (() => void)[] = [];
  const calls: Promise<unknown>[] = [];
  const come = (index: number): void => {
    arrived.push(index);
    const controller = new AbortController();
    const work = (): Promise<void> => {
      begun.push(index);
      return new Promise((resolve) => {
        open.push(resolve);
      });
    };
    calls.push(drawn.run(work, { signal: controller.signal }).catch(() => undefined));
    if (random() < 0.2) open.push(() => controller.abort());
  };
  let next = 0;
  const callers = 4 + Math.floor(random() * 8);
  while (next < callers || open.length > 0 || drawn.snapshot().running > 0) {
    if (next < callers && (open.length === 0 || random() < 0.5)) come(next++);
    else open.splice(Math.floor(random() * open.length), 1)[0]?.();
    for (let microtasks = Math.floor(random() * 5); microtasks > 0; microtasks--) await Promise.resolve();
  }
  await Promise.all(calls);
  const inOrder = arrived.filter((index) => begun.includes(index));
  return begun.some((index, place) => index !== inOrder[place]);
}

/** Row 5b: whether a caller is ever overtaken. */
export async function fairness({ cockatiel }: Peers, schedules: number): Promise<Row> {
  let ours = 0;
  for (let seed = 1; seed <= schedules; seed++) if (await overtaken(seed)) ours++;
  return {
    measure: `schedules of ${schedules.toLocaleString('en')} in which a caller was overtaken`,
    goal: '0',
    ours: `${ours}`,
    met: ours === 0,
    peers: `cockatiel: ${await barging(cockatiel)}`,
  };
}

/** What happens to a waiting call when another comes one microtask after a slot was freed. */
async function barging(cockatiel: Peers['cockatiel']): Promise<string> {
  let wrong = 0;
  for (let microtasks = 0; microtasks < 6; microtasks++) {
    const policy = cockatiel.bulkhead(1, 1);
    const order: string[] = [];
    const { promise, resolve: free } = Promise.withResolvers<void>();
    const first = policy.execute(() => promise);
    await Promise.resolve();
    const waits = policy.execute(async () => void order.push('waited')).catch(() => void order.push('refused'));
    free();
    for (let each = 0; each < microtasks; each++) await Promise.resolve();
    const comes = policy.execute(async () => void order.push('came')).catch(() => undefined);
    await Promise.all([first, waits, comes]);
    if (order[0] !== 'waited') wrong++;
  }
  return `overtaken or refused at ${wrong} of 6 moments`;
}
