import type { Line, Span } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { fit, padEnd, padStart, widthOf } from '../terminal/width.ts';
import type { Table } from './view.ts';

const gap = '  ';

/** A table on a terminal. Where it is too wide, the widest column of words gives way. */
export function tableLines({ title, columns, rows }: Table, columnsMax: number): readonly Line[] {
  const widths = columns.map(({ name }, index) => Math.max(widthOf(name), ...rows.map(({ cells }) => widthOf(cells[index] ?? ''))));
  const total = (): number => widths.reduce((sum, width) => sum + width + gap.length, 0);
  while (total() > columnsMax) {
    const widest = widths.reduce(
      (best, width, index) => (!(columns[index]?.isNumber ?? true) && width > (widths[best] ?? 0) ? index : best),
      columns.findIndex(({ isNumber }) => !isNumber),
    );
    const width = widths[widest] ?? 0;
    if (width <= 10) break;
    widths[widest] = Math.max(10, width - (total() - columnsMax));
  }
  const cell = (content: string, index: number): string => {
    const width = widths[index] ?? 0;
    const cut = fit(content, width);
    return columns[index]?.isNumber === true ? padStart(cut, width) : padEnd(cut, width);
  };
  const header: Line = [gap, styled('quiet', columns.map(({ name }, index) => cell(name, index)).join(gap))];
  return [
    [styled('strong', title)],
    header,
    ...rows.map(({ style, cells }): Line => cells.flatMap((content, index): readonly Span[] => [gap, index === cells.length - 1 ? styled(style, cell(content, index)) : cell(content, index)])),
  ];
}
