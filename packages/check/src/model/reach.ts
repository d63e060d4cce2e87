import type { Evidence } from '@plimsoll/contract';
import { line } from './judgement.ts';
import type { Reach } from './system.ts';

/** The way from an entry point to a place, line by line: what starts it, and each call from there on. */
export function wayTo({ entry, why, steps }: Reach): readonly Evidence[] {
  return entry ? [line(entry, why), ...steps.map(({ source, callee }) => line(source, `calls ${callee}`))] : [];
}
