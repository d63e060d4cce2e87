import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeDatabase } from '../../testing/fake-database.ts';
import type { FakeDatabase, FakeSession } from '../../testing/fake-database.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { createPool, detached } from './index.ts';
import type { Lease, Pool } from './index.ts';

const connectionsMax = 2;
const overflowMax = 1;
const limit = connectionsMax + overflowMax;
const waitersMax = 5;

/** What a pool has to be, whatever it is made of: who asked and has no answer, in their order, and who holds a connection. */
interface Model {
  readonly asked: Set<number>;
  readonly held: Map<number, Lease<FakeSession>>;
}

interface Real {
  readonly pool: Pool<FakeSession>;
  readonly database: FakeDatabase;
  readonly clock: ManualClock;
  readonly served: number[];
  readonly aborts: Map<number, AbortController>;
  next: number;
}

type Command = fc.AsyncCommand<Model, Real>;

async function holds(model: Model, { pool, database, clock, served }: Real): Promise<void> {
  await clock.settle();
  const stats = pool.stats();
  expect(database.peak()).toBeLessThanOrEqual(limit);
  expect(stats.open).toBeLessThanOrEqual(limit);
  expect(database.sessions().length).toBeLessThanOrEqual(stats.open);
  expect(stats.used).toBe(model.held.size);
  expect(stats.waiting).toBe(model.asked.size);
  if (stats.waiting > stats.testing + stats.opening) expect(stats.idle).toBe(0); // nobody waits beside a free connection
  const sessions = [...model.held.values()].map(({ connection }) => connection);
  expect(new Set(sessions).size).toBe(sessions.length); // no connection is given out twice
  expect(served).toEqual(served.toSorted((a, b) => a - b)); // who came first was served first
}

class Ask implements Command {
  readonly check = (): boolean => true;
  readonly toString = (): string => 'ask';
  async run(model: Model, real: Real): Promise<void> {
    const id = (real.next += 1);
    const controller = new AbortController();
    real.aborts.set(id, controller);
    model.asked.add(id);
    const served = (lease: Lease<FakeSession>): void => {
      model.asked.delete(id);
      model.held.set(id, lease);
      real.served.push(id);
    };
    detached(() => real.pool.acquire({ signal: controller.signal })).then(served, () => model.asked.delete(id));
    await holds(model, real);
  }
}

class Act implements Command {
  readonly name: string;
  readonly act: (model: Model, real: Real) => void;
  constructor(name: string, act: (model: Model, real: Real) => void) {
    this.name = name;
    this.act = act;
  }
  readonly check = (): boolean => true;
  readonly toString = (): string => this.name;
  async run(model: Model, real: Real): Promise<void> {
    this.act(model, real);
    await holds(model, real);
  }
}

const nth = <T>(values: Iterable<T>, index: number): T | undefined => {
  const all = [...values];
  return all.length === 0 ? undefined : all[index % all.length];
};

function returned(index: number, how: 'clean' | 'close' | 'in a transaction' | 'spoiled'): Command {
  return new Act(`return ${index} ${how}`, (model) => {
    const id = nth(model.held.keys(), index);
    const lease = id === undefined ? undefined : model.held.get(id);
    if (id === undefined || !lease) return;
    model.held.delete(id);
    if (how === 'in a transaction' || how === 'spoiled') lease.connection.state = how;
    lease.release({ close: how === 'close' });
  });
}

const index = fc.nat({ max: 9 });
const commands = [
  fc.constant(new Ask()),
  fc.tuple(index, fc.constantFrom('clean', 'clean', 'close', 'in a transaction', 'spoiled')).map(([each, how]) => returned(each, how)),
  index.map((each) => new Act(`abort ${each}`, (model, real) => real.aborts.get(nth(model.asked, each) ?? -1)?.abort())),
  index.map(
    (each) =>
      new Act(`kill ${each}`, (_, { database }) => {
        const session = nth(database.sessions(), each);
        if (session) database.kill(session);
      }),
  ),
  fc.constantFrom(1, 100, 501, 1000, 2500, 70_000).map((ms) => new Act(`advance ${ms}`, (_, { clock }) => clock.advance(ms))),
  fc.constantFrom('works', 'fails').map((how) => new Act(`opening ${how}`, (_, { database }) => void (database.open = how))),
  fc.constantFrom('works', 'fails', 'hang').map((how) => new Act(`ping ${how}`, (_, { database }) => void (database.ping = how))),
  fc.constantFrom('at once', 'when let go').map((how) => new Act(`closes ${how}`, (_, { database }) => void (database.closes = how))),
  fc.constant(new Act('let go', (_, { database }) => database.letGo())),
];

describe('a pool under any sequence of what may happen', () => {
  it('keeps its limit and its order, loses nobody, and ends empty', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (sequence) => {
        const clock = manualClock();
        const database = fakeDatabase();
        const pool = createPool(database.driver, { name: 'model', connectionsMax, overflowMax, waitersMax, clock, random: () => 0.5, lifetimeMs: 60_000, acquireTimeoutMs: 2000, callSites: false });
        const model: Model = { asked: new Set(), held: new Map() };
        const real: Real = { pool, database, clock, served: [], aborts: new Map(), next: 0 };
        await fc.asyncModelRun(() => ({ model, real }), sequence);

        Object.assign(database, { open: 'works', ping: 'works', closes: 'at once' });
        database.letGo();
        for (let round = 0; round < 20 && model.asked.size + model.held.size > 0; round += 1) {
          for (const [id, lease] of model.held) {
            model.held.delete(id);
            lease.release();
          }
          await clock.settle(400);
        }
        expect(model.asked.size).toBe(0); // everybody who asked has an answer
        const closed = pool.close({ drainMs: 100 });
        await clock.settle(2000);
        await closed;
        expect(database.sessions()).toEqual([]);
        expect(pool.stats()).toMatchObject({ open: 0, used: 0, waiting: 0 });
        expect(clock.pending()).toBe(0);
      }),
      { numRuns: 400 },
    );
  });
});
