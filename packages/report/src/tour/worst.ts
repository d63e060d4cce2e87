import type { CheckReport, Finding } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { filesOf } from '../verdict/next-steps.ts';
import { show, styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import type { TourPage } from './page.ts';

/** The worst findings, one of each principle: what is so, and where. Errors come first, and among them those that more files lead to. */
export function worstFindings(report: CheckReport, most: number, { columns, colour }: TourPage): string {
  const errors = report.findings
    .filter(({ state, severity, suppressed, location }) => state === 'broken' && severity === 'error' && suppressed === null && location !== null)
    .toSorted((a, b) => filesOf(b) - filesOf(a));
  const shown = errors.filter(({ principle }, index) => errors.findIndex((each) => each.principle === principle) === index).slice(0, most);
  return show(
    shown.flatMap((finding) => linesOf(finding, Math.min(columns, proseMax))),
    colour,
  );
}

function linesOf({ rule, message, location }: Finding, columns: number): readonly Line[] {
  const text = wrap([message], columns - 4).map((line): Line => ['    ', ...line]);
  return [['  ', styled('error', '✗'), ' ', styled('strong', rule), '  ', styled('path', `${location?.file}:${location?.line}`)], ...text];
}
