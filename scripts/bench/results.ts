import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const results = fileURLToPath(new URL('../../bench/RESULTS.md', import.meta.url));

/** Puts a text between its two markers in bench/RESULTS.md; what stands outside the markers is written by hand. */
export function fill(name: string, text: string): void {
  const page = readFileSync(results, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = page.indexOf(begin);
  const stop = page.indexOf(end);
  if (start === -1 || stop === -1) throw new Error(`bench/RESULTS.md has no place for ${name}`);
  writeFileSync(results, `${page.slice(0, start + begin.length)}\n\n${text.trim()}\n\n${page.slice(stop)}`);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
