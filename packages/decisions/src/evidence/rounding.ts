import type { Stated } from '@plimsoll/contract';

/**
 * By how much a number may differ from what it was rounded from: half a unit of its last digit. Zeros at the end of a whole number
 * may be digits or may stand for what was rounded away; they are given one percent at most, so that 1200 req/s covers 1188 to 1212
 * and 200 ms does not cover 250. `scale` is what one of the written unit is in the unit of `value`.
 */
export function roundingOf(written: string, value: number): number {
  const digits = /\d[\d.,_'’\u00a0\u2009\u202f]*/.exec(written.replace(/^\d{1,4}\s?[×x*]\s?/, ''))?.[0].replace(/[.,]+$/, '') ?? '';
  const decimals = /[.,](\d{1,2}|\d{4,})$/.exec(digits)?.[1]?.length ?? 0;
  const plain = Number(decimals > 0 ? `${digits.slice(0, -decimals - 1).replace(/\D/g, '')}.${digits.slice(-decimals)}` : digits.replace(/\D/g, ''));
  if (plain === 0 || !Number.isFinite(plain)) return 0;
  const scale = Math.abs(value / plain); // milliseconds of "1.2 s", thousand of "1.2k"
  const lastDigit = 0.5 * 10 ** -decimals * scale;
  const zeros = decimals > 0 ? 0 : (/0+$/.exec(String(plain))?.[0].length ?? 0);
  return zeros === 0 ? lastDigit : Math.max(lastDigit, Math.min(0.5 * 10 ** zeros * scale, Math.abs(value) * 0.01));
}

/** What the line says at the place of a quantity; its columns count from the line's start, `text` from `column`. */
export function writtenOf(quantity: Stated<number>, claim: { readonly text: string; readonly source: { readonly column: number } }): string {
  return claim.text.slice(quantity.source.column - claim.source.column, quantity.source.endColumn - claim.source.column);
}

/** Equal within the rounding of what is written and the error of what is stored. */
export function agrees(stated: number, written: string, measured: number, relativeError: number): boolean {
  return Math.abs(stated - measured) <= roundingOf(written, stated) + relativeError * measured + 1e-9;
}
