import { isWord } from './classes.ts';
import type { Program } from './compile.ts';
import type { Assertion } from './nodes.ts';

/** Start and end offsets of the whole match and of every group; undefined for a group that took no part. */
export type Match = readonly (number | undefined)[];

export interface Budget {
  left: number;
}

interface Thread {
  readonly at: number;
  readonly slots: Match;
}

/** Steps a search may take before it is given up: about half a second. */
export const maximumSearchSteps = 20_000_000;

/**
 * The leftmost match at or after `from`, as RE2 prefers it; null without one, undefined when the budget ran out.
 * All alternatives advance together (Pike's machine), so time is at most text length times pattern size.
 */
export function search(program: Program, text: string, from: number, budget: Budget): Match | null | undefined {
  let threads: Thread[] = [];
  let found: Match | null = null;
  for (let offset = from; ;) {
    const reached = new Uint8Array(program.instructions.length);
    const next: Thread[] = [];
    const code = text.codePointAt(offset);
    const current: Thread[] = [];
    for (const thread of threads) spread(program, thread, offset, text, reached, current, budget);
    if (!found) spread(program, { at: 0, slots: [offset] }, offset, text, reached, current, budget);
    budget.left -= program.instructions.length >> 4;
    for (const thread of current) {
      const instruction = program.instructions[thread.at];
      if (instruction?.op === 'match') {
        found = withSlot(thread.slots, 1, offset);
        break; // what follows has lower priority
      }
      if (instruction?.op === 'character' && code !== undefined && instruction.test(code)) next.push({ at: thread.at + 1, slots: thread.slots });
    }
    if (budget.left < 0) return undefined;
    if (code === undefined || (found && next.length === 0)) return found;
    threads = next;
    offset += code > 0xffff ? 2 : 1;
  }
}

/** All matches that do not overlap; an empty one right behind another does not count. */
export function searchAll(program: Program, text: string): readonly Match[] | undefined {
  const budget: Budget = { left: maximumSearchSteps };
  const matches: Match[] = [];
  let from = 0;
  let lastEnd = -1;
  while (from <= text.length) {
    const match = search(program, text, from, budget);
    if (match === undefined) return undefined;
    if (match === null) break;
    const [start = 0, end = 0] = match;
    if (end > start || end !== lastEnd) matches.push(match);
    lastEnd = end;
    from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
  }
  return matches;
}

/** Follows instructions that take no character. Order is priority; each instruction is reached once. */
function spread(program: Program, thread: Thread, offset: number, text: string, reached: Uint8Array, out: Thread[], budget: Budget): void {
  const pending: Thread[] = [thread];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { at, slots } = next;
    budget.left -= 1;
    if (reached[at] === 1) continue;
    reached[at] = 1;
    const instruction = program.instructions[at];
    switch (instruction?.op) {
      case 'split':
        pending.push({ at: instruction.second, slots }, { at: instruction.first, slots });
        break;
      case 'save':
        budget.left -= slots.length;
        pending.push({ at: at + 1, slots: withSlot(slots, instruction.slot, offset) });
        break;
      case 'assert':
        if (holds(instruction.assertion, text, offset)) pending.push({ at: at + 1, slots });
        break;
      default:
        out.push(next);
    }
  }
}

function withSlot(slots: Match, slot: number, offset: number): Match {
  const copy = [...slots];
  copy[slot] = offset;
  return copy;
}

function holds(assertion: Assertion, text: string, offset: number): boolean {
  switch (assertion) {
    case 'text-start':
      return offset === 0;
    case 'text-end':
      return offset === text.length;
    case 'line-start':
      return offset === 0 || text[offset - 1] === '\n';
    case 'line-end':
      return offset === text.length || text[offset] === '\n';
    default: {
      const before = offset > 0 && isWord(text.charCodeAt(offset - 1));
      const after = offset < text.length && isWord(text.charCodeAt(offset));
      return (before !== after) === (assertion === 'word-boundary');
    }
  }
}
