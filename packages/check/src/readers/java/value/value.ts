import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, textOf } from '../../syntax/index.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { Known, Unknown } from '../../../model/known.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';

export type Plain = number | string | boolean;

/** A value of an expression, before it is known what it is used for. A duration counts in milliseconds. */
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

/** Changes a known number; anything else becomes unknown with `why`. */
export function mapNumber(value: Value, node: SyntaxNode, change: (number: number) => number, isDuration: boolean = value.isDuration): Value {
  if (!isKnown(value.known)) return { ...value, known: withoutBounds(value.known), isDuration };
  const number = typeof value.known.value === 'string' ? numberIn(value.known.value) : value.known.value;
  if (typeof number !== 'number') return unclear(`${shown(node)} is not a number`, `a number for ${shown(node)}`, 'no-value-given', node, value.variables);
  return { known: { ...value.known, value: change(number) }, variables: value.variables, isDuration };
}

function withoutBounds({ reason, needs, source, from }: Unknown): Unknown {
  return { reason, needs, ...(source && { source }), ...(from && { from }) };
}

export function numberIn(text: string): number | undefined {
  return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** The setting that a call or field states: `at` is what a finding shows, the expression behind it stays in `from`. */
export function numberSetting(value: Value, at: SyntaxNode, unitMs: number | null): Setting<number> {
  const counted = unitMs === null || value.isDuration ? mapNumber(value, at, (number) => number) : mapNumber(value, at, (number) => number * unitMs);
  return settingAt(counted, at);
}

export function stringSetting(value: Value, at: SyntaxNode): Setting<string> {
  if (!isKnown(value.known)) return { value: value.known, variables: value.variables };
  return settingAt({ ...value, known: { ...value.known, value: String(value.known.value) } }, at);
}

function settingAt<T>(value: Value, at: SyntaxNode): Setting<T> {
  const { known } = value;
  if (!isKnown(known)) return { value: known.source ? known : { ...known, source: sourceOf(at) }, variables: value.variables };
  const source = sourceOf(at);
  const inside = known.source.file === source.file && known.source.line >= source.line && known.source.line <= source.endLine;
  return { value: { ...stated(known.value as T, source, shown(at), inside ? known.from : [known]) }, variables: value.variables };
}
