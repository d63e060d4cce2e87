/** `begin` opens a transaction; `timed` may stand behind another statement in one message; of `other` that is not certain (VACUUM, CREATE DATABASE, CALL). */
export type StatementKind = 'begin' | 'timed' | 'other';

const lookedAt = 1000; // a statement whose first word stands behind a longer comment runs under the session's timeout
const firstWord = /^(?:\s|--[^\n]*\n|\/\*[^*]*\*+(?:[^*/][^*]*\*+)*\/|\()*([a-z]+)/i;
const timed = new Set(['select', 'insert', 'update', 'delete', 'with', 'merge', 'values', 'table']);

export function statementKind(text: unknown): StatementKind {
  if (typeof text !== 'string') return 'other';
  const word = firstWord.exec(text.slice(0, lookedAt))?.[1]?.toLowerCase();
  if (word === undefined) return 'other';
  if (word === 'begin' || word === 'start') return 'begin';
  return timed.has(word) ? 'timed' : 'other';
}

/** As a query rather than `SET LOCAL`: pg_stat_statements then sees one statement, whatever the number, and outside of a transaction there is no warning. */
export function timeoutQuery(timeoutMs: number): string {
  return `select set_config('statement_timeout', '${timeoutMs}', true)`;
}

/** Behind `begin`, where a query would already take the snapshot of the transaction. Two digits are kept, for the same reason of few distinct texts. */
export function timeoutOfTransaction(timeoutMs: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(timeoutMs)) - 1);
  return `set local statement_timeout = ${Math.floor(timeoutMs / unit) * unit}`;
}
