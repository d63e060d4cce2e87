import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluate, parseConfig, parseExpression, parseJsonConfig, parseTemplate, terraformFunctions, type Range } from '../index.ts';
import { tokenize } from './lexer.ts';

const sample = `# jobs
resource "aws_sqs_queue" "jobs" {
  name = "jobs-\${var.environment}"
  tags = { for k, v in local.tags : k => upper(v)... if v != null }
  visibility_timeout_seconds = var.long ? 300 : max(30, 2 * 15) // seconds
  dynamic "x" {
    for_each = toset(["a", "b"])
    content { key = x.value[*].id }
  }
  policy = <<-EOT
    %{ if var.open ~}
    all \${aws_sqs_queue.jobs[0].arn}
    %{ endif ~}
  EOT
}
`;
const fragments = ['{', '}', '[', ']', '(', ')', '"', '${', '%{', '~}', '<<EOT\n', 'EOT\n', '\n', '\r\n', '=', '.', '*', 'if', 'for x in', '?', ':', '\\', '/*', '#', 'a', '1', '\ufeff'];
const mutated = fc
  .tuple(fc.nat(sample.length), fc.nat(40), fc.array(fc.constantFrom(...fragments), { maxLength: 6 }))
  .map(([at, length, inserted]) => sample.slice(0, at) + inserted.join('') + sample.slice(at + length));
const soup = fc.array(fc.constantFrom(...fragments, ' ', '${a.b', 'f(', '&&'), { maxLength: 60 }).map((parts) => parts.join(''));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), mutated, soup);

function isWithin({ start, end }: Range, text: string): boolean {
  return start.offset >= 0 && start.offset <= end.offset && end.offset <= text.length && start.line >= 1 && start.column >= 1;
}

/** Every range at any level of what was read. */
function rangesIn(part: unknown): Range[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('file' in part) return [part as Range];
  const inner = part instanceof Map || Array.isArray(part) ? [...part.values()] : Object.values(part);
  return inner.flatMap(rangesIn);
}

describe('any text', () => {
  it('gives tokens that join to the text again', () => {
    fc.assert(
      fc.property(
        anyText,
        (text) =>
          tokenize(text)
            .map(({ start, end }) => text.slice(start, end))
            .join('') === text,
      ),
      { numRuns: 500 },
    );
    fc.assert(fc.property(anyText, (text) => tokenize(text, 'template').every(({ start, end }) => start < end)));
  });

  it('is read without an exception, with ranges inside the text', () => {
    const check = (text: string): void => {
      const ranges = rangesIn(parseConfig(text, 'x.tf'));
      expect(ranges.filter((range) => !isWithin(range, text))).toEqual([]);
    };
    fc.assert(fc.property(anyText, check), { numRuns: 1000 });
  });

  it('gives positions whose line and column lead to their offset', () => {
    const check = (text: string): void => {
      const lines = text.split('\n');
      const starts = lines.map((_, index) => lines.slice(0, index).join('\n').length + (index === 0 ? 0 : 1));
      const mark = text.startsWith('\ufeff') ? 1 : 0;
      for (const { start, end } of rangesIn(parseConfig(text, 'x.tf'))) {
        for (const { line, column, offset } of [start, end]) {
          expect(Math.max(line === 1 ? mark : 0, (starts[line - 1] ?? Number.NaN) + column - 1 + (line === 1 ? mark : 0))).toBe(Math.max(mark, offset));
        }
      }
    };
    fc.assert(fc.property(anyText, check), { numRuns: 300 });
  });

  it('costs no more than its length, however often it is broken', () => {
    const broken = fc.tuple(anyText, fc.constantFrom('\n', '')).map(([text, between]) => Array.from({ length: 400 }, () => text).join(between));
    const check = (text: string): void => {
      const { diagnostics } = parseConfig(text, 'x.tf');
      expect(diagnostics.length).toBeLessThanOrEqual(100);
    };
    fc.assert(fc.property(broken, check), { numRuns: 60 });
  });

  it('is read as expression, template and JSON, and evaluated, without an exception', () => {
    const scope = { functions: terraformFunctions(), resolve: () => undefined };
    const check = (text: string): void => {
      for (const parse of [parseExpression, parseTemplate]) evaluate(parse(text, 'x.tf').expression, scope);
      parseJsonConfig(text, 'x.tf.json');
      parseJsonConfig(JSON.stringify({ resource: { a: { b: { c: text, [text]: [{}] } } } }), 'x.tf.json');
    };
    fc.assert(fc.property(anyText, check), { numRuns: 500 });
  });
});

describe('hostile nesting', () => {
  const openings = ['[', '(', '{a=', '"${', '-', '!', '1+', 'a?', 'a[', 'f(', 'a[*]', 'a.*', '"%{if a}', '[for x in ', 'a?b:'];

  it.each(openings)('100,000 times %s ends soon', (opening) => {
    const text = opening.repeat(100_000);
    const started = performance.now();
    parseExpression(text, 'x.tf');
    parseConfig(`a = ${text}`, 'x.tf');
    parseConfig(`a = ${`${opening}\n`.repeat(30_000)}`, 'x.tf');
    parseTemplate(text, 'x.tf');
    expect(performance.now() - started).toBeLessThan(8000);
  });

  it('reports what is too deep', () => {
    for (const text of [`a = ${'['.repeat(100_000)}`, 'a {\n'.repeat(100_000)]) {
      expect(parseConfig(text, 'x.tf').diagnostics[0]?.message).toBe('this is nested deeper than 500');
    }
    expect(parseJsonConfig('['.repeat(100_000), 'x.tf.json').diagnostics[0]?.message).toBe('this is nested deeper than 500');
  });
});
