import { describe, expect, it } from 'vitest';

import { evaluate, fromJson, knownPrefix, knownSuffix, nowhere, numberOf, parseExpression, stringOf, terraformFunctions, textOf, unknownOf, type UnknownValue, type Value } from '../index.ts';

const need = { kind: 'variable', name: 'u' } as const;
const options = (...values: readonly (string | number)[]): readonly Value[] => values.map((value) => fromJson(value, nowhere));
const variables: Readonly<Record<string, Value>> = {
  u: unknownOf('var.u has no default and no tfvars value', need, nowhere),
  small: unknownOf('small', need, nowhere, [], { type: 'number', bounds: { min: 1, max: 4 } }),
  positive: unknownOf('positive', need, nowhere, [], { type: 'number', bounds: { min: 1 } }),
  env: unknownOf('env', need, nowhere, [], { type: 'string', options: options('prod', 'dev') }),
  arn: unknownOf('arn', need, nowhere, [], { reference: { address: 'aws_sqs_queue.jobs', attribute: 'arn' } }),
  ten: numberOf(10, nowhere),
  name: stringOf('api', nowhere),
};

function valueOf(source: string): Value {
  const { expression, diagnostics } = parseExpression(source, 'x.tf');
  expect(diagnostics).toEqual([]);
  const resolve = (root: string): { value: Value; consumed: number } | undefined => {
    const value = variables[root];
    return value && { value, consumed: 0 };
  };
  return evaluate(expression, { functions: terraformFunctions(), resolve });
}

function unknownFor(source: string): UnknownValue {
  const value = valueOf(source);
  if (value.kind !== 'unknown') throw new Error(`${source} is known`);
  return value;
}

describe('unknown does not spread further than it must', () => {
  it.each([
    ['false && u', 'false'],
    ['u && false', 'false'],
    ['true || u', 'true'],
    ['u || true', 'true'],
    ['u ? 3 : 3', '3'],
    ['{ a = 1, b = u }.a', '1'],
    ['length([u, u])', '2'],
    ['[1, u][0]', '1'],
    ['contains(["a", u], "a")', 'true'],
    ['small < 5', 'true'],
    ['small >= 5', 'false'],
    ['positive > 0', 'true'],
    ['small == 7', 'false'],
    ['max(small, 0) >= 1', 'true'],
    ['small * 2 <= 8', 'true'],
    ['env == "test"', 'false'],
    ['startswith("api-${u}", "api")', 'true'],
    ['merge({ a = u }, { b = 2 }).b', '2'],
    ['keys({ a = u })[0]', 'a'],
    ['try(name.missing, "x")', 'x'],
    ['lookup({ a = 2, b = 2 }, u, 2)', '2'],
    ['[u] == [1, 2]', 'false'],
    ['length({ prod = [1, 2], dev = [3, 4] }[env])', '2'],
    ['jsondecode(jsonencode({ a = 1, b = u })).a', '1'],
  ])('%s is %s', (source, expected) => {
    expect(textOf(valueOf(source))).toBe(expected);
  });

  it.each([
    'true && u',
    'false || u',
    'u == 1',
    'length(u)',
    'contains([u], "a")',
    'small < 3',
    '"a${u}"',
    '[for x in u : x]',
    'u.a[0].b',
    'jsonencode([u])',
    '!u',
    'try(u, 1)',
    'coalesce(u, "x")',
    'timestamp()',
    'provider::x::y(1)',
    'nothing.here',
  ])('%s stays unknown', (source) => {
    expect(valueOf(source).kind).toBe('unknown');
  });
});

describe('what stays certain', () => {
  it.each([
    ['u ? 2 : 5', { min: 2, max: 5 }],
    ['u ? "2" : 5', { min: 2, max: 5 }],
    ['u ? positive : 5', { min: 1 }],
    ['small + 10', { min: 11, max: 14 }],
    ['10 - small', { min: 6, max: 9 }],
    ['-small', { min: -4, max: -1 }],
    ['small / 2', { min: 0.5, max: 2 }],
    ['small * positive', { min: 1 }],
    ['max(u, 3)', { min: 3 }],
    ['min(u, 3)', { max: 3 }],
    ['max(small, 3)', { min: 3, max: 4 }],
    ['length(u)', { min: 0 }],
    ['lookup({ prod = 10, dev = 2 }, u, 1)', { min: 1, max: 10 }],
    ['{ prod = 10, dev = 2 }[u]', { min: 2, max: 10 }],
    ['{ prod = 10, dev = 2, test = 99 }[env]', { min: 2, max: 10 }],
    ['(env == "prod" ? 3 : 1) * 2', { min: 2, max: 6 }],
  ])('%s lies in %j', (source, bounds) => {
    expect(unknownFor(source).bounds).toEqual(bounds);
  });

  it('options pass through functions and templates', () => {
    expect(unknownFor('upper("${env}-api")').options?.map(textOf)).toEqual(['PROD-API', 'DEV-API']);
  });

  it('a text keeps its known parts', () => {
    const value = unknownFor('"service/${u}/${name}"');
    expect(value.parts?.map((part) => textOf(part) ?? '?')).toEqual(['service/', '?', '/api']);
    expect([knownPrefix(value), knownSuffix(value)]).toEqual(['service/', '/api']);
    expect(unknownFor('join("-", [name, u])').parts?.map((part) => textOf(part) ?? '?')).toEqual(['api-', '?']);
    expect(knownPrefix(unknownFor('format("%s/%s", name, u)'))).toBe('api/');
  });

  it('reason and need pass through', () => {
    for (const source of ['u + 1', 'upper(u)', 'u.x', '[u][*]', '"${u}!"', 'jsonencode({ a = [u] })']) {
      const value = valueOf(source);
      if (value.kind === 'unknown') expect([value.reason, value.needs]).toEqual(['var.u has no default and no tfvars value', need]);
    }
  });
});

describe('limits', () => {
  it.each([
    'range(0, 1000000000)',
    'format("%1000000000s", "x")',
    'join("", [for a in range(1000) : join("", [for b in range(1000) : "0123456789"])])',
    '[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]',
    'setproduct(range(1000), range(1000), range(1000))',
    'regexall("(x+x+)+y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")',
  ])('%s ends', (source) => {
    const started = performance.now();
    valueOf(source);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
