import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderOf, lineStartsOf, sourceAt } from './index.ts';

describe('places', () => {
  it.each([
    ['main.tf', ''],
    ['infra/main.tf', 'infra'],
    ['services/api/src/main.ts', 'services/api/src'],
    ['', ''],
  ])('the folder of %j is %j', (path, folder) => expect(folderOf(path)).toBe(folder));

  it('counts CRLF as one line end and a lone CR as none', () => {
    expect(sourceAt('a', lineStartsOf('x\r\ny\rz'), 3, 6)).toEqual({ file: 'a', line: 2, column: 1, endLine: 2, endColumn: 4 });
  });

  it('agrees with counting the line ends before the offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é') }), fc.nat(), (text, seed) => {
        const at = seed % (text.length + 1);
        const before = text.slice(0, at).split('\n');
        const { line, column } = sourceAt('a', lineStartsOf(text), at, text.length);
        expect([line, column]).toEqual([before.length, (before.at(-1) ?? '').length + 1]);
      }),
    );
  });
});
