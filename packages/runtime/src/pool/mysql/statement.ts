export type MysqlKind = 'mysql' | 'mariadb';

const leading = /^\s*(?:\/\*[^*]*\*+(?:[^*/][^*]*\*+)*\/\s*)?([a-z]+)/i;

/**
 * The statement with its own timeout, in the same message: `SET STATEMENT` of MariaDB, or MySQL's optimizer hint, which counts for a leading SELECT only.
 * Null where neither is possible; then the session's timeout and the client's clock hold.
 */
export function withTimeout(sql: string, timeoutMs: number, kind: MysqlKind): string | null {
  const found = leading.exec(sql.slice(0, 1000));
  const word = found?.[1]?.toLowerCase();
  if (!found || word === undefined) return null;
  if (kind === 'mariadb') return ['select', 'insert', 'update', 'delete', 'replace', 'with'].includes(word) ? `set statement max_statement_time=${timeoutMs / 1000} for ${sql}` : null;
  return word === 'select' ? `${found[0]} /*+ MAX_EXECUTION_TIME(${timeoutMs}) */${sql.slice(found[0].length)}` : null;
}

/** For the whole session. MySQL's limit is for SELECT; what else waits long in MySQL waits for a lock, which has its own limit, in whole seconds. */
export function sessionTimeouts(timeoutMs: number, kind: MysqlKind): string {
  const statement = kind === 'mariadb' ? `max_statement_time = ${timeoutMs / 1000}` : `max_execution_time = ${timeoutMs}`;
  return `set session ${statement}, innodb_lock_wait_timeout = ${Math.max(1, Math.ceil(timeoutMs / 1000))}`;
}

/** What a statement does to the session's transaction. MySQL's protocol says it, too, but mysql2 does not hand it on. */
export function transactionAfter(sql: string, open: boolean): boolean {
  const word = leading.exec(sql.slice(0, 1000))?.[1]?.toLowerCase();
  if (word === 'begin' || (word === 'start' && /^\s*start\s+transaction/i.test(sql))) return true;
  if (word === 'commit' || (word === 'rollback' && !/\bto\b/i.test(sql.slice(0, 100)))) return false;
  return word === 'set' && /autocommit\s*=\s*(?:0|off)/i.test(sql.slice(0, 200)) ? true : open;
}
