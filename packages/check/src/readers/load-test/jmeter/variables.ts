import type { Source } from '@plimsoll/contract';
import { stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { Element, Property } from './elements.ts';

export type Variables = ReadonlyMap<string, string>;

/** Variables of the plan and of its "User Defined Variables"; arguments of a request are none. */
export function variablesOf(elements: readonly Element[]): Variables {
  const holders = elements.filter(({ name, enabled }) => enabled && (name === 'TestPlan' || name === 'Arguments'));
  return new Map(holders.flatMap((element) => element.arguments.map(({ name, value }) => [name, value])));
}

const innermost = /\$\{([^${}]{0,200})\}/g;
const turnsMax = 4;
const longest = 2_000;

/**
 * The text with variables and properties filled in; a property that the command line does not set leaves its fallback, which is 1 where
 * `__P` names none (https://jmeter.apache.org/usermanual/functions.html#__P). Null where something else stays open.
 */
export function filledIn(text: string, variables: Variables): string | null {
  let result = text;
  for (let turn = 0; turn < turnsMax && result.includes('${') && result.length < longest; turn++) {
    result = result.replace(innermost, (written, expression: string) => {
      const property = /^__(?:P\(([^,)]*)(?:,([^)]*))?\)|property\(([^,)]*),[^,)]*,([^)]*)\))$/.exec(expression.trim());
      if (property) return (property[2] ?? property[4] ?? '1').trim();
      return variables.get(expression.trim()) ?? written;
    });
  }
  return result.includes('${') || result.length >= longest ? null : result;
}

export function sourceOf(file: string, place: { readonly line: number; readonly column: number }): Source {
  return { file, line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1 };
}

/** A number of a property in the unit of `scale`; null where the element has no such property. */
export function numberOf(property: Property | undefined, variables: Variables, file: string, scale = 1): Known<number> | null {
  if (!property || property.value === '') return null;
  const source = sourceOf(file, property);
  const says = `${property.name.slice(property.name.lastIndexOf('.') + 1)}: ${property.value.slice(0, 80)}`;
  const text = filledIn(property.value, variables)?.trim() ?? '';
  if (/^-?\d{1,12}(?:\.\d+)?$/.test(text)) return stated(Number(text) * scale, source, says);
  return unknown(`${says} is only known when the plan runs`, { cause: 'no-value-given', what: property.value.slice(0, 80) }, { source });
}
