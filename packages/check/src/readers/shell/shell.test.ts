import { describe, expect, it } from 'vitest';
import { readDotenv, saysAssignment, splitWords } from './index.ts';

describe('splitWords', () => {
  it.each([
    ['postgres -c max_connections=100', ['postgres', '-c', 'max_connections=100']],
    [`sh -c "exec node 'a b.js'"`, ['sh', '-c', "exec node 'a b.js'"]],
    ['migrate&&serve; wait', ['migrate', '&&', 'serve', ';', 'wait']],
    ['serve --port ${PORT:-80 80} $(nproc --all) 2>&1', ['serve', '--port', '${PORT:-80 80}', '$(nproc --all)', '2>&1']],
    ['a \\\n b\\ c ""', ['a', 'b c', '']],
    [`'open`, ['open']],
    ['', []],
  ])('%s', (text, words) => expect(splitWords(text)).toEqual(words));

  it('leaves operators inside words in exec forms', () => expect(splitWords('a; b', false)).toEqual(['a;', 'b']));
});

describe('readDotenv', () => {
  it('reads assignments with places and leaves comments out', () => {
    const lines = readDotenv('.env', '# pool\nexport POOL_MAX=25 # enough\nQUOTED="a b"\nRAW=\'$x\'\nno assignment\n');
    expect(lines.map(({ name, value, literal }) => [name, value, literal])).toEqual([
      ['POOL_MAX', '25', false],
      ['QUOTED', 'a b', false],
      ['RAW', '$x', true],
    ]);
    expect(lines[0]?.source).toMatchObject({ line: 2, column: 17 });
  });
});

describe('saysAssignment', () => {
  it('hides what may be a secret', () => {
    expect(saysAssignment('DB_POOL_MAX', '25')).toBe('DB_POOL_MAX=25');
    expect(saysAssignment('DB_PASSWORD', 'apple')).toBe('DB_PASSWORD=…');
    expect(saysAssignment('DATABASE_URL', 'postgres://fruit:apple@db/fruits')).toBe('DATABASE_URL=postgres://…@db/fruits');
    expect(saysAssignment('NOTE', 'x'.repeat(500))).toHaveLength(80);
  });
});
