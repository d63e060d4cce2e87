import type { Clock } from '../../../packages/runtime/src/clock/index.ts';
import type { LeaseStore } from '../../../packages/runtime/src/lock/index.ts';
import { createLock, elect, objectFence } from '../../../packages/runtime/src/lock/index.ts';
import { memoryLeases } from '../../../packages/runtime/src/testing/memory-leases.ts';
import { memoryObjects } from '../../../packages/runtime/src/testing/memory-objects.ts';
import { mulberry } from './history.ts';

export interface LeaderCounts {
  readonly seconds: number;
  readonly pauses: number;
  /** Times a candidate began to lead. */
  readonly leads: number;
  readonly written: number;
  /** Writes that reached the store after the write of a newer leader: what a lock without a fence would have let through. */
  readonly late: number;
  /** Of those, the accepted ones. */
  readonly accepted: number;
  /** Refused leaders whose signal had not aborted when the refusal reached them. */
  readonly unaware: number;
}

interface World {
  readonly clock: Clock;
  at(atMs: number, call: () => void): void;
  run(untilMs: number): Promise<void>;
}

interface Candidate {
  readonly clock: Clock;
  /** Resolves after the way to the store, the step there, and the way back, which a pause holds up. */
  ask<T>(step: () => Promise<T>): Promise<T>;
}

/**
 * Candidates stand for election while each of them sleeps now and then for up to three leases, as in a long collection or a moved virtual machine. Their clocks run up to 0.4 % too
 * fast or too slow, messages take up to 40 ms. Time is simulated; the code is the real one.
 */
export async function simulateLeaders({ seconds, seed, candidates = 4 }: { readonly seconds: number; readonly seed: number; readonly candidates?: number }): Promise<LeaderCounts> {
  const random = mulberry(seed);
  const world = simulatedWorld();
  const leaseMs = 5000;
  const store = memoryLeases(world.clock);
  const objects = memoryObjects();
  const counts = { seconds, pauses: 0, leads: 0, written: 0, late: 0, accepted: 0, unaware: 0 };
  let newest = 0;

  /** The object store, watched where it decides. */
  const watched = (token: number, landed: boolean): boolean => {
    if (token < newest) counts.late += 1;
    if (!landed) return false;
    counts.written += 1;
    if (token < newest) counts.accepted += 1;
    newest = Math.max(newest, token);
    return true;
  };
  const tokenOf = (content: { readonly metadata?: Readonly<Record<string, string>> }): number => Number(content.metadata?.['plimsoll_fence'] ?? 0);

  const elections = Array.from({ length: candidates }, () => {
    const candidate = simulatedCandidate(world, random, leaseMs, () => (counts.pauses += 1));
    const leases: LeaseStore = {
      ...store,
      acquire: (...given) => candidate.ask(() => store.acquire(...given)),
      extend: (...given) => candidate.ask(() => store.extend(...given)),
      release: (...given) => candidate.ask(() => store.release(...given)),
    };
    const fence = objectFence({
      objects: {
        ...objects,
        read: (key) => candidate.ask(() => objects.read(key)),
        create: (key, content) => candidate.ask(async () => watched(tokenOf(content), await objects.create(key, content))),
        replace: (key, version, content) => candidate.ask(async () => watched(tokenOf(content), await objects.replace(key, version, content))),
      },
    });
    return elect({
      lock: createLock({ leases, leaseMs, clock: candidate.clock, random }),
      key: 'leader',
      class: 'correctness',
      fence,
      clock: candidate.clock,
      pauseMs: 200,
      async lead(writer, lease) {
        counts.leads += 1;
        while (!lease.signal.aborted) {
          try {
            await writer.put({ body: 'state' });
          } catch (error) {
            if (!lease.signal.aborted) counts.unaware += 1;
            throw error;
          }
          await new Promise<void>((resolve) => {
            candidate.clock.after(100 + random() * 300, resolve);
          });
        }
      },
    });
  });
  await world.run(seconds * 1000);
  const stopped = Promise.all(elections.map((election) => election.stop()));
  await world.run(seconds * 1000 + 60_000);
  await stopped;
  return counts;
}

function simulatedWorld(): World {
  let nowMs = 0;
  let queue: { atMs: number; call: () => void }[] = [];
  const at = (atMs: number, call: () => void): (() => void) => {
    const event = { atMs: Math.max(nowMs, atMs), call };
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((queue[middle]?.atMs ?? 0) > event.atMs) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, event); // the next one is last
    return () => void (queue = queue.filter((other) => other !== event));
  };
  return {
    clock: { nowMs: () => nowMs, after: (delayMs, call) => at(nowMs + delayMs, call) },
    at: (atMs, call) => void at(atMs, call),
    async run(untilMs) {
      for (;;) {
        const next = queue.at(-1);
        if (!next || next.atMs > untilMs) break;
        queue.pop();
        nowMs = next.atMs;
        next.call();
        await new Promise(setImmediate);
      }
      nowMs = untilMs;
    },
  };
}

function simulatedCandidate(world: World, random: () => number, leaseMs: number, onPause: () => void): Candidate {
  const rate = 1 + (random() - 0.5) * 0.008;
  let awakeAtMs = 0;
  const sleepSometimes = (): void => {
    const nextMs = world.clock.nowMs() + 2000 + random() * 28_000;
    world.at(nextMs, () => {
      onPause();
      awakeAtMs = nextMs + random() * 3 * leaseMs;
      world.at(awakeAtMs, sleepSometimes);
    });
  };
  sleepSometimes();
  /** Nothing runs on a candidate that sleeps; what became due meanwhile runs when it wakes. */
  const awake = (call: () => void): void => {
    if (world.clock.nowMs() < awakeAtMs) world.at(awakeAtMs, () => awake(call));
    else call();
  };
  return {
    clock: {
      nowMs: () => world.clock.nowMs() * rate,
      after(delayMs, call) {
        let cancelled = false;
        world.clock.after(delayMs / rate, () => awake(() => void (cancelled || call())));
        return () => void (cancelled = true);
      },
    },
    ask: (step) =>
      new Promise((resolve, reject) => {
        world.clock.after(random() * 20, () => {
          step().then(
            (value) => world.clock.after(random() * 20, () => awake(() => resolve(value))),
            (error: unknown) => awake(() => reject(error as Error)),
          );
        });
      }),
  };
}
