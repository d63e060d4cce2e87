// The suites of hashicorp/hcl and opentofu/opentofu stay in their own repositories (MPL-2.0) and are read from checkouts:
// PLIMSOLL_CONFORMANCE names a folder that holds them as `hcl` and `opentofu`. Without it only the list of exceptions is checked.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expressionCases, functionCases, type Case } from '../../../scripts/conformance/cases.ts';
import { difference } from '../../../scripts/conformance/run-case.ts';
import { specSuite } from '../../../scripts/conformance/specsuite.ts';
import { exceptions, specExceptions } from './exceptions.ts';

const folder = process.env['PLIMSOLL_CONFORMANCE'] ?? '';
const excepted = new Map(exceptions.flatMap(({ reason, cases }) => cases.map((id) => [id, reason] as const)));

describe.skipIf(!existsSync(join(folder, 'hcl')))('the suites of hashicorp/hcl', () => {
  it('specification: every assertion holds but those beyond double precision', () => {
    const differences = specSuite(join(folder, 'hcl')).flatMap(({ name, differences: own }) => own.map((difference) => `${name} ${difference}`));
    expect(differences.toSorted()).toEqual(specExceptions.flatMap(({ cases }) => cases).toSorted());
  });

  it('expressions and templates', () => holdsBut(expressionCases(join(folder, 'hcl')).cases));
});

describe.skipIf(!existsSync(join(folder, 'opentofu')))('the functions of opentofu/opentofu', () => {
  it('give what theirs give', () => holdsBut(functionCases(join(folder, 'opentofu')).cases));
});

describe.skipIf(!existsSync(join(folder, 'hcl')) || !existsSync(join(folder, 'opentofu')))('exceptions', () => {
  it('name cases that exist', () => {
    const known = new Set([...expressionCases(join(folder, 'hcl')).cases, ...functionCases(join(folder, 'opentofu')).cases].map(({ id }) => id));
    expect([...excepted.keys()].filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('exceptions', () => {
  it('name every case once, with a reason', () => {
    const ids = exceptions.flatMap(({ cases }) => cases);
    expect(ids).toEqual([...new Set(ids)]);
    expect([...exceptions, ...specExceptions].filter(({ reason, cases }) => reason === '' || cases.length === 0)).toEqual([]);
  });
});

/** Both directions: nothing differs without a reason, and nothing that agrees is excused. */
function holdsBut(cases: readonly Case[]): void {
  const differing = cases.flatMap((one) => {
    const found = difference(one);
    return found === undefined ? [] : [{ id: one.id, found: `${one.suite}: ${one.input}: ${found}` }];
  });
  expect(differing.filter(({ id }) => !excepted.has(id)).map(({ id, found }) => `${id} ${found}`)).toEqual([]);
  const agreeing = new Set(cases.map(({ id }) => id).filter((id) => !differing.some((one) => one.id === id)));
  expect([...excepted.keys()].filter((id) => agreeing.has(id))).toEqual([]);
  expect(differing.length / cases.length).toBeLessThan(0.06);
}
