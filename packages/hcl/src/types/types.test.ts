import { describe, expect, it } from 'vitest';

import { convert, evaluate, parseExpression, parseType, terraformFunctions, toJson, type Value } from '../index.ts';

const scope = { functions: terraformFunctions(), resolve: () => undefined };

function converted(source: string, type: string): Value {
  const value = evaluate(parseExpression(source, 'x.tf').expression, scope);
  const { type: parsed, diagnostics } = parseType(parseExpression(type, 'x.tf').expression, (expression) => evaluate(expression, scope));
  expect(diagnostics).toEqual([]);
  return convert(value, parsed);
}

describe('conversion', () => {
  it.each([
    ['"5"', 'number', 5],
    ['5', 'string', '5'],
    ['"true"', 'bool', true],
    ['[1, "a"]', 'list(string)', ['1', 'a']],
    ['["b", "a", "b"]', 'set(string)', ['a', 'b']],
    ['{ a = 1 }', 'map(string)', { a: '1' }],
    ['{ a = 1, extra = 2 }', 'object({ a = number })', { a: 1 }],
    ['{}', 'object({ a = optional(number, 3), b = optional(string) })', { a: 3, b: null }],
    ['{ n = {} }', 'object({ n = object({ size = optional(string, "small") }) })', { n: { size: 'small' } }],
    ['[{}]', 'list(object({ a = optional(number, 1) }))', [{ a: 1 }]],
    ['["1", true]', 'tuple([number, string])', [1, 'true']],
    ['{ a = "x" }', 'any', { a: 'x' }],
    ['["a"]', '"list"', ['a']],
    ['null', 'number', null],
  ])('%s as %s', (source, type, expected) => {
    expect(toJson(converted(source, type))).toEqual(expected);
  });

  it.each([
    ['"x"', 'number'],
    ['[1]', 'string'],
    ['{}', 'object({ a = number })'],
    ['"a"', 'list(string)'],
  ])('%s is no %s', (source, type) => {
    const value = converted(source, type);
    expect(value.kind === 'unknown' && value.needs.kind).toBe('error');
  });
});
