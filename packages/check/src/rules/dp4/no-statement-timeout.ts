import { broken, kept } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { Pool } from '../../model/system.ts';
import { poolsThatServe } from './pools-that-serve.ts';
import { statementTimeoutHint } from './statement-timeout-hints.ts';

export const noStatementTimeout: Rule<Pool> = {
  id: 'dp4/no-statement-timeout',
  severity: 'warning', // the innermost step of DP6's pyramid; a database may also be told itself, which is seen only where Terraform does
  summary: 'Statements on behalf of requests end after a limited time in the database, too.',
  controls: ['WAF-PERF-040'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => poolsThatServe(system).filter((pool) => pool.statementTimeoutMs !== null && pool.reach.path === 'request'),

  judge(pool, system) {
    const { statementTimeoutMs, use } = pool;
    if (!statementTimeoutMs) throw new Error('subjects have a statement timeout, if only a default');
    if (!isKnown(statementTimeoutMs) || statementTimeoutMs.value !== Infinity) return kept(statementTimeoutMs);
    const database = system.databases.find(({ id }) => id === pool.database?.id);
    if (database?.statementTimeoutMs) return kept(database.statementTimeoutMs);
    const engine = use.engine === 'unknown' ? (database?.engine ?? use.engine) : use.engine;
    return broken({
      at: use.site.source,
      message: `queries through this ${use.library} pool have no statement timeout: when their request has long been answered with an error, the database still works on them and their connections stay taken`,
      help: statementTimeoutHint(engine),
      because: [statementTimeoutMs],
      together: {
        key: `${use.library} ${engine}`,
        name: `${use.site.source.file}:${use.site.source.line}`, // units that run the same line open the same pool
        many: `${use.library} pools have no statement timeout: the database works on for requests that were long answered with an error`,
      },
      joins: pool.owner?.joins ?? [],
    });
  },
};
