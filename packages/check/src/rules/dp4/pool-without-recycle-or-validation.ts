import { broken, kept } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { Pool } from '../../model/system.ts';
import { poolsThatServe } from './pools-that-serve.ts';

export const poolWithoutRecycleOrValidation: Rule<Pool> = {
  id: 'dp4/pool-without-recycle-or-validation',
  severity: 'info', // advice inside DP4: its example sets both
  summary: 'Connections of a pool are renewed or tested before use.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  // Of a value that is not known, nothing is said: this is advice.
  subjects: (system) =>
    poolsThatServe(system).filter((pool) => isKnownOrNull(pool.lifetimeMs) && isKnownOrNull(pool.use.validation?.value ?? null) && (pool.lifetimeMs !== null || pool.use.validation !== null)),

  judge(pool) {
    const { lifetimeMs, use } = pool;
    const validation = use.validation?.value ?? null;
    const renews = lifetimeMs !== null && isKnown(lifetimeMs) && lifetimeMs.value !== Infinity;
    const tests = validation !== null && isKnown(validation) && validation.value;
    if (renews || tests) return kept(renews ? lifetimeMs : null, tests ? validation : null);
    return broken({
      at: use.site.source,
      message: `this ${use.library} pool neither renews its connections nor tests them: after a failover or an idle cut by a firewall, requests get dead ones`,
      help: 'Renew connections after some time (pool_recycle=3600, maxLifetime, maxLifetimeSeconds, SetConnMaxLifetime), or test them before use (pool_pre_ping=True).',
      because: [lifetimeMs, validation],
      together: {
        key: use.library,
        name: `${use.site.source.file}:${use.site.source.line}`,
        many: `${use.library} pools neither renew their connections nor test them: after a failover or an idle cut by a firewall, requests get dead ones`,
      },
      joins: pool.owner?.joins ?? [],
    });
  },
};

function isKnownOrNull(value: Parameters<typeof isKnown>[0] | null): boolean {
  return value === null || isKnown(value);
}
