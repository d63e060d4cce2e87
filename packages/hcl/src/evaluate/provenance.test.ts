import { describe, expect, it } from 'vitest';

import { evaluate, parseExpression, placesOf, referencesOf, terraformFunctions, type Resolution, type Scope, type Step, type Value } from '../index.ts';

/** Each name is an expression in a file of its own. */
function scopeOf(files: Readonly<Record<string, string>>): Scope {
  const scope: Scope = {
    functions: terraformFunctions(),
    resolve: (root, steps): Resolution | undefined => {
      const source = files[root];
      if (source === undefined) return undefined;
      const value = evaluate(parseExpression(source, root).expression, scope);
      return { value: addressed(value, root, steps), consumed: 0 };
    },
  };
  return scope;
}

function addressed(value: Value, root: string, _steps: readonly Step[]): Value {
  return root.startsWith('res') ? { ...value, reference: { address: root, attribute: 'id' } } : value;
}

function valueOf(source: string, files: Readonly<Record<string, string>>): Value {
  return evaluate(parseExpression(source, 'main').expression, scopeOf(files));
}

function files(value: Value): string[] {
  return [...new Set(placesOf(value).map(({ file }) => file))];
}

describe('provenance', () => {
  it('leads from the use to where the value is stated', () => {
    expect(files(valueOf('a', { a: 'b', b: '20' }))).toEqual(['main', 'a', 'b']);
  });

  it.each(['a + c', 'a > c', 'max(a, c)', '"${a}-${c}"', 'a == 20 ? c : 0', 'format("%d%d", a, c)', '{ x = a, y = c }.y + a', 'c * length([a])'])('%s keeps its operands', (source) => {
    expect(files(valueOf(source, { a: '20', c: '3' }))).toContain('c');
  });

  it('keeps the lines of parts of a structure', () => {
    expect(files(valueOf('m.size', { m: '{ size = n }', n: '4' }))).toEqual(['main', 'm', 'n']);
  });

  it('finds references inside lists, texts and encoded documents', () => {
    const found = (source: string): string[] => referencesOf(valueOf(source, { res1: '"x"', res2: 'timestamp()' })).map(({ address }) => address);
    expect(found('[res1, res2]')).toEqual(['res1', 'res2']);
    expect(found('"${res1}/${res2}"').toSorted()).toEqual(['res1', 'res2']);
    expect(found('jsonencode({ a = { b = res2 } })')).toEqual(['res2']);
    expect(found('lower(res1)')).toEqual(['res1']);
  });
});
