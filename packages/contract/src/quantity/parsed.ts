/** What a text says as a quantity in its base unit, or what would be right. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const longestQuantity = 64;

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function wrong(message: string): Parsed<never> {
  return { ok: false, message };
}

/** Quantities are short; a longer text is none, and no expression needs to look at it. */
export function tidy(text: string): string | null {
  const trimmed = text.length > longestQuantity * 4 ? '' : text.trim();
  return trimmed === '' || trimmed.length > longestQuantity ? null : trimmed;
}

export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `\`${short.replace(/\s+/g, ' ').trim()}\``;
}

/**
 * A decimal number times a power of ten, without the error that a multiplication adds: 99.9 % is 0.999, not
 * 0.9990000000000001. Takes `1,000`, `1_000` and `10k`; not `0,145`, whose comma can only part decimals.
 */
export function decimal(text: string, exponent = 0): number | null {
  const match = /^([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:_\d{3})+|\d+|(?=\.\d))(\.\d+)?(k|K|M)?$/.exec(text);
  if (!match) return null;
  const scale = match[3] === undefined ? 0 : match[3] === 'M' ? 6 : 3;
  const value = Number(`${(match[1] ?? '').replace(/[,_]/g, '')}${match[2] ?? ''}e${exponent + scale}`);
  return Number.isFinite(value) ? value : null;
}

/** A number as people write it, without exponent and without the dust of binary fractions. */
export function plainNumber(value: number): string {
  const rounded = Number(value.toPrecision(12));
  const text = String(rounded);
  return text.includes('e')
    ? rounded
        .toFixed(rounded < 1 ? 12 : 0)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : text;
}
