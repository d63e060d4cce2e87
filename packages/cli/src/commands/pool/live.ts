import { connectionsAvailable, limitsOf, limitsQuery } from '@plimsoll/runtime/pool';
import type { ServerLimits } from '@plimsoll/runtime/pool';

/** Sessions of one program, as it names itself, in one state. */
export interface Sessions {
  readonly application: string;
  readonly active: number;
  readonly idle: number;
  readonly inTransaction: number;
  readonly total: number;
}

export interface LiveServer {
  readonly limits: ServerLimits;
  /** For the pools of this role, all together. */
  readonly available: number;
  readonly sessions: readonly Sessions[];
  readonly open: number;
}

export type Asking = { readonly server: LiveServer } | { readonly problem: string };

const patienceMs = 5000;

const sessionsQuery = `select coalesce(nullif(application_name, ''), '(unnamed)') as application,
  count(*) filter (where state = 'active')::int as active,
  count(*) filter (where state like 'idle in transaction%')::int as in_transaction,
  count(*) filter (where state = 'idle')::int as idle,
  count(*)::int as total
from pg_stat_activity
where backend_type = 'client backend' and pid <> pg_backend_pid()
group by 1 order by total desc, application limit 50`;

/** One connection, two queries, ten seconds at most. What is wrong comes back as a sentence without the password. */
export async function askLive(dsn: string, reserved: number): Promise<Asking> {
  if (!/^postgres(?:ql)?:\/\//.test(dsn)) return { problem: 'the address is none of PostgreSQL; write postgres://user@host:5432/database' };
  const { Client } = await import('pg').then((module) => module.default);
  let client;
  try {
    client = new Client({ connectionString: dsn, application_name: 'plimsoll pool', connectionTimeoutMillis: patienceMs, statement_timeout: patienceMs, query_timeout: patienceMs });
    client.on('error', () => {});
    await client.connect();
    const limits = limitsOf((await client.query<Record<string, unknown>>(limitsQuery)).rows[0] ?? {});
    const { rows } = await client.query<Record<string, unknown>>(sessionsQuery);
    const sessions = rows.map((row): Sessions => ({
      application: String(row['application']),
      active: Number(row['active']),
      idle: Number(row['idle']),
      inTransaction: Number(row['in_transaction']),
      total: Number(row['total']),
    }));
    return { server: { limits, available: connectionsAvailable(limits, reserved), sessions, open: sessions.reduce((sum, { total }) => sum + total, 0) } };
  } catch (error) {
    return { problem: withoutSecrets(reasonOf(error), dsn) };
  } finally {
    await client?.end().catch(() => {});
  }
}

/** Several addresses of one name fail together, in an error without words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}

function withoutSecrets(message: string, dsn: string): string {
  const password = /^[^:]+:\/\/[^:@/]*:([^@]*)@/.exec(dsn)?.[1];
  const hidden = [dsn, password, password === undefined ? undefined : decoded(password)].filter((secret) => secret !== undefined && secret !== '');
  return hidden.reduce<string>((text, secret) => text.replaceAll(secret ?? '', '***'), message);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
