import type { Engine } from '../../../facts/code.ts';

const schemes: readonly (readonly [RegExp, Engine])[] = [
  [/^(?:postgres|postgresql|pg|pg-native|cockroachdb|aurora-postgres|redshift)\b/, 'postgres'],
  [/^(?:mariadb)\b/, 'mariadb'],
  [/^(?:mysql2?|aurora-mysql)\b/, 'mysql'],
  [/^(?:mongodb(?:\+srv)?)\b/, 'mongodb'],
  [/^(?:sqlserver|mssql|tedious)\b/, 'sqlserver'],
  [/^(?:oracle|oracledb)\b/, 'oracle'],
  [/^(?:rediss?)\b/, 'redis'],
  [/^(?:better-)?sqlite3?\b|^file:|^sql\.?js|^:memory:/, 'sqlite'],
  [/^clickhouse\b/, 'clickhouse'],
];

/** The engine that a URL's scheme, a dialect or a driver name says. */
export function engineOfUrl(text: string): Engine {
  return schemes.find(([pattern]) => pattern.test(text.trim().toLowerCase()))?.[1] ?? 'unknown';
}
