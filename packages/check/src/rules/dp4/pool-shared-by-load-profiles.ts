import { broken, keptBy, line } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { Pool } from '../../model/system.ts';
import { poolsThatServe } from './pools-that-serve.ts';

/** A pool of many connections, or without limit, is emptied by neither side. */
const smallMax = 20;

export const poolSharedByLoadProfiles: Rule<Pool> = {
  id: 'dp4/pool-shared-by-load-profiles',
  severity: 'info', // advice: that one process does both is dp1/mixed-load-profiles-in-one-process
  summary: 'Requests and background work of one process have pools of their own.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  subjects: (system) => poolsThatServe(system).filter((pool) => pool.owner !== null && isKnown(pool.connectionsMax) && pool.connectionsMax.value <= smallMax),

  judge({ use, sharedWith, owner }) {
    if (!sharedWith) return keptBy([line(use.site.source, use.library)]);
    return broken({
      at: use.site.source,
      message: `requests of ${owner?.name ?? 'this process'} and its ${sharedWith.role === 'consumer' ? 'queue consumer' : `${sharedWith.role} work`} take connections from this one ${use.library} pool: a burst of the one leaves none for the other`,
      help: 'Give background work a small pool of its own, or a process of its own.',
      evidence: [line(sharedWith.server, 'serves requests'), line(sharedWith.worker, `${sharedWith.role} in the same process`)],
      joins: owner?.joins ?? [],
    });
  },
};
