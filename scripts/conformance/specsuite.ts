import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { convert, evaluate, namesUsed, parseConfig, type Block, type Body, type Range, type Scope, type Value } from '@plimsoll/hcl';
import { decode, typeOf } from './hcldec.ts';
import { agree } from './run-case.ts';
import { said } from './cases.ts';

const scope: Scope = { functions: new Map(), resolve: () => undefined };

export interface SpecCase {
  readonly name: string;
  /** What differs from what the suite expects, one line each. */
  readonly differences: readonly string[];
}

/** Runs the specification suite of hashicorp/hcl: `x.hcl` read by `x.hcldec` must give what `x.t` says. */
export function specSuite(checkout: string): SpecCase[] {
  const folder = join(checkout, 'specsuite/tests');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.t'));
  return names.toSorted().map((file) => {
    const name = file.slice(0, -2);
    const body = (extension: string): ReturnType<typeof parseConfig> => parseConfig(readFileSync(join(folder, `${name}.${extension}`), 'utf8'), `${name}.${extension}`);
    const [test, spec, input] = [body('t'), body('hcldec'), body('hcl')];
    const own = [...test.diagnostics, ...spec.diagnostics].map(({ message, range }) => `${at(range)} ${message}`);
    const { value, problems } = decode(spec.body, input.body);
    const found = [...input.diagnostics.map(({ range }) => range), ...problems];
    return { name, differences: [...own, ...diagnosticsDiffer(test.body, found), ...(found.length > 0 ? [] : resultDiffers(test.body, value)), ...traversalsDiffer(test.body, input.body)] };
  });
}

function diagnosticsDiffer(test: Body, found: readonly Range[]): string[] {
  const expected = (test.blocks.find((block) => block.type === 'diagnostics')?.body.blocks ?? []).map((block) => `${place(block, 'from')}-${place(block, 'to')}`);
  const got = found.map((range) => at(range));
  return [
    ...expected.filter((range) => !got.includes(range)).map((range) => `no problem at ${range}`),
    ...got.filter((range) => !expected.includes(range)).map((range) => `unexpected problem at ${range}`),
  ];
}

function resultDiffers(test: Body, value: Value): string[] {
  const result = test.attributes.get('result');
  const type = test.attributes.get('result_type');
  if (!result) return [];
  const plain = evaluate(result.expression, scope);
  const want = type ? convert(plain, typeOf(type.expression)) : plain;
  return compare(value, want, []);
}

/** Leaf by leaf, so that one number beyond double precision hides nothing else. */
function compare(got: Value, want: Value, path: readonly string[]): string[] {
  if (got.kind === 'object' && want.kind === 'object' && got.entries.size === want.entries.size) {
    return [...want.entries].flatMap(([key, entry]) => compare(got.entries.get(key) ?? got, entry, [...path, key]));
  }
  return agree(got, want) ? [] : [`${path.join('.')}: should be ${said(want)}, is ${said(got)}`];
}

function traversalsDiffer(test: Body, input: Body): string[] {
  const expected = test.blocks.find((block) => block.type === 'traversals');
  const used = [...input.attributes.values()].flatMap(({ expression }) => namesUsed(expression));
  return expected && used.length !== expected.body.blocks.length ? [`${used.length} names used, not ${expected.body.blocks.length}`] : [];
}

function place(block: Block, name: string): string {
  const attributes = block.body.blocks.find((inner) => inner.type === name)?.body.attributes;
  const number = (key: string): string => {
    const given = attributes?.get(key);
    return given ? said(evaluate(given.expression, scope)) : '?';
  };
  return `${number('line')}:${number('column')}`;
}

function at({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}
