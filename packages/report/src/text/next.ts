import type { CheckReport } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { nextSteps } from '../verdict/next-steps.ts';
import type { Page } from './page.ts';

/** Below the outcome: where to begin. */
export function next(report: CheckReport, page: Page): readonly Line[] {
  const steps = nextSteps(report);
  if (steps.length === 0) return [];
  const columns = Math.min(page.columns, proseMax);
  return [
    [],
    [styled('strong', 'Next')],
    ...steps.flatMap(({ says, command }, index) => [...wrap([`${says}:`], columns, { first: [`  ${index + 1}  `], rest: '     ' }), ['     ', styled('path', command)]]),
  ];
}
