import { describe, expect, it } from 'vitest';
import type { Source } from '@plimsoll/contract';
import { product, sum } from './arithmetic.ts';
import { evidenceOf, undecidedBy } from './evidence.ts';
import { byDefault, derived, stated, unknown } from './known.ts';
import type { Fact, Unknown } from './known.ts';

const at = (line: number, file = 'infra/asg.tf'): Source => ({ file, line, column: 1, endLine: line, endColumn: 9 });
const fact = (value: number, line: number, from: readonly Fact<unknown>[] = []): Fact<number> => stated(value, at(line), `max_size = ${value}`, from);

describe('evidence', () => {
  it('shows the line of a stated value, then the lines it came from', () => {
    const tfvars = stated(20, at(3, 'prod.tfvars'), 'max = 20');
    expect(evidenceOf(fact(20, 7, [tfvars])).map(({ file, line, says }) => `${file}:${line} ${says}`)).toEqual(['infra/asg.tf:7 max_size = 20', 'prod.tfvars:3 max = 20']);
  });

  it('shows the operands of a calculation in their order, not the calculation', () => {
    const demand = sum([product(fact(10, 1), fact(2, 2)), fact(5, 3)]);
    expect(evidenceOf(demand).map(({ line }) => line)).toEqual([3, 1, 2]);
    expect(evidenceOf(product(fact(4, 9), fact(3, 8))).map(({ line }) => line)).toEqual([9, 8]);
  });

  it('shows a derived value that has no operands', () => {
    expect(evidenceOf(derived(2, [], at(5), 'subnets in 2 zones'))).toEqual([{ ...at(5), says: 'subnets in 2 zones' }]);
  });

  it('shows each line once, also when two values share it', () => {
    const shared = fact(20, 7);
    expect(evidenceOf(shared, product(shared, fact(2, 8)), fact(99, 7))).toEqual([
      { ...at(7), says: 'max_size = 20' },
      { ...at(8), says: 'max_size = 2' },
    ]);
  });

  it('shows the known part of what is not known, and nothing of what is absent', () => {
    const open: Unknown = unknown('var.max has no value', { cause: 'no-value-given', what: 'var.max' }, { from: [fact(10, 4)], source: at(99) });
    expect(evidenceOf(open, null, undefined).map(({ line }) => line)).toEqual([4]);
    expect(evidenceOf(unknown('var.max has no value', { cause: 'no-value-given', what: 'var.max' }))).toEqual([]);
  });

  it('shows no line that is nowhere', () => {
    expect(evidenceOf(sum([]), stated(1, at(1, ''), 'nowhere'))).toEqual([]);
  });

  it('shows defaults at the place that left them unset', () => {
    expect(evidenceOf(byDefault(10, at(12, 'src/db.ts'), 'new Pool() without max', 'pg 8'))).toMatchObject([{ file: 'src/db.ts', line: 12, says: 'new Pool() without max' }]);
  });

  it('stays short however long the chain is, and ends on a chain that repeats itself', () => {
    let chain = fact(0, 1);
    for (let line = 2; line <= 5000; line++) chain = fact(line, line, [chain]);
    const lines = evidenceOf(chain).map(({ line }) => line);
    expect(lines).toHaveLength(24);
    expect(lines.slice(0, 3)).toEqual([5000, 4999, 4998]);

    let shared = fact(1, 1);
    for (let depth = 0; depth < 60; depth++) shared = product(shared, shared) as Fact<number>;
    expect(evidenceOf(shared)).toHaveLength(1);

    const circle: Fact<unknown>[] = [];
    circle.push(fact(1, 1, circle));
    expect(evidenceOf(...circle)).toHaveLength(1);
  });
});

describe('what would decide it', () => {
  const missing = (what: string, reason = 'it is not set'): Unknown => unknown(reason, { cause: 'no-value-given', what });

  it('is named once per thing that is missing', () => {
    const entries = undecidedBy([missing('max_connections'), missing('desired_count'), missing('max_connections')], 'it is below 97');
    expect(entries).toEqual([
      { cause: 'no-value-given', missing: 'max_connections (it is not set)', breaksWhen: 'it is below 97' },
      { cause: 'no-value-given', missing: 'desired_count (it is not set)', breaksWhen: 'it is below 97' },
    ]);
  });

  it('tells causes apart', () => {
    const outside = unknown('the VPC stands elsewhere', { cause: 'outside-the-repository', what: 'the stack' });
    expect(undecidedBy([outside, unknown('not read', { cause: 'not-supported-yet', what: 'the stack' })]).map(({ cause }) => cause)).toEqual(['outside-the-repository', 'not-supported-yet']);
    expect(undecidedBy([])).toEqual([]);
  });
});
