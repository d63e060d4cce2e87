import type { Engine } from '../../../facts/code.ts';
import { isKnown } from '../../../model/known.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf, walk } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';
import { passedTo, referentOf } from '../code/referent.ts';

const schemes: readonly (readonly [RegExp, Engine])[] = [
  [/^(postgres(ql)?|psql)\b|^(psycopg|asyncpg|pg8000)/, 'postgres'],
  [/^mariadb\b/, 'mariadb'],
  [/^(mysql|aurora)\b|pymysql/, 'mysql'],
  [/^sqlite\b/, 'sqlite'],
  [/^mongodb\b/, 'mongodb'],
  [/^(mssql|sqlserver)\b/, 'sqlserver'],
  [/^oracle\b/, 'oracle'],
  [/^rediss?\b/, 'redis'],
  [/^clickhouse\b/, 'clickhouse'],
];

export function engineOfUrl(url: string): Engine {
  return schemes.find(([pattern]) => pattern.test(url.trim()))?.[1] ?? 'unknown';
}

/** The engine that a connection string names, also when only the beginning of an f-string or a driver's name is written. */
export function engineOf(node: SyntaxNode | null, steps = 0): Engine {
  if (!node || steps > 4) return 'unknown';
  const whole = stringSetting(node).value;
  if (isKnown(whole)) return engineOfUrl(whole.value);
  for (const part of walk(node)) {
    if (part.type !== 'string_content') continue;
    const engine = engineOfUrl(textOf(part));
    if (engine !== 'unknown') return engine;
  }
  const referent = node.type === 'identifier' || node.type === 'attribute' ? referentOf(node) : null;
  if (referent?.kind === 'parameter' && referent.of) {
    const engines = (passedTo(referent.parameter, referent.of) ?? []).map((each) => engineOf(each, steps + 1));
    return engines.every((each) => each === engines[0]) ? (engines[0] ?? 'unknown') : 'unknown';
  }
  return referent?.kind === 'value' && referent.value !== node ? engineOf(referent.value, steps + 1) : 'unknown';
}
