import { guard } from '@plimsoll/runtime/guard';
import type { Peers } from './peers.ts';
import { fastest, micros } from './timing.ts';
import type { Row } from './timing.ts';

const answers = async (): Promise<number> => 1;
const down = new Error('down'); // one for all, as making an error with its stack costs more than what is measured
const fails = async (): Promise<never> => {
  throw down;
};
const never = (): Promise<never> => Promise.withResolvers<never>().promise;

const caught = (call: () => Promise<unknown>) => async (): Promise<void> => {
  try {
    await call();
  } catch {
    // what is measured
  }
};

/** Row 1: what a guard costs when nothing is wrong. Rounds of the slow peers are few. */
export async function successCost({ cockatiel, opossum, limit }: Peers): Promise<Row> {
  const full = guard('full');
  const carrying = guard('carrying', { carriesDeadline: true });
  const retrying = guard('retrying', { retry: {} });
  const ours = await fastest({
    bare: answers,
    full: () => full.run(answers),
    signal: () => full.run((call) => (call.signal.aborted ? 0 : answers())),
    retrying: () => retrying.run(answers),
    carrying: () => carrying.run(answers),
  });
  const wrapped = cockatiel.wrap(
    cockatiel.bulkhead(10, 10),
    cockatiel.circuitBreaker(cockatiel.handleAll, { halfOpenAfter: 5000, breaker: new cockatiel.SamplingBreaker({ threshold: 0.5, duration: 10_000 }) }),
    cockatiel.timeout(1000, cockatiel.TimeoutStrategy.Aggressive),
  );
  const breaker = new opossum(answers, { timeout: 1000, capacity: 10, enablePercentiles: false });
  const limited = limit(10);
  const peers = await fastest({ bare: answers, cockatiel: () => wrapped.execute(answers), opossum: () => breaker.fire(), limit: () => limited(answers) }, 60, 500);
  breaker.shutdown();
  const ratio = (of: ReadonlyMap<string, number>, name: string): string => `${((of.get(name) ?? 0) / (of.get('bare') ?? 1)).toFixed(1)} ×`;
  const cost = ours.get('full') ?? Infinity;
  return {
    measure: 'full guard (bulkhead, breaker, timeout, metrics), answered; bare await is 1',
    goal: '≤ 10 × and ≤ 0.6 µs',
    ours: `${ratio(ours, 'full')}, ${micros(cost)} (signal read ${ratio(ours, 'signal')}, with retries ${ratio(ours, 'retrying')}, carrying its deadline ${ratio(ours, 'carrying')})`,
    met: cost <= 10 * (ours.get('bare') ?? 0) && cost <= 600,
    peers: `cockatiel wrap ${ratio(peers, 'cockatiel')}, ${micros(peers.get('cockatiel'))}; opossum ${ratio(peers, 'opossum')}, ${micros(peers.get('opossum'))}; p-limit alone ${ratio(peers, 'limit')}`,
  };
}

/** Row 2: what a refusal costs, caught by its caller. */
export async function refusalCost({ cockatiel, opossum }: Peers): Promise<Row> {
  const full = guard('full', { bulkhead: { concurrencyMax: 1, waitersMax: 0 }, timeoutMs: null });
  full.run(never).catch(() => undefined);
  const open = guard('open', { breaker: { of: 1, errors: 1, resetMs: 3_600_000 } });
  await caught(() => open.run(fails))();
  const ours = await fastest({ full: caught(() => full.run(answers)), open: caught(() => open.run(answers)) });
  const policy = cockatiel.bulkhead(1, 0);
  policy.execute(never).catch(() => undefined);
  const breaker = new opossum(fails, { volumeThreshold: 0, resetTimeout: 3_600_000, timeout: false, enablePercentiles: false });
  await caught(() => breaker.fire())();
  const peers = await fastest({ cockatiel: caught(() => policy.execute(answers)), opossum: caught(() => breaker.fire()) }, 60, 500);
  breaker.shutdown();
  const worst = Math.max(ours.get('full') ?? Infinity, ours.get('open') ?? Infinity);
  return {
    measure: 'refused call, caught',
    goal: '≤ 1.3 µs',
    ours: `full ${micros(ours.get('full'))}, open ${micros(ours.get('open'))}`,
    met: worst <= 1300,
    peers: `cockatiel full ${micros(peers.get('cockatiel'))}; opossum open ${micros(peers.get('opossum'))}`,
  };
}

/** Row 3: what a failure costs the more calls are remembered. */
export async function failureCost({ opossum }: Peers): Promise<Row> {
  const sizes = [1000, 20_000, 100_000, 1_000_000];
  for (let warmUp = 0; warmUp < 5; warmUp++) await failedCall(1000);
  const ours: number[] = [];
  for (const of of sizes) ours.push(await failedCall(of));
  const theirs: number[] = [];
  for (const of of sizes.slice(0, 3)) {
    let failing = false;
    const breaker = new opossum(() => (failing ? fails() : answers()), { timeout: false, rollingCountTimeout: 60_000, errorThresholdPercentage: 100 });
    for (let call = 0; call < of; call++) await breaker.fire();
    failing = true;
    theirs.push((await fastest({ failed: caught(() => breaker.fire()) }, 3, 3)).get('failed') ?? Infinity);
    breaker.shutdown();
  }
  return {
    measure: `failed call, caught, with ${sizes.map((size) => size.toLocaleString('en')).join(' / ')} calls remembered`,
    goal: 'flat within 2 ×',
    ours: ours.map(micros).join(' / '),
    met: Math.max(...ours) <= 2 * Math.min(...ours),
    peers: `opossum ${theirs.map(micros).join(' / ')}`,
  };
}

/** Nanoseconds of a failed call in a guard that remembers `of` successes; a new guard for every few rounds, before failures open it. */
async function failedCall(of: number): Promise<number> {
  const roundsMax = Math.min(400, Math.floor((of * 0.9) / 20));
  let best = Infinity;
  for (let rounds = 0; rounds < 400; rounds += roundsMax) {
    const remembering = guard('remembering', { timeoutMs: null, breaker: { of, errors: 1, windowMs: 3_600_000 } });
    for (let call = 0; call < of; call++) await remembering.run(answers);
    best = Math.min(best, (await fastest({ failed: caught(() => remembering.run(fails)) }, roundsMax, 20)).get('failed') ?? Infinity);
  }
  return best;
}
