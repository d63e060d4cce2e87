import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Pool } from '../../model/system.ts';
import { isHandedIn, poolsThatServe } from './pools-that-serve.ts';

export const poolWithoutAcquireTimeout: Rule<Pool> = {
  id: 'dp4/pool-without-acquire-timeout',
  severity: 'warning', // DP4 shows pool_timeout among the explicit settings; the size is what it says MUST of
  summary: 'Whoever waits for a connection of a pool waits for a limited time.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  // Nobody waits for a pool without limit.
  subjects: (system) =>
    poolsThatServe(system).filter((pool) => pool.acquireTimeoutMs !== null && !isHandedIn(pool.acquireTimeoutMs) && !(isKnown(pool.connectionsMax) && pool.connectionsMax.value === Infinity)),

  judge(pool) {
    const { acquireTimeoutMs, use } = pool;
    const joins = pool.owner?.joins ?? [];
    if (!acquireTimeoutMs) throw new Error('subjects have an acquire timeout, if only a default');
    if (!isKnown(acquireTimeoutMs)) {
      return undecided({
        at: use.site.source,
        message: `how long a request waits for a connection of this ${use.library} pool is not known`,
        help: 'Set the acquire timeout where the pool is made.',
        unknowns: [acquireTimeoutMs],
        breaksWhen: 'it is not set, or 0',
        joins,
      });
    }
    if (acquireTimeoutMs.value !== Infinity) return kept(acquireTimeoutMs);
    return broken({
      at: use.site.source,
      message: `a request that finds all ${isKnown(pool.connectionsMax) && pool.connectionsMax.value !== Infinity ? `${say(pool.connectionsMax)} ` : ''}connections of this ${use.library} pool in use waits without end: one slow query in each and the service stands still, without an error`,
      help: 'Set the acquire timeout (connectionTimeoutMillis, pool_timeout, waitQueueTimeoutMS, connectionTimeout) below the time that the request itself has.',
      because: [acquireTimeoutMs],
      together: {
        key: pool.owner?.name ?? use.site.source.file,
        name: pool.id,
        many: 'pools let requests wait for a connection without end: one slow query in each connection and the service stands still, without an error',
      },
      joins,
    });
  },
};
