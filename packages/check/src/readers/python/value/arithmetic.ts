import type { Plain } from './evaluate.ts';

/** What an operator of Python makes of known operands; undefined when it is not arithmetic on numbers or the joining of strings. */
export function arithmetic(operator: string, operands: readonly Plain[]): Plain | undefined {
  const [a, b] = operands;
  if (operands.length === 1 && typeof a === 'number') return operator === '-' ? -a : operator === '+' ? a : undefined;
  if (typeof a === 'string' && typeof b === 'string') return operator === '+' ? a + b : undefined;
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const result = onNumbers(operator, a, b);
  return result === undefined || Number.isNaN(result) ? undefined : result;
}

function onNumbers(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '//':
      return b === 0 ? undefined : Math.floor(a / b);
    case '%':
      return b === 0 ? undefined : a - b * Math.floor(a / b);
    case '**':
      return a ** b;
    default:
      return undefined;
  }
}
