import { describe, expect, it } from 'vitest';

import { parseConfig, parseJsonConfig, type Body, type Range } from '../index.ts';

function at({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

function attribute(body: Body, name: string): string {
  const found = body.attributes.get(name);
  return found ? `${at(found.nameRange)} ${at(found.expression.range)} ${at(found.range)}` : 'missing';
}

describe('positions', () => {
  it('count from one and end behind the last character', () => {
    const { body } = parseConfig('a = 1\nlong_name = "x"\n', 'x.tf');
    expect(attribute(body, 'a')).toBe('1:1-1:2 1:5-1:6 1:1-1:6');
    expect(attribute(body, 'long_name')).toBe('2:1-2:10 2:13-2:16 2:1-2:16');
  });

  it('take CRLF as one line end, a byte order mark as no column, and count UTF-16 units', () => {
    const { body } = parseConfig('\ufeffa = 1\r\nb = "🚢" \r\nc = 2\r\n', 'x.tf');
    expect(attribute(body, 'a')).toBe('1:1-1:2 1:5-1:6 1:1-1:6');
    expect(attribute(body, 'b')).toBe('2:1-2:2 2:5-2:9 2:1-2:9');
    expect(attribute(body, 'c')).toBe('3:1-3:2 3:5-3:6 3:1-3:6');
  });

  it('cover the header of a block', () => {
    const { body } = parseConfig('resource "a" "b" {\n}\n', 'x.tf');
    const [block] = body.blocks;
    expect(block && [at(block.typeRange), ...block.labels.map(({ range }) => at(range)), at(block.headerRange), at(block.range)]).toEqual(['1:1-1:9', '1:10-1:13', '1:14-1:17', '1:1-1:17', '1:1-2:2']);
  });

  it('are given for comments', () => {
    const { comments } = parseConfig('# one\na = 1 // two\n/* three\n*/ b = [ # four\n]\n', 'x.tf');
    expect(comments.map(({ text, range }) => [text, at(range)])).toEqual([
      ['# one', '1:1-1:6'],
      ['// two', '2:7-2:13'],
      ['/* three\n*/', '3:1-4:3'],
      ['# four', '4:10-4:16'],
    ]);
  });

  it('point into JSON strings, escapes or not', () => {
    const text = '{"locals": {\n  "a": "x${1 + }",\n  "b": "\\u0041\\n${2 + }"\n}}';
    const { diagnostics } = parseJsonConfig(text, 'x.tf.json');
    expect(diagnostics.map(({ range }) => `${range.start.line}:${range.start.column}`)).toEqual(['2:16', '3:23']);
  });
});
