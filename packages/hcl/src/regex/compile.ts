import type { Assertion, CharacterTest, Pattern, Rejected } from './nodes.ts';
import { parsePattern } from './parse.ts';

type Instruction =
  | { readonly op: 'character'; readonly test: CharacterTest }
  | { readonly op: 'assert'; readonly assertion: Assertion }
  | { readonly op: 'split'; readonly first: number; readonly second: number } // `first` is preferred
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly groups: readonly (string | undefined)[];
}

const maximumInstructions = 5000;

/** A program for `run.ts`, or why there is none. */
export function compilePattern(source: string): Program | Rejected {
  const parsed = parsePattern(source);
  if ('rejected' in parsed) return parsed;
  const instructions: Instruction[] = [];
  emit(parsed.pattern, instructions);
  if (instructions.length > maximumInstructions) return { rejected: 'the pattern is too large' };
  return { instructions: [...instructions, { op: 'match' }], groups: parsed.groups };
}

function emit(pattern: Pattern, out: Instruction[]): void {
  if (out.length > maximumInstructions) return;
  switch (pattern.kind) {
    case 'character':
      out.push({ op: 'character', test: pattern.test });
      return;
    case 'assertion':
      out.push({ op: 'assert', assertion: pattern.assertion });
      return;
    case 'sequence':
      for (const item of pattern.items) emit(item, out);
      return;
    case 'group':
      out.push({ op: 'save', slot: 2 * pattern.index });
      emit(pattern.item, out);
      out.push({ op: 'save', slot: 2 * pattern.index + 1 });
      return;
    case 'choice':
      emitChoice(pattern.options, out);
      return;
    case 'repeat':
      emitRepeat(pattern, out);
  }
}

function emitChoice(options: readonly Pattern[], out: Instruction[]): void {
  const jumps: number[] = [];
  for (const [index, option] of options.entries()) {
    if (index === options.length - 1) emit(option, out);
    else {
      const split = reserve(out);
      emit(option, out);
      jumps.push(reserve(out));
      out[split] = { op: 'split', first: split + 1, second: out.length };
    }
  }
  for (const jump of jumps) out[jump] = { op: 'split', first: out.length, second: out.length };
}

function emitRepeat(pattern: Extract<Pattern, { kind: 'repeat' }>, out: Instruction[]): void {
  const { item, min, max, greedy } = pattern;
  for (let count = 0; count < min && out.length <= maximumInstructions; count += 1) emit(item, out);
  if (max === Number.POSITIVE_INFINITY) {
    const split = reserve(out);
    emit(item, out);
    out.push({ op: 'split', first: split, second: split });
    out[split] = fork(greedy, split + 1, out.length);
    return;
  }
  const splits: number[] = [];
  for (let count = min; count < max && out.length <= maximumInstructions; count += 1) {
    splits.push(reserve(out));
    emit(item, out);
  }
  for (const split of splits) out[split] = fork(greedy, split + 1, out.length);
}

function fork(greedy: boolean, inside: number, outside: number): Instruction {
  return greedy ? { op: 'split', first: inside, second: outside } : { op: 'split', first: outside, second: inside };
}

/** A place to be filled once the jump target is known. */
function reserve(out: Instruction[]): number {
  return out.push({ op: 'match' }) - 1;
}
