import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsersDiffer } from '../../../scripts/conformance/differential.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = ['examples', 'packages', 'test'].flatMap((folder) =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tf') && !path.includes('node_modules') && !path.includes('dist/'))
    .map((path) => join(repository, folder, path)),
);

const name = fc.constantFrom('berth', 'crane', 'tide_level', 'pilot-boat', 'cargo2', 'Ärmel', 'if', 'in', 'true2');
const text = fc.constantFrom('', 'north', 'a b', '\\n\\t\\"\\\\', '\\u00e9', '$', '%', '$$', '$${x}', '%%{ if }', '🚢', 'e\u0301', '#', '//', '/*', "'", '{', '}');
const atom = fc.oneof(
  fc.nat(1000).map(String),
  fc.constantFrom('0.25', '1e3', '2.5e-3', 'true', 'false', 'null', 'var.x', 'local.tide["high"]', 'data.a.b[0].c', 'x.*.y', 'x[*].y[0]', 'each.value', 'path.module'),
  text.map((value) => `"${value}"`),
);
const expression = fc.letrec<{ any: string }>((tie) => {
  const any = tie('any');
  return {
    any: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc.tuple(any, fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'), any).map(([a, operator, b]) => `${a} ${operator} ${b}`),
      fc.tuple(any, any, any).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
      any.map((a) => `(${a})`),
      any.map((a) => `!(${a})`),
      fc.array(any, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.array(any, { minLength: 1, maxLength: 3 }).map((items) => `[\n  ${items.join(',\n  ')},\n]`),
      fc.uniqueArray(fc.tuple(name, any), { maxLength: 3, selector: ([key]) => key }).map((items) => `{\n${items.map(([key, value]) => `  ${key} = ${value}\n`).join('')}}`),
      fc.tuple(name, fc.array(any, { maxLength: 3 })).map(([called, items]) => `${called}(${items.join(', ')})`),
      fc.tuple(any, any).map(([list, value]) => `[for x in ${list} : ${value} if x != null]`),
      fc.tuple(any, any).map(([map, value]) => `{for k, v in ${map} : k => ${value}...}`),
      fc.tuple(text, any, text).map(([before, value, behind]) => `"${before}\${${value}}${behind}"`),
      fc.tuple(any, any).map(([condition, value]) => `"%{ if ${condition} ~} a %{~ else }\${${value}}%{ endif }"`),
      any.map((value) => `<<-EOT\n    tide \${${value}}\n      low\n    EOT\n`),
    ),
  };
}).any;
const line = fc.oneof(
  fc.tuple(name, expression).map(([attribute, value]) => `${attribute} = ${value}\n`),
  fc.constantFrom('# tide\n', '// tide\n', '/* tide\n * table */\n', '\n', '\r\n'),
);
const body = fc.uniqueArray(line, { maxLength: 4, selector: (item) => item.split(' ')[0] }).map((lines) => lines.join(''));
const config = fc
  .tuple(body, fc.array(fc.tuple(name, name, body), { maxLength: 3 }))
  .map(([top, blocks]) => top + blocks.map(([type, label, inner], index) => `block_${type} "${label}" ${label} {\n${inner}  inner${index} { one = ${index} }\n}\n`).join(''));

describe('our parser and the official one', () => {
  it('read our own files alike', async () => {
    expect(fixtures.length).toBeGreaterThan(5);
    for (const file of fixtures) expect(await parsersDiffer(readFileSync(file, 'utf8'), file), file).toEqual([]);
  });

  it('read generated files alike', async () => {
    await fc.assert(
      fc.asyncProperty(config, async (source) => {
        expect(await parsersDiffer(source, 'x.tf'), source).toEqual([]);
      }),
      { numRuns: 400, seed: 20261123 },
    );
  });

  it('tell what is written wrong alike', async () => {
    const [sample = ''] = fixtures.map((file) => readFileSync(file, 'utf8')).toSorted((a, b) => b.length - a.length);
    const pieces = fc.constantFrom('{', '}', '[', ']', '(', ')', '"', '${', '%{', '~}', '<<EOT\n', '\n', '=', '.', '*', 'for', '?', ':', '/*', '#', 'a', '1', ',', '-', '&&', '$', "'", ';', '...');
    await fc.assert(
      fc.asyncProperty(fc.nat(sample.length), fc.nat(6), fc.array(pieces, { maxLength: 2 }), async (at, length, inserted) => {
        const source = sample.slice(0, at) + inserted.join('') + sample.slice(at + length);
        const found = (await parsersDiffer(source, 'x.tf')).filter((line) => /refuses? it/.test(line));
        expect(found, source).toEqual([]);
      }),
      { numRuns: 400, seed: 20261123 },
    );
  });
});
