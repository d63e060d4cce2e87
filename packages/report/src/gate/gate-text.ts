import type { GateReport } from '@plimsoll/gate';
import { field } from '../terminal/field.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { tableLines } from './table.ts';
import { gateView, verdictStyles } from './view.ts';

export interface GateTextOptions {
  readonly columns: number;
  readonly colour: boolean;
}

/** The verdict of the gate for people at a terminal. */
export function gateText(report: GateReport, { columns, colour }: GateTextOptions): string {
  const width = Math.max(60, columns);
  const prose = Math.min(width, proseMax);
  const view = gateView(report);
  const [symbol, style] = verdictStyles[view.verdict];
  const lines: readonly Line[] = [
    [],
    ...wrap([styled(style, view.headline)], prose, { first: [styled(style, symbol), ' '], rest: '  ' }),
    ...view.reasons.flatMap((reason) => wrap([reason], prose, { first: ['  '], rest: '    ' })),
    ...view.tables.flatMap((table) => [[], ...tableLines(table, width)]),
    [],
    ...view.facts.flatMap(([name, text]) => field(name, [text], prose)),
    ...view.notes.flatMap((note) => field('note', [note], prose)),
  ];
  return show(lines, colour);
}
