import { describe, expect, it } from 'vitest';
import { excerpt } from '../../scripts/docs/excerpt.ts';

const harbour = `import { crane } from './crane.ts';

export const quay = berth({
  length: 200,
});

export function moor(ship) {
  if (ship.length > quay.length) {
    return false;
  } else {
    crane.lower();
  }
  return true;
}
export const tide = 3;
`;

describe('an excerpt', () => {
  it('is the block that begins with a line, up to the bracket that closes it', () => {
    expect(excerpt(harbour, 'export function moor')).toEqual({ line: 7, text: harbour.slice(harbour.indexOf('export function'), harbour.indexOf('export const tide')).trimEnd() });
    expect(excerpt(harbour, 'export const quay').text.split('\n')).toHaveLength(3);
  });

  it('is one line where nothing is indented below it', () => expect(excerpt(harbour, 'export const tide')).toEqual({ line: 15, text: 'export const tide = 3;' }));

  it('loses its own indentation and keeps that of what is below', () =>
    expect(excerpt(harbour, 'if (ship').text).toBe('if (ship.length > quay.length) {\n  return false;\n} else {\n  crane.lower();\n}'));

  it('is a key of YAML with what belongs to it', () =>
    expect(excerpt('jobs:\n  load:\n    steps:\n      - run: k6\n\n  deploy:\n    needs: [load]\n', 'load:')).toEqual({ line: 2, text: 'load:\n  steps:\n    - run: k6' }));

  it('is a section of Markdown up to the next heading of its level', () => expect(excerpt('# A\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n', '## B').text).toBe('## B\n\nb\n\n### C\n\nc'));

  it('is refused where the line is not there, or twice', () => {
    expect(() => excerpt(harbour, 'export class Quay')).toThrow('0 lines begin with “export class Quay”');
    expect(() => excerpt(harbour, 'export const')).toThrow('2 lines begin with');
  });
});
