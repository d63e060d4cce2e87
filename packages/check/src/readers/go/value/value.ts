import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, textOf } from '../../syntax/index.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { Known } from '../../../model/known.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';

export type Plain = number | string | boolean;

/** A value of an expression. A duration built from time's units counts in milliseconds, any other number as written. */
export interface Value {
  readonly known: Known<Plain>;
  readonly variables: readonly string[];
  readonly isDuration: boolean;
}

export function shown(node: SyntaxNode): string {
  const text = textOf(node).replace(/\s+/g, ' ');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

export function literal(value: Plain, node: SyntaxNode, isDuration = false): Value {
  return { known: stated(value, sourceOf(node), shown(node)), variables: [], isDuration };
}

export function unclear(reason: string, what: string, cause: 'no-value-given' | 'outside-the-repository' | 'not-supported-yet', node: SyntaxNode, variables: readonly string[] = []): Value {
  return { known: unknown(reason, { cause, what }, { source: sourceOf(node) }), variables, isDuration: false };
}

/** A count: strings that hold a number count as one. */
export function numberSetting(value: Value, at: SyntaxNode, says: string): Setting<number> {
  return convert(value, at, says, (plain) => (typeof plain === 'number' ? plain : typeof plain === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(plain) ? Number(plain) : undefined));
}

/** A time.Duration: a bare number counts nanoseconds, a string is read as time.ParseDuration does. */
export function durationSetting(value: Value, at: SyntaxNode, says: string): Setting<number> {
  return convert(value, at, says, (plain) => (typeof plain === 'number' ? (value.isDuration ? plain : plain / 1e6) : typeof plain === 'string' ? parseDuration(plain) : undefined));
}

export function stringSetting(value: Value, at: SyntaxNode): Setting<string> {
  return convert(value, at, shown(at), String);
}

function convert<T>(value: Value, at: SyntaxNode, says: string, read: (plain: Plain) => T | undefined): Setting<T> {
  const { known, variables } = value;
  if (!isKnown(known)) return { value: known.source ? known : { ...known, source: sourceOf(at) }, variables };
  const result = read(known.value);
  const source = sourceOf(at);
  if (result === undefined) return { value: unknown(`${says} is no such value`, { cause: 'no-value-given', what: `a value for ${says}` }, { source }), variables };
  const inside = known.source.file === source.file && known.source.line >= source.line && known.source.line <= source.endLine;
  return { value: stated(result, source, says, inside ? known.from : [known]), variables };
}

const unitsMs: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

export function parseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text.trim()) return undefined;
  return parts.reduce((sum, part) => sum + Number(part[1]) * (unitsMs[part[2] ?? ''] ?? 1), 0);
}

export const timeUnits: Readonly<Record<string, number>> = { Nanosecond: 1e-6, Microsecond: 1e-3, Millisecond: 1, Second: 1_000, Minute: 60_000, Hour: 3_600_000 };
