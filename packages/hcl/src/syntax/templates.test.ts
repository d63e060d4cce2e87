import { describe, expect, it } from 'vitest';

import { evaluate, parseConfig, stringOf, nowhere, terraformFunctions, textOf, type Value } from '../index.ts';

function valueOf(text: string): string | undefined {
  const { body, diagnostics } = parseConfig(text, 'x.tf');
  expect(diagnostics).toEqual([]);
  const attribute = body.attributes.get('a');
  const resolve = (root: string): { value: Value; consumed: number } => ({ value: stringOf(root.toUpperCase(), nowhere), consumed: 0 });
  return attribute && textOf(evaluate(attribute.expression, { functions: terraformFunctions(), resolve }));
}

describe('heredocs', () => {
  it.each([
    ['plain', 'a = <<EOT\n  one\ntwo\nEOT\n', '  one\ntwo\n'],
    ['marker indented', 'a = <<EOT\n  one\n  EOT\n', '  one\n'],
    ['flush', 'a = <<-EOT\n    one\n      two\n    EOT\n', 'one\n  two\n'],
    ['flush with a blank line', 'a = <<-EOT\n    one\n\n    two\n  EOT\n', 'one\n\ntwo\n'],
    ['flush with tabs', 'a = <<-EOT\n\t\tone\n\t\t\ttwo\n\tEOT\n', 'one\n\ttwo\n'],
    ['flush with an interpolation first', 'a = <<-EOT\n    ${x} y\n      two\n    EOT\n', 'X y\n  two\n'],
    ['flush around an interpolation', 'a = <<-EOT\n      one ${x}\n    two\n    EOT\n', '  one X\ntwo\n'],
    ['backslashes stay', 'a = <<EOT\n\\n "q" $${x} %%{y}\nEOT\n', '\\n "q" ${x} %{y}\n'],
    ['empty', 'a = <<EOT\nEOT\n', ''],
    ['marker inside a line', 'a = <<EOT\nno EOT here\nEOTX\nEOT\n', 'no EOT here\nEOTX\n'],
    ['line ends as they stand', 'a = <<EOT\r\none\r\nEOT\r\n', 'one\r\n'],
    ['a byte order mark is no indentation', 'a = <<-EOT\n  \ufeffone\n    two\nEOT\n', '\ufeffone\n  two\n'],
    ['directives with trim', 'a = <<EOT\n%{ if true ~}\nyes\n%{ else ~}\nno\n%{ endif ~}\nend\nEOT\n', 'yes\nend\n'],
    ['loops', 'a = <<EOT\n%{ for i, n in ["p", "q"] ~}\n${i}${n}\n%{ endfor ~}\nEOT\n', '0p\n1q\n'],
    // the next four as Terraform 1.11.4 has them: a marker trims its own line only, and a trimmed line end hides the next line from `<<-`
    ['flush with a loop first', 'a = <<-EOT\n    %{ for x in ["p", "q"] ~}\n    - ${x}\n    %{ endfor ~}\n    end\n  EOT\n', '    - p\n    - q\n    end\n'],
    ['flush with a loop that keeps its lines', 'a = <<-EOT\n    %{ for x in ["p", "q"] }\n      - ${x}\n    %{ endfor }\n    end\n  EOT\n', '\n  - p\n\n  - q\n\nend\n'],
    ['flush with a condition', 'a = <<-EOT\n    one\n    %{ if true ~}\n    a\n    %{ endif ~}\n    end\n  EOT\n', 'one\n    a\n    end\n'],
    ['flush with two names', 'a = <<-EOT\n      a ${x}\n   ${y} x\n    end\n  EOT\n', '   a X\nY x\n end\n'],
    ['as an argument', 'a = upper(<<EOT\nx\nEOT\n)\n', 'X\n'],
  ])('%s', (_, text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });
});

describe('quoted templates', () => {
  it.each([
    ['trim markers', 'a = "p  ${~ x ~}  q"\n', 'pXq'],
    ['nested quotes', 'a = "p${"q${x}"}"\n', 'pqX'],
    ['braces inside', 'a = "${{ k = "v" }.k}"\n', 'v'],
    ['lines inside an interpolation', 'a = "${\n  x\n}"\n', 'X'],
    ['dollars', 'a = "$5 $$ 100% %%"\n', '$5 $$ 100% %%'],
    ['escapes', 'a = "\\u0041\\U0001F6A2\\"\\\\\\t"\n', 'A🚢"\\\t'],
  ])('%s', (_, text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });
});
