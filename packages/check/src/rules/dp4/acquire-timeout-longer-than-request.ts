import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayMs } from '../../model/say.ts';
import type { Pool, RequestLimit, System } from '../../model/system.ts';
import { poolsThatServe } from './pools-that-serve.ts';

interface WaitInside {
  readonly id: string;
  readonly pool: Pool;
  readonly acquireTimeoutMs: Known<number>;
  readonly limit: RequestLimit;
}

export const acquireTimeoutLongerThanRequest: Rule<WaitInside> = {
  id: 'dp4/acquire-timeout-longer-than-request',
  severity: 'error', // DP6 says must of the timeout pyramid, and DP4 of explicit pools
  summary: 'A request stops waiting for a connection before its caller stops waiting for the request.',
  controls: ['WAF-PERF-040'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => waits(system),

  judge({ pool, acquireTimeoutMs, limit }) {
    const shorter = compare(acquireTimeoutMs, '<', limit.timeoutMs);
    const at = isKnown(acquireTimeoutMs) && acquireTimeoutMs.basis !== 'default' ? acquireTimeoutMs.source : pool.use.site.source;
    const because = [acquireTimeoutMs, limit.timeoutMs];
    if (shorter.answer === 'yes') return kept(...because);
    if (shorter.answer === 'undecided') {
      return undecided({
        at,
        message: `whether the wait for a connection of this ${pool.use.library} pool (${sayMs(acquireTimeoutMs)}) ends before ${limit.name} (${sayMs(limit.timeoutMs)}) is not known`,
        help: 'Give both a value in this repository.',
        unknowns: shorter.unknowns,
        breaksWhen: 'the wait is as long or longer',
        because,
        joins: limit.workload.joins,
      });
    }
    return broken({
      at,
      message: `a request waits up to ${sayMs(acquireTimeoutMs)} for a connection of this ${pool.use.library} pool, but ${limit.name} ends it after ${sayMs(limit.timeoutMs)}: when the pool is exhausted, callers get a timeout and the queue for connections is full of requests that nobody waits for`,
      help: `Set the acquire timeout well below ${sayMs(limit.timeoutMs)}, so that there is still time for the query and for an honest error.`,
      because,
      joins: limit.workload.joins,
    });
  },
};

/** A pool that a workload loads, inside whatever ends the workload's requests first. */
function waits(system: System): readonly WaitInside[] {
  return poolsThatServe(system).flatMap((pool) => {
    const { acquireTimeoutMs, owner } = pool;
    // Without any limit on the wait, dp4/pool-without-acquire-timeout says so.
    if (!acquireTimeoutMs || !owner || (isKnown(acquireTimeoutMs) && acquireTimeoutMs.value === Infinity)) return [];
    return system.requestLimits.filter((limit) => limit.workload.id === owner.id).map((limit) => ({ id: `${pool.id} < ${limit.name}`, pool, acquireTimeoutMs, limit }));
  });
}
