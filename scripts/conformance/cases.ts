import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText, type Value } from '@plimsoll/hcl';
import { constraintOf, itemsOf, path, valueOf } from './cty.ts';
import type { Go } from './go-source.ts';
import { groupedTable, tablesOf, type Row } from './tables.ts';

/** An expression in its surroundings, and what the official implementation makes of it. */
export interface Case {
  /** Stable while the case itself does not change: a digest of what it says. */
  readonly id: string;
  readonly suite: string;
  readonly syntax: 'expression' | 'template';
  readonly input: string;
  readonly variables: ReadonlyMap<string, Value>;
  /** Functions in view, by the names that the input uses; undefined: all of Terraform's. */
  readonly functions: ReadonlyMap<string, string> | undefined;
  /** Undefined: it must fail. */
  readonly want: Value | undefined;
  /** Folder that the functions of files read from. */
  readonly files: string | undefined;
}

export interface Extracted {
  readonly cases: readonly Case[];
  /** Rows that need Go to be understood, such as functions written for one case. */
  readonly unreadable: readonly string[];
}

/** The tables of expressions and templates of hashicorp/hcl. */
export function expressionCases(checkout: string): Extracted {
  const cases: Case[] = [];
  const unreadable: string[] = [];
  for (const [file, test, syntax] of [
    ['expression_test.go', 'TestExpressionParseAndValue', 'expression'],
    ['expression_template_test.go', 'TestTemplateExprParseAndValue', 'template'],
  ] as const) {
    const table = tablesOf(readFileSync(join(checkout, 'hclsyntax', file), 'utf8')).find((candidate) => candidate.test === test);
    for (const row of table?.rows ?? []) {
      const read = expressionCase(row, `hclsyntax/${file}`, syntax);
      if (read) cases.push(read);
      else unreadable.push(`hclsyntax/${file}: ${textOf(row.get('input')) ?? 'a row'}`);
    }
  }
  return { cases: distinct(cases), unreadable };
}

/** The functions of OpenTofu: one table that calls each, and a table for each with its corner cases. */
export function functionCases(checkout: string): Extracted {
  const folder = join(checkout, 'internal/lang');
  const cases: Case[] = [];
  const unreadable: string[] = [];
  for (const row of groupedTable(readFileSync(join(folder, 'functions_test.go'), 'utf8'), 'tests := map[string][]struct')) {
    const input = textOf(row.get('src'));
    const want = wanted(row);
    if (input === undefined || !want) unreadable.push(`functions_test.go: ${input ?? 'a row'}`);
    else cases.push(caseOf({ suite: 'functions_test.go', syntax: 'expression', input, variables: new Map(), functions: undefined, want, files: join(folder, 'testdata/functions-test') }));
  }
  for (const file of readdirSync(join(folder, 'funcs'))
    .filter((name) => name.endsWith('_test.go'))
    .toSorted()) {
    for (const { test, columns, rows } of tablesOf(readFileSync(join(folder, 'funcs', file), 'utf8'))) {
      const name =
        functionNames[test] ??
        test
          .replace(/^Test/, '')
          .replace(/(?:Func)?(?:_.*)?$/, '')
          .toLowerCase();
      for (const row of rows) {
        const read = name === '' ? undefined : callCase(row, columns, name, `funcs/${file}`, join(folder, 'funcs'));
        if (read) cases.push(read);
        else unreadable.push(`funcs/${file}: ${test}`);
      }
    }
  }
  return { cases: distinct(cases), unreadable };
}

/** Cases that differ only in marks and refinements are one. */
function distinct(cases: readonly Case[]): readonly Case[] {
  return [...new Map(cases.map((one) => [one.id, one])).values()];
}

/** Tests whose name is not that of the function. Empty: it calls a part of the implementation that has no name in the language. */
const functionNames: Readonly<Record<string, string>> = {
  TestBase64TextEncode: 'textencodebase64',
  TestBase64TextDecode: 'textdecodebase64',
  TestMakeStaticTimestampFunc: '',
  TestRedactIfSensitive: '',
  TestRenderTemplate: '',
  TestTo: 'convert',
  TestURLEncodeDecode: 'urldecode(urlencode',
};

const outcomes = new Set(['Want', 'WantValue', 'Err', 'ErrFn', 'WantErr', 'WantError', 'IsSensitive']);

function expressionCase(row: Row, suite: string, syntax: Case['syntax']): Case | undefined {
  const input = textOf(row.get('input'));
  const context = row.get('ctx');
  const count = row.get('diagCount');
  if (input === undefined || count?.kind !== 'number') return undefined;
  const want = count.value > 0 ? undefined : wanted(row);
  if (count.value === 0 && !want) return undefined;
  const field = (name: string): readonly (readonly [string, Go])[] =>
    (itemsOf(itemsOf(context)?.find(({ key }) => key?.kind === 'name' && key.name === name)?.value) ?? []).map(({ key, value }) => [textOf(key) ?? '', value]);
  const variables = new Map<string, Value>();
  for (const [name, go] of field('Variables')) {
    const value = valueOf(go);
    if (!value) return undefined;
    variables.set(name, value);
  }
  const functions = new Map<string, string>();
  for (const [name, go] of field('Functions')) {
    const called = /^stdlib\.(\w+)Func$/.exec(path(go))?.[1];
    if (called === undefined) return undefined;
    functions.set(name, called.toLowerCase());
  }
  return caseOf({ suite, syntax, input, variables, functions, want, files: undefined });
}

/** The arguments become variables, so that unknown ones may be among them. */
function callCase(row: Row, columns: readonly string[], name: string, suite: string, files: string): Case | undefined {
  const variables = new Map<string, Value>();
  const args: string[] = [];
  for (const column of columns.filter((candidate) => !outcomes.has(candidate))) {
    const go = row.get(column);
    if (!go) return undefined;
    for (const one of itemsOf(go)?.map(({ value }) => value) ?? [go]) {
      const value = valueOf(one);
      const constraint = constraintOf(one);
      if (!value && constraint === undefined) return undefined;
      args.push(value ? `a${variables.size}` : (constraint ?? ''));
      if (!value) continue;
      variables.set(`a${variables.size}`, value);
    }
  }
  const want = fails(row) ? undefined : wanted(row);
  if (!want && !fails(row)) return undefined;
  return caseOf({ suite, syntax: 'expression', input: `${name}(${args.join(', ')})${name.includes('(') ? ')' : ''}`, variables, functions: undefined, want, files });
}

function fails(row: Row): boolean {
  return ['Err', 'WantErr', 'WantError', 'ErrFn'].some((column) => {
    const go = row.get(column);
    if (!go || (go.kind === 'name' && ['false', 'nil', 'noError'].includes(go.name))) return false;
    return go.kind !== 'text' || go.value !== '';
  });
}

function wanted(row: Row): Value | undefined {
  const go = ['want', 'Want', 'WantValue'].map((column) => row.get(column)).find((candidate) => candidate !== undefined);
  return go && valueOf(go);
}

function textOf(go: Go | undefined): string | undefined {
  return go?.kind === 'text' ? go.value : undefined;
}

function caseOf(parts: Omit<Case, 'id'>): Case {
  const digest = createHash('sha256').update(JSON.stringify([parts.suite, parts.input, [...parts.variables].map(([name, value]) => [name, said(value)]), parts.want && said(parts.want)]));
  return { id: digest.digest('hex').slice(0, 8), ...parts };
}

/** A value with its types and unknown parts, as text. */
export function said(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return ['unknown', value.type, value.parts && `in parts ${value.parts.map(said).join(' ')}`, value.needs.kind === 'error' && `(error: ${value.reason})`].filter(Boolean).join(' ');
    case 'list':
      return `${value.flavour}[${(value.flavour === 'set' ? value.items.map(said).toSorted() : value.items.map(said)).join(', ')}]`;
    case 'object':
      return `${value.flavour}{${[...value.entries]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]) => `${JSON.stringify(key)}: ${said(entry)}`)
        .join(', ')}}`;
    default:
      return jsonText(value) ?? '';
  }
}
