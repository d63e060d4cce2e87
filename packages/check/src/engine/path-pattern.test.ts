import { describe, expect, it } from 'vitest';
import { isNamed } from './path-pattern.ts';

describe('a path', () => {
  it.each([
    ['src/db.ts', 'src/db.ts'],
    ['src', 'src/db.ts'],
    ['src/', 'src/deck/db.ts'],
    ['./src', 'src/db.ts'],
    ['src/*.ts', 'src/db.ts'],
    ['*/db.ts', 'src/db.ts'],
    ['**/db.ts', 'db.ts'],
    ['**/db.ts', 'a/b/db.ts'],
    ['services/*/src', 'services/harbour/src/db.ts'],
    ['**', 'anything/at/all'],
    ['a**b', 'axxb'],
  ])('%s names %s', (pattern, path) => expect(isNamed(pattern, path)).toBe(true));

  it.each([
    ['src', 'src2/db.ts'],
    ['db.ts', 'src/db.ts'],
    ['src/*.ts', 'src/deck/db.ts'],
    ['src/*.ts', 'src/db.tsx'],
    ['', 'src/db.ts'],
    ['.', 'src/db.ts'],
    ['SRC', 'src/db.ts'],
  ])('%j does not name %s', (pattern, path) => expect(isNamed(pattern, path)).toBe(false));

  it('costs little, however many wildcards it has', () => expect(isNamed(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false));
});
