import { AsyncLocalStorage } from 'node:async_hooks';
import { detached, postgresPool } from '@plimsoll/runtime/pool';
import pg from 'pg';
import { watchBackends } from '../../../test/runtime/servers/backends.ts';
import { toxicProxy } from '../../../test/runtime/servers/toxic.ts';
import type { MakePeer, Peer } from './peers.ts';
import { soon } from './peers.ts';

const patienceMs = 1500;
let made = 0;
const named = (): string => `bench-${(made += 1)}`;

/** Research §8, row 6: callers that give up after 50 ms, statements that take 5 s, a pool of two: the most sessions that the server had. */
export async function sessionsUnderTimeouts(make: MakePeer, port: number): Promise<number> {
  const application = named();
  const peer = await make({ port, application });
  const monitor = await watchBackends(port, application);
  const running: Promise<unknown>[] = [];
  for (let round = 0; round < 60; round += 1) {
    running.push(detached(() => peer.queryWithin('select pg_sleep(5)', 50)).catch(() => {}));
    await soon(25);
  }
  await Promise.race([Promise.all(running), soon(patienceMs)]);
  const { peak } = await monitor.stop();
  await peer.close();
  await ended(port, application);
  return peak;
}

/** Row 7: three callers that each hold a connection and ask for another one, with two connections. */
export async function nested(make: MakePeer, port: number): Promise<{ readonly hanging: number; readonly slowestMs: number }> {
  const peer = await make({ port, application: named() });
  const times: number[] = [];
  const request = (): Promise<string> =>
    peer
      .hold(async () => {
        await soon(5);
        const began = performance.now();
        return peer.query('select 1').catch((error: unknown) => {
          times.push(performance.now() - began);
          throw error;
        });
      })
      .then(
        () => 'served',
        () => 'refused',
      );
  if (peer.name.startsWith('@plimsoll')) await Promise.all(Array.from({ length: 30 }, () => detached(request)));
  times.length = 0;
  const outcomes = await Promise.all(Array.from({ length: 3 }, () => Promise.race([detached(request), soon(patienceMs).then(() => 'hangs')])));
  await Promise.race([peer.close(), soon(500)]);
  return { hanging: outcomes.filter((outcome) => outcome === 'hangs').length, slowestMs: Math.max(...times) };
}

/** Row 8: connections that were idle for 600 ms are terminated; the event loop has had no time to notice when the next query comes. */
export async function terminated(make: MakePeer, port: number, rounds: number): Promise<number> {
  const application = named();
  const peer = await make({ port, application });
  const killer = new pg.Client({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres' });
  await killer.connect();
  let errors = 0;
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([peer.query('select 1'), peer.query('select 1')].map((query) => query.catch(() => (errors += 1))));
    await soon(600);
    const killed = killer.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [application]);
    await soon(0); // the request leaves
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    await Promise.race([peer.query('select 1'), soon(patienceMs)]).catch(() => (errors += 1));
    await killed;
    await soon(50);
  }
  await killer.end();
  await peer.close();
  return errors;
}

/** Row 8: idle connections that a firewall forgot. Milliseconds until the answer; Infinity beyond three seconds. */
export async function silenced(make: MakePeer, port: number): Promise<number> {
  const proxy = await toxicProxy(port);
  const peer = await make({ port: proxy.port, application: named() });
  await Promise.all([peer.query('select 1'), peer.query('select 1')]);
  await soon(600);
  proxy.set('silence', 'pass');
  const began = performance.now();
  const answeredMs = await Promise.race([peer.query('select 1').then(() => performance.now() - began), soon(3000).then(() => Infinity)]);
  proxy.cut();
  await Promise.race([peer.close(), soon(1000)]);
  await proxy.stop();
  return answeredMs;
}

/** Row 11: callers that waited and are called back: whose context do they run in? */
export async function contextBleed(pool: pg.Pool, callers: number): Promise<number> {
  const request = new AsyncLocalStorage<number>();
  const seen = await Promise.all(
    Array.from(
      { length: callers },
      (_, caller) =>
        new Promise<boolean>((resolve) => {
          request.run(caller, () => {
            pool.connect((_error, client, done) => {
              const right = request.getStore() === caller;
              client?.query('select 1', () => {
                done();
                resolve(right);
              });
            });
          });
        }),
    ),
  );
  return seen.filter((right) => !right).length;
}

/** A query that times out on the client's side, then a healthy one: how long the healthy one takes. */
export async function healthyAfter(make: MakePeer, port: number, sleep: string): Promise<number> {
  const peer: Peer = await make({ port, application: named() });
  await Promise.all(Array.from({ length: 4 }, () => Promise.race([peer.queryWithin(sleep, 50).catch(() => {}), soon(patienceMs)])));
  const began = performance.now();
  const answeredMs = await Promise.race([
    peer.queryWithin('select 1', 2000).then(
      () => performance.now() - began,
      () => Infinity,
    ),
    soon(3000).then(() => Infinity),
  ]);
  await Promise.race([peer.close(), soon(1000)]);
  return answeredMs;
}

/** Microseconds of one operation in the fastest of many short rounds; the cases take turns, so that none is measured in a calmer time. */
export async function leastUs(cases: readonly (() => Promise<unknown>)[], { rounds = 120, calls = 100 } = {}): Promise<readonly string[]> {
  const least = cases.map(() => Infinity);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of cases.entries()) {
      const began = performance.now();
      for (let call = 0; call < calls; call += 1) await work();
      least[index] = Math.min(least[index] ?? Infinity, ((performance.now() - began) * 1000) / calls);
    }
  }
  return least.map((value) => `${value.toFixed(value < 20 ? 1 : 0)} µs`);
}

/** So many callers wait for one connection; how many milliseconds until all have had it. */
export async function drained(pool: pg.Pool, callers: number): Promise<number> {
  const first = await pool.connect();
  let left = callers;
  const done = new Promise<void>((resolve) => {
    for (let caller = 0; caller < callers; caller += 1) {
      void detached(() => pool.connect()).then((client) => {
        client.release();
        left -= 1;
        return left === 0 ? resolve() : undefined;
      });
    }
  });
  const began = performance.now();
  first.release();
  await done;
  return performance.now() - began;
}

export function poolOfOurs(port: number, options: Partial<Parameters<typeof postgresPool<typeof pg>>[0]> = {}): ReturnType<typeof postgresPool<typeof pg>> {
  const connection = { host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres', application_name: named() };
  return postgresPool({ driver: pg, name: 'bench', connection, connectionsMax: 1, waitersMax: 200_000, acquireTimeoutMs: 60_000, ...options });
}

async function ended(port: number, application: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres' });
  await client.connect();
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [application]);
  await client.end();
}
