/** `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

type Operation = '+' | '-' | '*' | '/' | '%';

/** More than a double can hold, so that a quotient is rounded once. */
const quotientDigits = 40;

/** What a double holds for certain; an operand with more is itself a rounded quotient. */
const certainDigits = 15;

/**
 * HCL calculates in 512 bits: 0.1 + 0.2 is 0.3, 11 % 5.1 is 0.8, and 2 / 3 * 3 is 2. Here numbers are doubles, taken for the shortest
 * decimal that names them; the exact result is rounded to the nearest double, and to fifteen digits after an operand that is rounded.
 * Infinite where the result is too large.
 */
export function calculate(left: number, right: number, operation: Operation): number {
  const direct = apply(left, right, operation);
  if (!Number.isFinite(left) || !Number.isFinite(right)) return direct;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(direct)) return direct + 0;
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const result = exactly(a, b, operation);
  return isRounded(a) || isRounded(b) ? Number(result.toPrecision(certainDigits)) : result;
}

function exactly(a: Decimal, b: Decimal, operation: Operation): number {
  switch (operation) {
    case '+':
      return aligned(a, b, (x, y) => x + y);
    case '-':
      return aligned(a, b, (x, y) => x - y);
    case '%':
      return aligned(a, b, (x, y) => x % y);
    case '*':
      return numberOf({ digits: a.digits * b.digits, exponent: a.exponent + b.exponent });
    case '/':
      return numberOf({ digits: (a.digits * 10n ** BigInt(quotientDigits)) / b.digits, exponent: a.exponent - b.exponent - quotientDigits });
  }
}

function apply(left: number, right: number, operation: Operation): number {
  switch (operation) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

/** Both in units of the smaller exponent; doubles differ by 650 powers of ten at most. */
function aligned(a: Decimal, b: Decimal, combine: (x: bigint, y: bigint) => bigint): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return numberOf({ digits: combine(scaled(a), scaled(b)), exponent });
}

function isRounded({ digits }: Decimal): boolean {
  return digits.toString().replace(/^-/, '').replace(/0+$/, '').length > certainDigits;
}

function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function numberOf({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}
