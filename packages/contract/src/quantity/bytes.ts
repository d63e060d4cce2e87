import type { Parsed } from './parsed.ts';
import { decimal, parsed, plainNumber, quote, tidy, wrong } from './parsed.ts';

const prefixes = ['', 'k', 'm', 'g', 't', 'p'];

/** `512Mi`, `1GiB`, `500MB`, `64k`, `1024`: bytes. With an `i` powers of 1024, without powers of 1000. */
export function parseBytes(text: string): Parsed<number> {
  const source = tidy(text);
  const match = source === null ? null : /^([\d.,_]+)\s*([kmgtp])?(i)?(b|byte|bytes)?$/i.exec(source);
  const power = prefixes.indexOf((match?.[2] ?? '').toLowerCase());
  const binary = match?.[3] !== undefined;
  const plain = decimal(match?.[1] ?? '', binary ? 0 : power * 3);
  if (!match || plain === null || (binary && power === 0)) return wrong(`${quote(text)} is not a size; write one such as 512MiB, 1GiB or 500MB`);
  return parsed(Math.round(binary ? plain * 1024 ** power : plain));
}

/** In the binary unit where it is a whole number of them, else in the decimal one: `512MiB`, `1.5GB`. */
export function sayBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return bytes === Infinity ? 'no limit' : 'unknown';
  for (let power = prefixes.length - 1; power > 0; power--) {
    const prefix = (prefixes[power] ?? '').toUpperCase();
    const whole = bytes / 1024 ** power;
    if (whole >= 1 && Number.isInteger(whole * 4)) return `${plainNumber(whole)}${prefix}iB`;
    if (bytes >= 1000 ** power) return `${plainNumber(bytes / 1000 ** power)}${prefix}B`;
  }
  return `${plainNumber(bytes)}B`;
}
