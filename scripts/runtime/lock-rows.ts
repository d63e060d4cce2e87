import { record } from '../../test/runtime/lock/history.ts';
import { isLinearizable } from '../../test/runtime/lock/linearizable.ts';
import { pauseHolders } from '../../test/runtime/lock/pauses.ts';
import { simulateLeaders } from '../../test/runtime/lock/simulation.ts';
import { dynamo, nodeRedis, postgres } from '../../test/runtime/lock/stores.ts';
import { startRedis } from '../../test/runtime/servers/redis.ts';

/** What, what stands beside it, what was counted, of how many. */
export type Row = readonly [what: string, beside: string, counted: string, of: string];

export async function* lockRows(share: number): AsyncGenerator<Row> {
  const redis = await startRedis();
  if (redis) {
    const rounds = Math.ceil(1000 * share);
    const ours = await pauseHolders({ port: redis.port, kind: 'ours', rounds, children: 5 });
    const theirs = await pauseHolders({ port: redis.port, kind: 'redis-semaphore', rounds: Math.ceil(100 * share), children: 2 });
    yield ['stale writes after SIGSTOP for longer than the lease', `redis-semaphore: ${theirs.accepted} of ${theirs.rounds}`, String(ours.accepted), `${rounds} pauses, ${say(ours.told)}`];
    await redis.stop();
  }
  const counts = await simulateLeaders({ seconds: Math.ceil(10_000 * share), seed: 8 });
  yield [
    'late writes of an older leader accepted',
    `without a fence: ${counts.late}`,
    String(counts.accepted),
    `${counts.seconds} s, ${counts.pauses} pauses, ${counts.leads} leads, ${counts.written} writes`,
  ];
  yield ['refused leaders that did not learn of their loss with the refusal', '', String(counts.unaware), `${counts.late} refusals`];
  for (const start of [nodeRedis, postgres, dynamo]) {
    const store = await start();
    if (!store) continue;
    const rounds = Math.ceil(100 * share);
    let wrong = 0;
    let calls = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { model, history } = await record(store, { key: `history-${round}`, clients: 5, callsEach: 15, seed: round });
      calls += history.length;
      if (!isLinearizable(model, history)) wrong += 1;
    }
    yield [`histories that cannot be explained, ${store.name}`, '', String(wrong), `${rounds} histories, ${calls} calls`];
    await store.stop();
  }
}

function say(told: Readonly<Record<string, number>>): string {
  return Object.entries(told).map(([code, count]) => `${count} × \`${code}\``).join(', '); // prettier-ignore
}
