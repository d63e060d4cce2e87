import { describe, expect, it } from 'vitest';

import { convert, evaluate, jsonText, parseExpression, stringOf, nowhere, terraformFunctions, unknownOf, type Value } from '../index.ts';

const texts: Readonly<Record<string, string>> = { 'tide.tmpl': '${high}', 'crane.bin': 'PNG\ufffd\ufffd', 'charts/north.txt': 'N' };
const files = { text: (path: string): string | undefined => texts[path], list: (directory: string): string[] => (directory === 'charts' ? ['north.txt'] : []) };
const open = (type: 'string' | 'number' | 'list' | undefined): Value => unknownOf('nobody says', { kind: 'variable', name: 'x' }, nowhere, [], type ? { type } : {});
const variables: Readonly<Record<string, Value>> = {
  open: open(undefined),
  openText: open('string'),
  openNumber: open('number'),
  url: unknownOf('nobody says', { kind: 'variable', name: 'x' }, nowhere, [], { type: 'string', parts: [stringOf('https://', nowhere), open('string')] }),
  berths: convert(evaluate(parseExpression('{ north = "N1" }', 'x.tf').expression, { functions: new Map(), resolve: () => undefined }), { kind: 'map', element: { kind: 'string' } }),
};
const scope = { functions: terraformFunctions({ files }), resolve: (root: string) => (variables[root] ? { value: variables[root], consumed: 0 } : undefined) };
const valueOf = (source: string): Value => evaluate(parseExpression(source, 'x.tf').expression, scope);

describe('corner cases of functions', () => {
  it.each([
    ['keys({ b = 1, a = 2 }) == ["a", "b"]', 'true'],
    ['keys(berths) == tolist(["north"])', 'true'],
    ['matchkeys(["pilot", "tug"], [1, 2], ["2"])', '["tug"]'],
    ['coalesce(null, 4, "crane")', '"4"'],
    ['lookup(berths, "south", 7)', '"7"'],
    ['index(["tug", openText], "tug")', '0'],
    ['parseint("123456789012345678901234567890", 10) == 123456789012345678901234567890', 'true'],
    ['parseint("-zz", 36)', '-1295'],
    ['base64gunzip("H4sIAAAAAAAAA8tILErKLy0CAJqcaFsHAAAA")', '"harbour"'],
    ['base64decode("aGFy\\nYm91cg==")', '"harbour"'],
    ['cidrsubnet("::ffff:10.1.0.0/112", 8, 3)', '"10.1.3.0/24"'],
    ['cidrhost("2001:db8::10.0.0.0/120", 5)', '"2001:db8::a00:5"'],
    ['yamlencode(true)', '"true\\n...\\n"'],
    ['yamlencode("tide")', '"\\"tide\\"\\n"'],
    ['templatefile("tide.tmpl", { high = true })', 'true'],
    ['startswith(url, "https://")', 'true'],
    ['startswith(url, "http://")', 'false'],
    ['fileexists("charts/north.txt")', 'true'],
    ['fileset("charts", "*.txt")', '["north.txt"]'],
    ['convert("5", number)', '5'],
    ['convert({ a = 1 }, object({ a = string, b = optional(string, "x") }))', '{"a":"1","b":"x"}'],
    ['assumeequal(openText, "tug")', '"tug"'],
    ['assumesetlengthmax(["tug", "tug"], 1)', '["tug"]'],
    ['assumestringprefix("tug-4", "tug-")', '"tug-4"'],
    ['0.1 + 0.7 + 0.2', '1'],
    ['11 % 5.1', '0.8'],
    ['1 / 3 * 3', '1'],
    ['0.3 / 0.1', '3'],
    ['sum([0.1, 0.2])', '0.3'],
    ['"e\\u0301" == "\\u00e9"', 'true'],
    ['openNumber < 4 && [][0] || true', 'true'],
  ])('%s is %s', (source, json) => {
    expect(jsonText(valueOf(source))).toBe(json);
  });

  it.each([
    'parseint(12, 10)',
    'base64decode("dG8")',
    'base64decode("////")',
    'base64gunzip("aGFyYm91cg==")',
    'fileexists("charts")',
    'fileset("charts", "[a")',
    'fileset("charts", "{a")',
    'templatestring("hi", { "1" = 2 })',
    'lookup(berths, "south", ["N2"])',
    'one(openText)',
    '[for berth in openText : berth]',
    'openText["tug"]',
    'openNumber.*.name',
    '{ berths.north = 1 }',
    'assumenotnull(null)',
    'assumelistlength([1], 2, 3)',
    'assumestringprefix(url, "http://")',
    '1e999 + 1',
  ])('%s fails', (source) => {
    const value = valueOf(source);
    expect(value.kind === 'unknown' && value.needs.kind).toBe('error');
  });

  it.each([
    'filesha256("crane.bin")',
    'file("crane.bin")',
    'issensitive("x")',
    'openNumber < 4 && [][0]',
    'one(toset([openText, "tug"]))',
    'startswith(url, "https://tug")',
    'index([openText, "tug"], "tug")',
  ])('%s is unknown and no failure', (source) => {
    const value = valueOf(source);
    expect(value.kind === 'unknown' && value.needs.kind !== 'error').toBe(true);
  });
});

describe('indexes after a dot', () => {
  it.each(['[["tug"]].0.0', '[["tug"]].*.*'])('%s is refused, as HCL does', (source) => {
    expect(parseExpression(source, 'x.tf').diagnostics).toHaveLength(1);
  });

  it('one index is an index', () => {
    expect(jsonText(valueOf('["tug"].0'))).toBe('"tug"');
    expect(jsonText(valueOf('[{ crew = 4 }].0.crew'))).toBe('4');
  });
});
