import type { Source } from '@plimsoll/contract';
import type { Engine } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import { byDefault, stated, unknown } from '../../model/known.ts';
import { statementDefaults } from './defaults.ts';

const postgresUnits: Readonly<Record<string, number>> = { us: 1e-3, ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/**
 * How long a statement may run by a JDBC address: PostgreSQL's `options=-c statement_timeout=…` (milliseconds without a unit), or the
 * driver's `socketTimeout` (seconds with PostgreSQL, milliseconds with MySQL and SQL Server) and `queryTimeout` (seconds). 0 means none.
 */
export function statementTimeoutIn(text: string, engine: Engine): { readonly ms: number; readonly says: string } | null {
  const statement = /(?:\b|%20)statement_timeout(?:=|%3D|\s+TO\s+|\s*=\s*)'?(\d+)(us|ms|s|min|h)?\b/i.exec(text);
  if (statement && engine === 'postgres') return limit(Number(statement[1]) * (postgresUnits[statement[2]?.toLowerCase() ?? 'ms'] ?? 1), statement[0]);
  const query = /[?&;]queryTimeout=(\d+)/i.exec(text);
  if (query) return limit(Number(query[1]) * 1_000, query[0].slice(1));
  const socket = /[?&;]socketTimeout=(\d+)/i.exec(text);
  return socket ? limit(Number(socket[1]) * (engine === 'postgres' ? 1_000 : 1), socket[0].slice(1)) : null;
}

function limit(ms: number, says: string): { ms: number; says: string } {
  return { ms: ms === 0 ? Infinity : ms, says };
}

/** With an address whose options are all seen: what it says, else the drivers' default. Without one: unknown, for it may hold a limit. */
export function statementTimeoutOf(url: string | null, engine: Engine, at: Source, variables: readonly string[]): Setting<number> | null {
  const missing = statementDefaults[engine];
  const found = url === null ? null : statementTimeoutIn(url, engine);
  if (found) return { value: stated(found.ms, at, found.says), variables };
  if (!missing) return null;
  // A placeholder behind the question mark may bring an option; one for the host or the name of the database does not.
  if (url !== null && !/^\$\{|[?&;][^$]*\$\{/.test(url)) return { value: byDefault(missing.value, at, missing.says, missing.citation), variables };
  return { value: unknown('the address of the database comes from outside and may hold a timeout', { cause: 'no-value-given', what: 'a statement or socket timeout' }, { source: at }), variables };
}
