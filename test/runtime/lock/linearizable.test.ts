import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model, Operation } from './linearizable.ts';
import { isLinearizable } from './linearizable.ts';

type Input = { readonly write: number } | 'read';
const register: Model<number, Input, number> = {
  initial: 0,
  step: (state, input, output) => (input === 'read' ? (output === null || output === state ? state : null) : input.write),
  nameOf: String,
};

const op = (input: Input, output: number | null, calledAt: number, returnedAt: number): Operation<Input, number> => ({ input, output, calledAt, returnedAt });
const write = (value: number, calledAt: number, returnedAt: number): Operation<Input, number> => op({ write: value }, 0, calledAt, returnedAt);

describe('the checker of histories', () => {
  it.each<[string, readonly Operation<Input, number>[], boolean]>([
    ['nothing', [], true],
    ['a read of what was written', [write(1, 0, 1), op('read', 1, 2, 3)], true],
    ['a read of what was overwritten', [write(1, 0, 1), write(2, 2, 3), op('read', 1, 4, 5)], false],
    ['a read beside a write, old', [write(1, 0, 1), write(2, 2, 9), op('read', 1, 4, 5)], true],
    ['a read beside a write, new', [write(1, 0, 1), write(2, 2, 9), op('read', 2, 4, 5)], true],
    ['new, then old, beside one write', [write(1, 0, 1), write(2, 2, 9), op('read', 2, 3, 4), op('read', 1, 5, 6)], false],
    ['a write that never returned, seen', [op({ write: 7 }, null, 0, Infinity), op('read', 7, 5, 6)], true],
    ['a write that never returned, not seen', [op({ write: 7 }, null, 0, Infinity), op('read', 0, 5, 6)], true],
    ['a write that never returned, seen and gone', [op({ write: 7 }, null, 0, Infinity), op('read', 7, 5, 6), op('read', 0, 7, 8)], false],
    ['a read before its write was called', [op('read', 1, 0, 1), write(1, 2, 3)], false],
  ])('judges %s', (_name, history, expected) => expect(isLinearizable(register, history)).toBe(expected));

  const operation = fc
    .tuple(fc.oneof(fc.constant('read' as const), fc.record({ write: fc.integer({ min: 1, max: 2 }) })), fc.integer({ min: 0, max: 2 }), fc.nat({ max: 8 }), fc.nat({ max: 8 }))
    .map(([input, output, calledAt, length]) => op(input, output, calledAt, calledAt + length + 0.5));

  it('agrees with trying every order', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (history) => isLinearizable(register, history) === everyOrder(history)),
      { seed: 8, numRuns: 1500 },
    );
  });
});

function everyOrder(history: readonly Operation<Input, number>[], state = 0): boolean {
  if (history.length === 0) return true;
  const firstReturn = Math.min(...history.map(({ returnedAt }) => returnedAt));
  return history.some((first) => {
    if (first.calledAt > firstReturn) return false;
    const next = register.step(state, first.input, first.output);
    return next !== null && everyOrder(history.filter((other) => other !== first), next); // prettier-ignore
  });
}
