import type { GateReport } from '@plimsoll/gate';
import { tableLines } from '../gate/table.ts';
import { gateView, verdictStyles } from '../gate/view.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { wrap } from '../terminal/wrap.ts';
import type { TourPage } from './page.ts';

/** A verdict of the gate in a few lines: what it is, why where it could not be judged, and each limit. `plimsoll gate` itself shows more. */
export function judged(name: string, report: GateReport, { columns, colour }: TourPage): string {
  const view = gateView(report);
  const [symbol, style] = verdictStyles[view.verdict];
  const reasons = view.verdict === 'pass' || view.verdict === 'fail' ? [] : view.reasons.flatMap((reason) => wrap([reason], columns - 4).map((line): Line => ['    ', ...line]));
  const [limits] = view.tables;
  const rows = limits ? tableLines(limits, columns - 2).slice(1) : [];
  return show([['  ', styled(style, symbol), ' ', styled('strong', name), '  ', styled(style, view.verdict)], ...reasons, ...rows.map((line): Line => ['  ', ...line])], colour);
}
