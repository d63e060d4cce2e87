import type { Engine } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, textOf, walk } from '../../syntax/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import { originOf } from '../code/origin.ts';
import { qualified } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { parseDuration, shown } from '../value/value.ts';

/** A connection string, or the literal parts of one that is put together when it runs. `whole`: no option hides in a part that is not seen. */
export function writtenDsn(unit: GoUnit, node: SyntaxNode): { readonly text: string; readonly whole: boolean } {
  const known = evaluate(unit, node).known;
  if (isKnown(known)) return { text: String(known.value), whole: true };
  const made = originOf(unit, node, 4);
  if (!made) return { text: '', whole: false };
  const literals = [...walk(made.node)].filter((each) => each.type === 'interpreted_string_literal' || each.type === 'raw_string_literal').map((each) => textOf(each).slice(1, -1));
  const isFormat = qualified(made.unit, made.node) === 'fmt.Sprintf';
  return { text: literals.join(' '), whole: isFormat && literals[0] !== undefined && showsOptions(literals[0]) };
}

/** Options stand behind the question mark of an address, or as `key=value`; neither lets a placeholder bring more of them. */
function showsOptions(format: string): boolean {
  const options = format.includes('?') ? format.slice(format.indexOf('?')) : /\bhost=/.test(format) ? format : null;
  return options !== null && !/(?<!=)%[svq]/.test(options);
}

const postgresUnits: Readonly<Record<string, number>> = { us: 1e-3, ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/**
 * How long a statement may run by its connection string: `statement_timeout` of PostgreSQL (milliseconds without a unit, 0 for none),
 * `readTimeout` of the MySQL driver. A string from elsewhere may hold one.
 */
export function statementTimeout(unit: GoUnit, node: SyntaxNode | undefined, engine: Engine, at: SyntaxNode): Setting<number> | null {
  if (engine !== 'postgres' && engine !== 'mysql' && engine !== 'mariadb') return null;
  const dsn = node && writtenDsn(unit, node);
  const isPostgres = engine === 'postgres';
  const found = (isPostgres ? /(?:\b|%20)statement_timeout(?:=|%3D|'?\s*:\s*'?)(\d+)(us|ms|s|min|h)?\b/i : /[?&]readTimeout=([\d.]+)(ms|s|m|h)\b/).exec(dsn?.text ?? '');
  if (node && found) {
    const ms = isPostgres ? Number(found[1]) * (postgresUnits[found[2] ?? 'ms'] ?? 1) : (parseDuration(`${found[1]}${found[2]}`) ?? 0);
    return { value: stated(ms === 0 ? Infinity : ms, sourceOf(node), found[0].replace(/^[?&]/, '')), variables: [] };
  }
  if (dsn?.whole) return defaulted(isPostgres ? goDefaults.postgresStatement : goDefaults.mysqlRead, at);
  const name = isPostgres ? 'statement_timeout' : 'readTimeout';
  const from = node ? `the connection string ${shown(node)} is put together when it runs` : 'the connection string is made elsewhere';
  return { value: unknown(from, { cause: 'no-value-given', what: `${name} in the connection string` }, { source: sourceOf(at) }), variables: [] };
}
