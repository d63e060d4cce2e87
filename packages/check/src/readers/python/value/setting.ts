import type { Setting } from '../../../facts/setting.ts';
import type { Known } from '../../../model/known.ts';
import { byDefault, isKnown, unknown } from '../../../model/known.ts';
import type { PythonCall } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf } from '../../syntax/index.ts';
import type { Plain } from './evaluate.ts';
import { brief, evaluate } from './evaluate.ts';

/** Reads a node as a value of one type; what it is not becomes an unknown with the reason. */
function settingFrom<T>(node: SyntaxNode, read: (value: Plain) => T | undefined, expected: string, unit = 1): Setting<T> {
  const { known, variables, scale } = evaluate(node);
  const factor = (scale ?? 1) * unit;
  const setting: Setting<T> = { value: typed(known, node, read, expected), variables: [...new Set(variables)] };
  return variables.length > 0 && factor !== 1 ? { ...setting, scale: factor } : setting;
}

function typed<T>(known: Known<Plain>, node: SyntaxNode, read: (value: Plain) => T | undefined, expected: string): Known<T> {
  if (!isKnown(known)) return known;
  const value = read(known.value);
  if (value === undefined) return unknown(`${brief(node)} is not ${expected}`, { cause: 'not-supported-yet', what: `${expected} for ${brief(node)}` }, { source: sourceOf(node) });
  return { ...known, value };
}

function numeric(value: Plain): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined;
  return number === undefined || Number.isNaN(number) ? undefined : number;
}

export function numberSetting(node: SyntaxNode, ifNone?: number): Setting<number> {
  return settingFrom(node, (value) => (value === null ? ifNone : numeric(value)), 'a number');
}

/** Seconds as written in Python, in milliseconds. None is "no limit". */
export function secondsSetting(node: SyntaxNode): Setting<number> {
  return settingFrom(node, (value) => (value === null ? Infinity : scaled(numeric(value))), 'a number of seconds', 1000);
}

function scaled(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

export function stringSetting(node: SyntaxNode): Setting<string> {
  return settingFrom(node, (value) => (typeof value === 'string' ? value : undefined), 'a string');
}

export function booleanSetting(node: SyntaxNode): Setting<boolean> {
  return settingFrom(
    node,
    (value) => (typeof value === 'boolean' ? value : typeof value === 'string' ? /^(1|true|yes|on)$/i.test(value) : typeof value === 'number' ? value !== 0 : undefined),
    'a truth value',
  );
}

/** What nobody set, at the call that left it unset. */
export function defaultSetting<T>(call: PythonCall, fallback: Default<T>): Setting<T> {
  return { value: byDefault(fallback.value, sourceOf(call.callee), fallback.says, fallback.citation), variables: [] };
}

export interface Default<T> {
  readonly value: T;
  readonly says: string;
  readonly citation: string;
}

export function unknownSetting<T>(node: SyntaxNode, reason: string, what: string): Setting<T> {
  return { value: unknown(reason, { cause: 'not-supported-yet', what }, { source: sourceOf(node) }), variables: [] };
}
