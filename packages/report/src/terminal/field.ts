import type { Line } from './span.ts';
import { styled } from './span.ts';
import { padEnd } from './width.ts';
import { wrap } from './wrap.ts';

/** A name and what it holds, further lines under the first. */
export function field(name: string, content: Line, columns: number, nameColumns: number = 9, indent: string = '  '): readonly Line[] {
  return wrap(content, columns, { first: [indent, styled('quiet', padEnd(name, nameColumns))], rest: ' '.repeat(indent.length + nameColumns) });
}
