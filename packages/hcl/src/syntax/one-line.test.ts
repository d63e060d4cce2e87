import { describe, expect, it } from 'vitest';

import { parseConfig } from '../index.ts';

function read(text: string): { blocks: string[]; problems: string[] } {
  const { body, diagnostics } = parseConfig(text, 'harbour.tf');
  return {
    blocks: body.blocks.map((block) => `${block.type}(${[...block.body.attributes.keys(), ...block.body.blocks.map(({ type }) => type)].join(' ')})`),
    problems: diagnostics.map(({ range: { start, end } }) => `${start.line}:${start.column}-${end.line}:${end.column}`),
  };
}

describe('blocks of one line', () => {
  it.each(['crane {}', 'crane { load = 40 }', 'crane {\n}', 'crane {\n  load = 40\n}', 'crane { load = [\n 1,\n 2\n] }'])('%j is right', (text) => {
    expect(read(`${text}\n`).problems).toEqual([]);
  });

  it('what is too much is reported where it stands, and all that was meant is read', () => {
    expect(read('crane { load = 40\n}\n')).toEqual({ blocks: ['crane(load)'], problems: ['1:18-2:1'] });
    expect(read('crane { load = 40\n  reach = 3 }\n')).toEqual({ blocks: ['crane(load reach)'], problems: ['1:18-2:1'] });
    expect(read('crane { hook {} }\n')).toEqual({ blocks: ['crane(hook)'], problems: ['1:9-1:15'] });
    expect(read('crane {\n  load = 40 }\n')).toEqual({ blocks: ['crane(load)'], problems: ['2:13-2:14'] });
  });

  it('a comma is refused, and the next block is read', () => {
    expect(read('crane { load = 40, reach = 3 }\nberth {}\n')).toEqual({ blocks: ['crane(load)', 'berth()'], problems: ['1:18-1:19'] });
  });

  it('a brace that is never closed is named where it opens', () => {
    expect(read('crane {\n  load = 40\n')).toEqual({ blocks: ['crane(load)'], problems: ['1:7-1:8'] });
  });
});
