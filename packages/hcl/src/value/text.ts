import type { UnknownValue, Value } from './value.ts';

/** Decimal notation without exponent, as HCL prints numbers. */
export function formatNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [mantissa = '0', exponent = '0'] = text.split('e');
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace('-', '').replace('.', '');
  const point = mantissa.replace('-', '').indexOf('.');
  const shift = Number(exponent) + (point === -1 ? digits.length : point);
  return `${negative ? '-' : ''}0.${'0'.repeat(Math.max(0, -shift))}${digits}`;
}

/** The text of a known primitive; undefined for everything else. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'number':
      return formatNumber(value.value);
    case 'bool':
      return String(value.value);
    default:
      return undefined;
  }
}

/** The pieces of a string, literal ones and unknown ones, in order. */
export function partsOf(value: Value): readonly Value[] {
  return value.kind === 'unknown' && value.parts ? value.parts : [value];
}

/** What an unknown string certainly starts with. */
export function knownPrefix(value: Value): string {
  return leading(partsOf(value));
}

/** What an unknown string certainly ends with. */
export function knownSuffix(value: Value): string {
  let suffix = '';
  for (const part of partsOf(value).toReversed()) {
    const text = textOf(part);
    if (text === undefined) break;
    suffix = text + suffix;
  }
  return suffix;
}

/** The structure behind a JSON or YAML text, with the ranges of its parts, known or not. */
export function encodedOf(value: Value): Value | undefined {
  return value.kind === 'string' || value.kind === 'unknown' ? value.encoded : undefined;
}

export function isUnknown(value: Value): value is UnknownValue {
  return value.kind === 'unknown';
}

function leading(parts: readonly Value[]): string {
  let prefix = '';
  for (const part of parts) {
    const text = textOf(part);
    if (text === undefined) break;
    prefix += text;
  }
  return prefix;
}
