import type { Style } from './span.ts';

const codes: Readonly<Record<Style, readonly [on: string, off: string]>> = {
  error: ['1;31', '22;39'],
  warning: ['33', '39'],
  info: ['36', '39'],
  kept: ['32', '39'],
  undecided: ['35', '39'],
  strong: ['1', '22'],
  quiet: ['2', '22'],
  path: ['36', '39'],
  alarm: ['1;37;41', '22;39;49'],
};

export function ansi(style: Style, text: string): string {
  const [on, off] = codes[style];
  return `\u{1b}[${on}m${text}\u{1b}[${off}m`;
}
