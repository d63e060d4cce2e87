import { stripVTControlCharacters } from 'node:util';
import type { TextOptions } from '@plimsoll/report';
import { describe, expect, it } from 'vitest';
import { finding, placeIn, report, saying } from './report-fixture.ts';
import { body, shown } from './shown.ts';

describe('code frames', () => {
  const framed = (text: string, marked: string, says?: string, options: Partial<TextOptions> = {}): string => {
    const location = placeIn({ 'a.txt': text }, 'a.txt', marked);
    const lines = body(report([finding({ location, evidence: says === undefined ? [] : [saying(location, says)] })]), { 'a.txt': text }, options).split('\n');
    return lines.filter((line) => line.includes('│')).join('\n');
  };

  it('expands tabs', () => {
    expect(framed('func main() {\n\tfor {\n\t\thttp.Get(url)\n\t}\n}\n', 'http.Get')).toMatchInlineSnapshot(`
      "    3 │         http.Get(url)
            │         ^^^^^^^^"
    `);
  });

  it('knows both kinds of line ends', () => {
    expect(framed('services:\r\n  orders:\r\n    image: orders\r\n', 'orders:')).toMatchInlineSnapshot(`
      "    2 │   orders:
            │   ^^^^^^^"
    `);
  });

  it('measures wide and combining characters', () => {
    expect(framed('name: "港の注文", zones: 3', 'zones: 3')).toMatchInlineSnapshot(`
      "    1 │ name: "港の注文", zones: 3
            │                   ^^^^^^^^"
    `);
    expect(framed('name: "Häfen", zones: 3', 'zones: 3')).toMatchInlineSnapshot(`
      "    1 │ name: "Häfen", zones: 3
            │                ^^^^^^^^"
    `);
    expect(framed('name: "🚢", zones: 3', 'zones: 3')).toMatchInlineSnapshot(`
      "    1 │ name: "🚢", zones: 3
            │             ^^^^^^^^"
    `);
  });

  it('marks the first line of a place with several', () => {
    expect(framed('const pool = new Pool({\n  host,\n});\n', 'new Pool({\n  host,\n})')).toMatchInlineSnapshot(`
      "    1 │ const pool = new Pool({
            │              ^^^^^^^^^^…"
    `);
  });

  it('cuts long lines around the mark', () => {
    const minified = `${'a=b;'.repeat(20_000)}fetch("/ships");${'c=d;'.repeat(20_000)}`;
    expect(framed(minified, 'fetch')).toMatchInlineSnapshot(`
      "    1 │ …=b;a=b;a=b;a=b;a=b;a=b;fetch("/ships");c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d…
            │                         ^^^^^"
    `);
    expect(framed(`fetch("/ships");${'c=d;'.repeat(20_000)}`, 'fetch')).toMatchInlineSnapshot(`
      "    1 │ fetch("/ships");c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=…
            │ ^^^^^"
    `);
  });

  it('say what the line does not say itself', () => {
    expect(framed('    this.pool = createPool(config);', 'createPool(config)', 'no size is set: 10')).toMatchInlineSnapshot(`
      "    1 │     this.pool = createPool(config);
            │                 ^^^^^^^^^^^^^^^^^^ no size is set: 10"
    `);
    expect(framed('max_size   =   20', 'max_size   =   20', 'max_size = 20')).toMatchInlineSnapshot(`
      "    1 │ max_size   =   20
            │ ^^^^^^^^^^^^^^^^^"
    `);
  });

  it('put a long explanation below', () => {
    expect(framed('    this.pool = createPool(config);', 'createPool(config)', 'the options come from the parameter config, which src/ships/main.ts gives as an empty object')).toMatchInlineSnapshot(`
      "    1 │     this.pool = createPool(config);
            │                 ^^^^^^^^^^^^^^^^^^
            │                 ↳ the options come from the parameter config, which
            │                   src/ships/main.ts gives as an empty object"
    `);
  });

  it('point past the end of a line without failing', () => {
    const location = { file: 'a.txt', line: 1, column: 40, endLine: 1, endColumn: 41 };
    expect(body(report([finding({ location })]), { 'a.txt': 'short\n' })).toContain('1 │ short\n');
    expect(body(report([finding({ location: { ...location, line: 99, endLine: 99 } })]), { 'a.txt': 'short\n' })).toContain('a.txt:99:40');
  });
});

describe('text from the repository', () => {
  const hostile = '\u{1b}[2J\u{1b}]0;owned\u{7}\r\u{9b}31m\u{202e}evil\u{2066}\u{200b}\u{8}';

  it('never acts on the terminal', () => {
    const texts = { [`ships${hostile}.ts`]: `pool${hostile} = 1;\n` };
    const location = { file: `ships${hostile}.ts`, line: 1, column: 1, endLine: 1, endColumn: 5 };
    const checked = report(
      [
        finding({
          message: hostile,
          help: hostile,
          subject: hostile,
          location,
          places: [location],
          evidence: [saying({ ...location, line: 2, endLine: 2 }, hostile)],
          joins: [{ from: hostile, to: hostile, why: hostile, sure: 'likely' }],
          environments: [hostile],
        }),
        finding({ state: 'undecided', message: hostile, location, undecidedBy: [{ cause: 'no-value-given', missing: hostile, breaksWhen: hostile }] }),
      ],
      { unread: [{ file: hostile, line: 1, message: hostile }], internalErrors: [hostile], environments: ['default', hostile] },
    );
    for (const all of [false, true]) {
      expect(shown(checked, texts, { all })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/); // oxlint-disable-line no-control-regex
      expect(stripVTControlCharacters(shown(checked, texts, { all, colour: true }))).toBe(shown(checked, texts, { all }));
    }
  });

  it('shows such characters where they stand, so that the mark stays right', () => {
    const text = 'key\u{1b}[31m: value';
    const lines = body(report([finding({ location: placeIn({ a: text }, 'a', 'value') })]), { a: text })
      .split('\n')
      .filter((line) => line.includes('│'));
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "    1 │ key␛[31m: value
            │           ^^^^^"
    `);
  });
});
