import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source } from '@plimsoll/contract';
import { boundsOf, compare, difference, greatest, least, product, sum } from './arithmetic.ts';
import { isKnown, stated, unknown } from './known.ts';
import type { Fact, Interval, Known } from './known.ts';

const at = (line: number): Source => ({ file: 'harbour.tf', line, column: 1, endLine: line, endColumn: 2 });
const fact = (value: number, line = 1): Fact<number> => stated(value, at(line), `berths = ${value}`);
const open = (bounds?: Interval, name = 'var.berths'): Known<number> => unknown(`${name} has no value`, { cause: 'no-value-given', what: `a value for ${name}` }, bounds ? { bounds } : {});

/** A value together with one number that it may turn out to be. */
interface Case {
  readonly known: Known<number>;
  readonly actual: number;
}

const count = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 1, 1000, 100_000));
const known: fc.Arbitrary<Case> = fc.oneof({ weight: 6, arbitrary: count }, { weight: 1, arbitrary: fc.constant(Infinity) }).map((value) => ({ known: fact(value), actual: value }));
const bounded: fc.Arbitrary<Case> = fc.tuple(count, count, count, fc.boolean(), fc.boolean()).map(([a, b, c, hasMin, hasMax]) => {
  const [min = 0, actual = 0, max = 0] = [a, b, c].toSorted((x, y) => x - y);
  return { known: open({ ...(hasMin ? { min } : {}), ...(hasMax ? { max } : {}) }), actual };
});
const boundless: fc.Arbitrary<Case> = fc.oneof(count, fc.constant(Infinity)).map((actual) => ({ known: open(), actual }));
const anyCase = fc.oneof(known, bounded, boundless);
const cases = fc.array(anyCase, { minLength: 1, maxLength: 5 });

const times = (numbers: readonly number[]): number => numbers.reduce((total, number) => (total === 0 || number === 0 ? 0 : total * number), 1);
const total = (numbers: readonly number[]): number => numbers.reduce((sofar, number) => sofar + number, 0);

function holds(result: Known<number>, actual: number): void {
  const { min = 0, max = Infinity } = boundsOf(result);
  expect(min).toBeLessThanOrEqual(actual);
  expect(max).toBeGreaterThanOrEqual(actual);
}

describe('calculations', () => {
  const operations: readonly (readonly [string, (values: readonly Known<number>[]) => Known<number>, (numbers: readonly number[]) => number])[] = [
    ['sum', sum, total],
    ['product', (values) => product(...values), times],
    ['least', least, (numbers) => Math.min(...numbers)],
    ['greatest', greatest, (numbers) => Math.max(...numbers)],
  ];

  it.each(operations)('%s: the bounds contain what comes out for every number within the bounds of its parts', (_, operation, exact) => {
    fc.assert(fc.property(cases, (parts) => holds(operation(parts.map((part) => part.known)), exact(parts.map((part) => part.actual)))));
  });

  it.each(operations)('%s: known parts give the exact result', (_, operation, exact) => {
    fc.assert(
      fc.property(fc.array(known, { minLength: 1, maxLength: 5 }), (parts) => {
        expect(operation(parts.map((part) => part.known))).toHaveProperty('value', exact(parts.map((part) => part.actual)));
      }),
    );
  });

  it.each(operations)('%s: a part that is not known leaves the result not known', (_, operation) => {
    fc.assert(fc.property(cases, bounded, (parts, missing) => !isKnown(operation([...parts.map((part) => part.known), missing.known]))));
  });

  it('takes the bounds of a difference from both sides, never below zero', () => {
    const finite = anyCase.filter((part) => part.actual !== Infinity && !(isKnown(part.known) && part.known.value === Infinity));
    fc.assert(fc.property(finite, finite, (left, right) => holds(difference(left.known, right.known), Math.max(0, left.actual - right.actual))));
    expect(difference(fact(100), fact(3))).toHaveProperty('value', 97);
    expect(difference(fact(3), fact(100))).toHaveProperty('value', 0);
    expect(difference(fact(Infinity), fact(3))).toHaveProperty('value', Infinity);
    expect(difference(fact(Infinity), fact(Infinity))).toHaveProperty('value', Infinity);
  });

  it('says only what is certain of a difference', () => {
    expect(difference(open({ max: 112 }), fact(3))).toMatchObject({ bounds: { max: 109 } });
    expect(difference(fact(240), open({ max: 109 }))).toMatchObject({ bounds: { min: 131, max: 240 } });
    expect(boundsOf(difference(open(), fact(3)))).toEqual({});
  });

  it('keeps zero zero, even times no limit', () => {
    expect(product(fact(0), fact(Infinity))).toHaveProperty('value', 0);
    expect(product(fact(Infinity), fact(0))).toHaveProperty('value', 0);
    expect(boundsOf(product(fact(0), open()))).toEqual({ max: 0 });
  });

  it('lets no limit stay no limit', () => {
    expect(sum([fact(5), fact(Infinity)])).toHaveProperty('value', Infinity);
    expect(product(fact(2), fact(Infinity))).toHaveProperty('value', Infinity);
    expect(boundsOf(sum([open({ min: 4, max: 9 }), fact(Infinity)]))).toEqual({ min: Infinity });
  });

  it('bounds "at least" through a product and "at most" through the least', () => {
    expect(boundsOf(product(fact(25), open({ min: 6 })))).toEqual({ min: 150 });
    expect(boundsOf(least([fact(20), open()]))).toEqual({ max: 20 });
    expect(boundsOf(greatest([fact(20), open()]))).toEqual({ min: 20 });
  });
});

describe('chains', () => {
  it('keep every operand of a known result', () => {
    const [pool, processes, instances] = [fact(10, 1), fact(2, 2), fact(20, 3)];
    const demand = product(pool, processes, instances);
    expect(demand).toMatchObject({ value: 400, basis: 'derived', source: pool.source });
    expect(isKnown(demand) && demand.from).toEqual([pool, processes, instances]);
    expect(sum([demand, pool])).toMatchObject({ value: 410, from: [demand, pool] });
  });

  it('give a lone value back as it is: adding nothing derives nothing', () => {
    const pool = fact(10);
    expect(sum([pool])).toBe(pool);
    expect(greatest([pool])).toBe(pool);
  });

  it('keep the known operands where the result is not known, through several steps', () => {
    const [pool, reserve] = [fact(10, 1), fact(5, 2)];
    const demand = sum([product(pool, open({ min: 3 })), reserve]);
    expect(demand).toMatchObject({ bounds: { min: 35 }, from: [pool, reserve] });
    expect(difference(reserve, demand)).toMatchObject({ from: [reserve, pool, reserve] });
  });

  it('name each reason once and need what the first one needs', () => {
    const ships = open(undefined, 'var.ships');
    const berths = open(undefined, 'var.berths');
    expect(sum([ships, berths, ships])).toMatchObject({ reason: 'var.ships has no value; var.berths has no value', needs: { what: 'a value for var.ships' } });
  });
});

describe('compare', () => {
  const operators = fc.constantFrom('<=' as const, '<' as const, '>=' as const, '>' as const);
  const truth = { '<=': (a: number, b: number) => a <= b, '<': (a: number, b: number) => a < b, '>=': (a: number, b: number) => a >= b, '>': (a: number, b: number) => a > b };

  it('never answers against an assignment within the bounds', () => {
    fc.assert(
      fc.property(anyCase, operators, anyCase, (left, operator, right) => {
        const { answer } = compare(left.known, operator, right.known);
        expect(answer).not.toBe(truth[operator](left.actual, right.actual) ? 'no' : 'yes');
      }),
      { numRuns: 2000 },
    );
  });

  it('decides whatever is known', () => {
    fc.assert(fc.property(known, operators, known, (left, operator, right) => compare(left.known, operator, right.known).answer === (truth[operator](left.actual, right.actual) ? 'yes' : 'no')));
  });

  it('decides as soon as closed bounds do not overlap', () => {
    const apart = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)).map(([a, b, gap]): [number, number] => [a + b, a + b + gap + 1]);
    fc.assert(
      fc.property(apart, ([below, above]) => {
        expect(compare(open({ max: below }), '<', open({ min: above })).answer).toBe('yes');
        expect(compare(open({ min: above }), '<=', open({ max: below })).answer).toBe('no');
        expect(compare(open({ min: above }), '>', open({ max: below })).answer).toBe('yes');
        expect(compare(open({ max: below }), '>=', open({ min: above })).answer).toBe('no');
      }),
    );
  });

  it('breaks a limit of 97 with at least 150, and leaves 100 against at most 112 open', () => {
    expect(compare(open({ min: 150 }), '<=', fact(97))).toMatchObject({ answer: 'no', unknowns: [] });
    const class112 = open({ max: 112 });
    expect(compare(fact(1300), '<=', class112).answer).toBe('no');
    const fits = compare(fact(100), '<=', class112);
    expect(fits).toMatchObject({ answer: 'undecided', operator: '<=' });
    expect(fits.unknowns).toEqual([class112]);
  });

  it('tells equal from less at the very limit', () => {
    expect(compare(fact(29_000), '<', fact(29_000)).answer).toBe('no');
    expect(compare(fact(29_000), '<=', fact(29_000)).answer).toBe('yes');
    expect(compare(open({ max: 97 }), '<=', fact(97)).answer).toBe('yes');
    expect(compare(open({ max: 97 }), '<', fact(97)).answer).toBe('undecided');
  });

  it('compares no limit', () => {
    expect(compare(fact(Infinity), '<=', fact(Infinity)).answer).toBe('yes');
    expect(compare(fact(Infinity), '<=', fact(800)).answer).toBe('no');
    expect(compare(fact(800), '<', fact(Infinity)).answer).toBe('yes');
    expect(compare(open(), '<', fact(Infinity)).answer).toBe('undecided');
    expect(compare(open(), '<=', fact(Infinity)).answer).toBe('yes');
  });

  it('lists both sides when neither is known', () => {
    const [left, right] = [open(undefined, 'var.ships'), open(undefined, 'var.berths')];
    expect(compare(left, '<=', right).unknowns).toEqual([left, right]);
  });
});
