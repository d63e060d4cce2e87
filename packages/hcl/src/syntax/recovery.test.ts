import { describe, expect, it } from 'vitest';

import { parseConfig } from '../index.ts';

function read(text: string): { names: string[]; blocks: string[]; problems: string[] } {
  const { body, diagnostics } = parseConfig(text, 'x.tf');
  return {
    names: [...body.attributes.keys()],
    blocks: body.blocks.map((block) => `${block.type}(${[...block.body.attributes.keys()].join(' ')})`),
    problems: diagnostics.map(({ message, range }) => `${range.start.line}:${range.start.column} ${message}`),
  };
}

describe('after an error', () => {
  it('goes on behind an unclosed list', () => {
    expect(read('a = [1, 2\nb = 3\n')).toEqual({ names: ['a', 'b'], blocks: [], problems: ['2:1 expected `,` or `]` in the list, found `b`'] });
  });

  it('goes on behind an unclosed string', () => {
    expect(read('a = "x\nb = 3\n')).toEqual({ names: ['a', 'b'], blocks: [], problems: ['1:5 the string is not closed on its line'] });
  });

  it('goes on behind an unclosed interpolation', () => {
    const { names, problems } = read('a = "${var.x"\nb = 3\n');
    expect(names).toEqual(['a', 'b']);
    expect(problems).toHaveLength(1);
  });

  it('keeps the block around', () => {
    const text = 'resource "a" "b" {\n  x = {\n    y = [1\n    z = 2\n  }\n  ok = 1\n}\nvariable "v" {\n  default = 1\n}\n';
    expect(read(text).blocks).toEqual(['resource(x ok)', 'variable(default)']);
  });

  it('keeps the other blocks when one has a bad header', () => {
    expect(read('resource "a ${b}" {\n  x = 1\n}\nlocals {\n  y = 1\n}\n').blocks).toEqual(['locals(y)']);
  });

  it('keeps the blocks behind a missing brace', () => {
    const { blocks, problems } = read('a {\n  x = 1\n\nb {\n  y = 1\n}\n');
    expect(blocks).toEqual(['a(x)', 'b(y)']);
    expect(problems).toEqual(['1:3 block `a` is not closed']);
  });

  it('marks an attribute that could not be read', () => {
    const { body } = parseConfig('a = 1 +\nb = 2\n', 'x.tf');
    expect(body.attributes.get('a')?.expression.kind).toBe('invalid');
  });

  it('says what would be right', () => {
    const messages = (text: string): string[] => parseConfig(text, 'x.tf').diagnostics.map(({ message, help }) => `${message}. ${help}`);
    expect(messages("a = 'x'\n")).toEqual(['expected a value, found `\'`. Strings stand in double quotes: "text".']);
    expect(messages('a = 1 b = 2\n')).toEqual(['expected the end of the line after `a`, found `b`. Put every attribute and block on a line of its own.']);
    expect(messages('a = 1\na = 2\n')).toEqual(['attribute `a` is set twice; the first, on line 1, is used. Remove one of them.']);
    expect(messages('a = "\\d"\n')[0]).toContain('`\\d` is not an escape sequence');
    expect(messages('a = f(x = 1)\n')[0]).toContain('Arguments have no names');
    expect(messages('}\na = 1\n')).toHaveLength(1);
  });
});
