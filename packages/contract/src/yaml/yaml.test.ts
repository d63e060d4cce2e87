import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, entriesOf, itemsOf, numberOf, readYaml, textOf } from './index.ts';
import type { YamlNode } from './index.ts';

const root = (text: string): YamlNode | undefined => readYaml('a.yaml', text).documents[0]?.root;
const place = (node: YamlNode | undefined): string | undefined => node && `${node.source.line}:${node.source.column}-${node.source.endLine}:${node.source.endColumn}`;
const unread = (text: string): string[] => readYaml('a.yaml', text).unread.map(({ line, message }) => `${line} ${message}`);

describe('positions', () => {
  const text = 'fruit:\n  apples: 12 # crates\n  "pears": [a, bb]\n';
  it.each([
    ['line feeds', text],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${text}`],
  ])('count from 1 with %s', (_, written) => {
    expect(place(at(root(written), 'fruit', 'apples'))).toBe('2:11-2:13');
    expect(place(at(root(written), 'fruit', 'pears', 1))).toBe('3:16-3:18');
    expect(entriesOf(at(root(written), 'fruit'))[1]?.keySource).toMatchObject({ line: 3, column: 3, endColumn: 10 });
  });
  it('count UTF-16 code units', () => expect(place(at(root('{ "🍎": 🍐, b: c }'), 'b'))).toBe('1:16-1:17'));
  it('go on over documents', () => expect(place(at(readYaml('a.yaml', 'a: 1\n---\n# b\nb: 2\n').documents[1]?.root, 'b'))).toBe('4:4-4:5'));
});

describe('values', () => {
  it('keep what was written', () => {
    const node = root('{ target: 99.90, version: 1.10, yes: no, empty: , quoted: "5" }');
    expect([textOf(at(node, 'target')), numberOf(at(node, 'target')), textOf(at(node, 'version')), textOf(at(node, 'yes')), textOf(at(node, 'empty')), numberOf(at(node, 'quoted'))]).toEqual([
      '99.90',
      99.9,
      '1.10',
      'no',
      undefined,
      undefined,
    ]);
  });
  it('pass by what local tags mark', () => expect(textOf(at(root('size: !Ref Crates\nall: !Sub ["${a}", 1]\n'), 'size'))).toBe('Crates'));
  it('read JSON', () => expect(numberOf(at(root('{"a": {"b": [1, 2]}}'), 'a', 'b', 1))).toBe(2));
});

describe('anchors and merge keys', () => {
  it('mean the last anchor before the alias', () => {
    const node = root('a: &x 1\nb: *x\nc: &x 2\nd: *x\n');
    expect(['a', 'b', 'c', 'd'].map((key) => numberOf(at(node, key)))).toEqual([1, 1, 2, 2]);
  });
  it('are found on keys', () => expect(textOf(at(root('&k apples: 1\nb: *k\n'), 'b'))).toBe('apples'));
  it('share the node, so that its place is that of the anchor', () => expect(place(at(root('a: &x { n: 1 }\nb: *x\n'), 'b', 'n'))).toBe('1:12-1:13'));
  it('give way to own keys, and the earlier of several wins', () => {
    const node = root('a: &a { n: 1, m: 1 }\nb: &b { n: 2, o: 2 }\nc: { <<: [*a, *b], m: 3 }\n');
    expect(['n', 'm', 'o'].map((key) => numberOf(at(node, 'c', key)))).toEqual([1, 3, 2]);
  });
  it('name no anchor: null, and said', () => {
    expect(unread('a: *none\nb: &self [*self]\n')).toEqual(['1 the alias *none names no anchor above it; read as null', '2 the alias *self names no anchor above it; read as null']);
  });
});

describe('many documents', () => {
  it('are read apart, a broken one in the middle harms no other', () => {
    const { documents, unread: broken } = readYaml('a.yaml', 'a: 1\n---\nb: [1\n---\nc: 3\n');
    expect(documents.map(({ root: each, firstLine }) => [entriesOf(each)[0]?.key, firstLine])).toEqual([['a', 1], ['c', 5]]); // prettier-ignore
    expect(broken.map(({ line }) => line)).toEqual([4]);
  });
  it('of unknown kinds are not parsed', () => expect(readYaml('a.yaml', 'kind: A\n---\nkind: B [\n', (text) => text.includes('kind: A'))).toMatchObject({ documents: [{ firstLine: 1 }], unread: [] }));
  it('end at `...` and begin on the marker line', () =>
    expect(readYaml('a.yaml', '--- {a: 1}\n...\n--- # c\n{b: 2}\n').documents.map(({ root: each }) => place(each))).toEqual(['1:5-1:11', '4:1-4:7']));
  it('may have directives', () => expect(readYaml('a.yaml', '%YAML 1.2\n---\na: 1\n')).toMatchObject({ documents: [{ firstLine: 3 }], unread: [] }));
  it('keep `---` inside block scalars', () => expect(textOf(at(root('a: |\n  ---\n  b\n'), 'a'))).toBe('---\nb\n'));
});

describe('hostile input ends soon', () => {
  const n = 50_000;
  const hostile: Record<string, string> = {
    'tags in one line': '!!a '.repeat(n),
    'anchors in one line': '&a '.repeat(n),
    'unknown tags in one list': `[${'!a x, '.repeat(n)}1]`,
    'aliases in one line': '*a '.repeat(n),
    'brackets in one line': '[]'.repeat(n),
    'many aliases': `a: &a [${'x, '.repeat(n)}1]\nb: [${'*a, '.repeat(n)}*a]\n`,
    'nested lists': '['.repeat(100_000),
    'compact nesting': '- '.repeat(100_000),
    'nested keys': '? '.repeat(100_000),
    'deep indentation': Array.from({ length: 1500 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    'null bytes': '\0'.repeat(n),
    'unclosed quotes': '"'.repeat(n),
    'a bomb of aliases': `a0: &a0 [x]\n${Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}*a${index}]`).join('\n')}`,
    'a bomb of merges': `a0: &a0 { k: 1 }\n${Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} { <<: [${`*a${index}, `.repeat(9)}*a${index}] }`).join('\n')}`,
    'wide merges': `a: &a {${Array.from({ length: 9000 }, (_, index) => `k${index}: 1`).join(', ')}}\n${Array.from({ length: 9000 }, (_, index) => `m${index}: { <<: *a }`).join('\n')}`,
    'wide own entries': `a: &a {${Array.from({ length: 150_000 }, (_, index) => `k${index}: 1`).join(', ')}}\nb: { <<: *a }`,
  };
  it.each(Object.keys(hostile))('%s', (name) => {
    const start = performance.now();
    readYaml('a.yaml', hostile[name] ?? '');
    expect(performance.now() - start).toBeLessThan(30_000);
  });
  it('and bombs cost nothing to read, as aliases share their node', () => expect(itemsOf(at(root(hostile['a bomb of aliases'] ?? ''), 'a60'))).toHaveLength(10));
  it('and says where it stopped', () => expect(unread('['.repeat(300))).toEqual([expect.stringMatching(/^1 nests deeper than 200 levels here; this document was not analysed/)]));
});

it('any text is read or named, never thrown', () => {
  const token = fc.constantFrom('a', ': ', '- ', '\n', '  ', '&x ', '*x', '<<: *x', '[', ']', '{', '}', '|\n', '---\n', '...', '"', "'", '#', '!t ', '\t', '? ', '\r\n', '\uFEFF', '%', '\0');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token).map((tokens) => tokens.join('')),
      ),
      (text) => readYaml('a.yaml', text).documents.length >= 0,
    ),
    { numRuns: 500 },
  );
});

describe('a run of one character', () => {
  it.each(['"', "'", '}', '['])('refuses a document that is nothing but %s at once', (character) => {
    const { documents, unread } = readYaml('berths.yml', `a: 1\n---\nb: x${character.repeat(500_000)}\n---\nc: 3\n`);
    expect(documents.map(({ firstLine }) => firstLine)).toEqual([1, 5]);
    expect(unread).toMatchObject([{ file: 'berths.yml', line: 3 }]);
  });
});
