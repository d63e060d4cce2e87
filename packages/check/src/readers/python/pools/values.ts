import type { Setting } from '../../../facts/setting.ts';
import { map } from '../../../model/known.ts';
import { optionOf } from '../clients/options.ts';
import type { Option } from '../clients/options.ts';
import type { PythonCall } from '../code/types.ts';
import { brief } from '../value/evaluate.ts';
import { booleanSetting, defaultSetting, numberSetting, secondsSetting, unknownSetting } from '../value/setting.ts';
import type { Default } from '../value/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';

/** Where the options of a pool may stand, the nearest first: the call itself, a dictionary of options. */
export type Options = (keyword: string) => Option;

export function optionsOfCall(call: PythonCall, positions: Readonly<Record<string, number>> = {}): Options {
  return (keyword) => optionOf(call, keyword, positions[keyword]);
}

export function pick<T>(option: Option, call: PythonCall, read: (node: SyntaxNode) => Setting<T>, fallback: Default<T>): Setting<T> {
  if (option.given === 'yes') return read(option.value);
  if (option.given === 'no') return defaultSetting(call, fallback);
  return unknownSetting(option.spread, `what ${brief(option.spread)} sets is not known`, `the content of ${brief(option.spread)}`);
}

/** A count for which the library takes some value to mean "no limit". */
export function countOr(unlimited: number): (node: SyntaxNode) => Setting<number> {
  return (node) => {
    const setting = numberSetting(node, Infinity);
    return { ...setting, value: map(setting.value, (count) => (count === unlimited ? Infinity : count)) };
  };
}

export const plainCount: (node: SyntaxNode) => Setting<number> = (node) => numberSetting(node, Infinity);
export const secondsOrNever: (node: SyntaxNode) => Setting<number> = (node) => {
  const setting = secondsSetting(node);
  return { ...setting, value: map(setting.value, (ms) => (ms < 0 ? Infinity : ms)) };
};
export const milliseconds: (node: SyntaxNode) => Setting<number> = (node) => numberSetting(node, Infinity);
export const truth: (node: SyntaxNode) => Setting<boolean> = booleanSetting;
