import { describe, expect, it } from 'vitest';
import { fakeProcess } from '../testing/host-process.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { ManualClock } from '../testing/manual-clock.ts';
import { memoryQueue } from '../testing/memory-queue.ts';
import type { MemoryQueue } from '../testing/memory-queue.ts';
import { seeded } from '../testing/seeded.ts';
import { consumerRole, startWorkload, workloadChannel } from './index.ts';
import type { Work, WorkloadEvent } from './index.ts';

/** Effects of the handlers, as a database would keep them. */
interface World {
  readonly clock: ManualClock;
  readonly queue: MemoryQueue;
  readonly did: Map<string, number>;
  readonly mayRepeat: Set<string>;
}

async function handle(body: string, { id, signal }: Work, { clock, did }: World): Promise<void> {
  const [kind, ms] = body.split(' ');
  const effect = (): void => void did.set(id, (did.get(id) ?? 0) + 1);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cancel = clock.after(Number(ms), resolve);
  if (kind === 'deaf') effect();
  else
    signal.addEventListener('abort', () => {
      cancel();
      reject(signal.reason);
    });
  await promise;
  if (kind !== 'deaf') effect();
}

/** One life of a worker, from its start to a SIGTERM at some moment. */
async function life(world: World, random: () => number): Promise<void> {
  const host = fakeProcess();
  const definition = consumerRole({ queue: world.queue, handle: (body, work) => handle(body, work, world), concurrencyMax: 5, waitMs: 200, handlerMs: 5000, deadlineMs: 300, random });
  const workload = await startWorkload(definition, { name: 'worker', host, graceMs: 5000, interruptMs: 50, closeMs: 100, clock: world.clock });
  const load = 5 + Math.floor(random() * 20);
  for (let sent = 0; sent < load; sent++) world.queue.send(random() < 0.05 ? `deaf ${400 + Math.floor(random() * 400)}` : `quick ${Math.floor(random() * 400)}`);
  await world.clock.settle(Math.floor(random() * 600));
  host.send('SIGTERM');
  let ended = false;
  void workload.ended.then(() => (ended = true)).catch(() => {});
  for (let waited = 0; !ended && waited < 2000; waited += 20) await world.clock.settle(20);
  expect(ended).toBe(true);
  expect(host.exits).toEqual([0]);
}

describe('200 SIGTERMs under load', () => {
  it.each([8, 9])('lose no work, and repeat only what overran (seed %i)', async (seed) => {
    const random = seeded(seed);
    const clock = manualClock();
    const world: World = { clock, queue: memoryQueue(clock, { leaseMs: 10_000 }), did: new Map(), mayRepeat: new Set() };
    const hear = (message: unknown): void => {
      const event = message as WorkloadEvent;
      if ((event.kind === 'given-back' && event.overran) || event.kind === 'lease-lost') world.mayRepeat.add(event.id);
    };
    workloadChannel.subscribe(hear);
    for (let signal = 0; signal < 100; signal++) await life(world, random);
    for (let more = 0; world.queue.left() > 0 && more < 200; more++) await life({ ...world, queue: Object.assign(world.queue, { send: () => {} }) }, () => 0.99);
    workloadChannel.unsubscribe(hear);

    expect(world.queue.left()).toBe(0);
    const all = world.queue.finished;
    expect(all.length).toBeGreaterThan(800);
    expect(all.filter((id) => !world.did.has(id))).toEqual([]);
    expect(world.queue.buried).toEqual([]);
    const repeated = [...world.did].filter(([, times]) => times > 1).map(([id]) => id);
    expect(repeated.filter((id) => !world.mayRepeat.has(id))).toEqual([]);
    expect(repeated.length).toBeGreaterThan(0); // there were some that overran: the count can tell
  });
});
