import { describe, expect, it } from 'vitest';

import { evaluate, jsonText, parseExpression, terraformFunctions } from '../index.ts';

// Expected values were produced by Terraform 1.11.4 (`jsonencode(…)`); undefined: Terraform refuses.
const cases: readonly (readonly [expression: string, json: string | undefined])[] = [
  ['1 + 2 * 3', '7'],
  ['(1 + 2) * 3', '9'],
  ['-2 * -3', '6'],
  ['7 % 3', '1'],
  ['-7 % 3', '-1'],
  ['7 / 2', '3.5'],
  ['0.1 + 0.2', '0.3'],
  ['1 == 1.0', 'true'],
  ['"5" == 5', 'false'],
  ['"true" == true', 'false'],
  ['null == null', 'true'],
  ['[] == tolist([])', 'false'],
  ['[1, 2] == [1, 2]', 'true'],
  ['{ a = 1 } == { a = 1 }', 'true'],
  ['true && false || true', 'true'],
  ['!true', 'false'],
  ['1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3', 'true'],
  ['"5" + 1', '6'],
  ['true ? 1 : 2', '1'],
  ['false ? "a" : "b"', '"b"'],
  ['"a${1 + 1}b"', '"a2b"'],
  ['"${true}"', 'true'],
  ['"${[1,2][1]}"', '2'],
  ['"$${x} %%{y}"', '"${x} %{y}"'],
  ['"\\u00e9\\t\\"\\\\"', '"é\\t\\"\\\\"'],
  ['"%{ if true }a%{ else }b%{ endif }"', '"a"'],
  ['"%{ for x in ["a", "b"] }${x},%{ endfor }"', '"a,b,"'],
  ['"  %{~ if true ~}  x  %{~ endif ~}  "', '"x"'],
  ['[for x in [1, 2, 3] : x * 2 if x != 2]', '[2,6]'],
  ['{for k, v in { a = 1, b = 2 } : v => k}', '{"1":"a","2":"b"}'],
  ['{for x in ["a", "b", "a"] : x => 1...}', '{"a":[1,1],"b":[1]}'],
  ['[for i, x in ["a", "b"] : "${i}${x}"]', '["0a","1b"]'],
  ['[for k, v in { b = 1, a = 2 } : k]', '["a","b"]'],
  ['[{ a = 1 }, { a = 2 }][*].a', '[1,2]'],
  ['[{ a = 1 }, { a = 2 }].*.a', '[1,2]'],
  ['"x"[*]', '["x"]'],
  ['null[*]', '[]'],
  ['[[1, 2], [3]][*][0]', '[1,3]'],
  ['[{ a = [1, 2] }].*.a[0]', '[1,2]'],
  ['{ "a" = 1, b : 2, (upper("c")) = 3 }', '{"C":3,"a":1,"b":2}'],
  ['{ a = 1, 5 = 2, true = 3 }["5"]', '2'],
  ['[1, 2, 3].1', '2'],
  ['1 == "1" ? "y" : "n"', '"n"'],
  ['"a" != 1', 'true'],
  ['{ a = { b = [1, 2] } }.a.b[1]', '2'],
  ['"${"nested ${"deep"}"}"', '"nested deep"'],
  ['[1, 2, 3][2]', '3'],
  ['{a=1}["a"]', '1'],
  ['[for x in toset(["b", "a"]) : x]', '["a","b"]'],
  ['{for k, v in {a = {n = 1}, b = {n = 2}} : k => v.n}', '{"a":1,"b":2}'],
  ['1e3', '1000'],
  ['1.50', '1.5'],
  ['100000000000 * 100000000000', '10000000000000000000000'],
  ['2 / 3 * 3', '2'],
  ['[for s in ["a"] : { name = s }]', '[{"name":"a"}]'],
  ['{ for s in ["a"] : s => upper(s) }', '{"a":"A"}'],
  ['!("true")', 'false'],
  ['"true" ? 1 : 2', '1'],
  ['1 > "0"', 'true'],
];

const functions = terraformFunctions();

describe('expressions', () => {
  it.each(cases)('%s', (source, expected) => {
    const { expression, diagnostics } = parseExpression(source, 'x.tf');
    expect(diagnostics).toEqual([]);
    const value = evaluate(expression, { functions, resolve: () => undefined });
    expect(value.kind === 'unknown' ? undefined : jsonText(value)).toBe(expected);
  });
});
