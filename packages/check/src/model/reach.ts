import type { Evidence } from '@plimsoll/contract';
import { line } from './judgement.ts';
import type { ClientUse } from '../facts/index.ts';
import type { Reach } from './system.ts';

/** The way from an entry point to a place, line by line: what starts it, and each call from there on. */
export function wayTo({ entry, why, steps, refills }: Reach): readonly Evidence[] {
  return entry ? [line(entry, why), ...steps.map(({ source, callee }) => line(source, `calls ${callee}${source === refills ? ', where what is kept is missing' : ''}`))] : [];
}

/** How often something is made, for a message. */
export function timesMade({ site }: ClientUse, { refills }: Reach): string {
  if (refills) return 'each time a cache is filled';
  return site.inLoop ? 'in every round of a loop' : 'for every call';
}
