import { RuntimeError } from '../../errors/index.ts';

/**
 * What pg-boss 12 has no call for. Each names the job by its try as well (`retry_count`), as pg-boss does, so that a job which was handed to
 * another since is left alone.
 */
export interface Statements {
  /** $4: seconds until it may be fetched. `started_on` stays, so that the next fetch counts a try. */
  readonly again: string;
  /** Back as if it had never been fetched: no try is counted. */
  readonly giveBack: string;
  /** No further try, so that `fail` is final and goes to the dead letter queue. */
  readonly lastTry: string;
  readonly backlog: string;
}

export function statementsIn(schema: string): Statements {
  if (!/^[A-Za-z_]\w{0,49}$/.test(schema)) {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `pg-boss: schema is ${schema.slice(0, 60)}; it must be letters, digits and underscores`, { retryable: false, details: { option: 'schema' } });
  }
  const job = `"${schema}".job`;
  const ours = "name = $1 and id = $2::uuid and retry_count = $3 and state = 'active'";
  return {
    again: `update ${job} set state = 'retry', start_after = now() + make_interval(secs => $4::float8), heartbeat_on = null where ${ours}`,
    giveBack: `update ${job} set state = case when retry_count = 0 then 'created' else 'retry' end::"${schema}".job_state, started_on = null, heartbeat_on = null where ${ours}`,
    lastTry: `update ${job} set retry_limit = retry_count where ${ours}`,
    backlog: `select count(*) filter (where state in ('created', 'retry') and start_after <= now()) as waiting,
  count(*) filter (where state = 'active') as active,
  count(*) filter (where state in ('created', 'retry') and start_after > now()) as delayed,
  coalesce(extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now())) * 1000, 0) as oldest_ms
from ${job} where name = $1 and state < 'completed'`,
  };
}
